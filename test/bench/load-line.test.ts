import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { openLoadLine } from '#server/cli/bench/load-line.ts'

const server = createServer((_, response) => void response.setHeader('content-length', 2).end('ok'))
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
afterAll(() => void server.close())
const call = { method: 'GET', path: '/', cookie: '' }

test('a connection that the server has ended says so, and leaves nobody waiting', async () => {
  const line = await openLoadLine(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  expect(await line.ask(call)).toMatchObject({ status: 200, text: 'ok' })
  server.closeAllConnections()
  while (line.isOpen()) await setTimeout(5)
  await expect(line.ask(call)).rejects.toThrow('closed')
})
