import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { language } from '../../web/kernel/i18n.svelte.ts'
import { ApiRefusal, whyNot } from '../../web/kernel/refused.ts'
import { send, whenSignedOut } from '../../web/kernel/send.ts'
import { refusal } from './client-server.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const made = createServer(answer)
  server = made
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}/`
}

describe('sending to the server', () => {
  test('gives a command a key, and keeps it when the answer is lost on the way', async () => {
    const keys: unknown[] = []
    const url = await serve((request, response) => {
      keys.push(request.headers['idempotency-key'])
      if (keys.length === 1) request.socket.destroy()
      else response.end('{}')
    })
    const answer = await send(url, { method: 'POST', body: '{}' })
    expect(answer.ok).toBe(true)
    expect(keys).toHaveLength(2)
    expect(keys[0]).toMatch(/^[\w-]{36}$/)
    expect(keys[1]).toBe(keys[0])
  })

  test('gives the next command another key, and a question none', async () => {
    const keys: unknown[] = []
    const url = await serve((request, response) => {
      keys.push(request.headers['idempotency-key'])
      response.end('{}')
    })
    await send(url, { method: 'POST' })
    await send(url, { method: 'POST' })
    await send(url)
    expect(new Set(keys.slice(0, 2)).size).toBe(2)
    expect(keys[2]).toBeUndefined()
  })

  test('throws the refusal with its facts, in the language of the moment', async () => {
    const body = refusal('conflict', 'stale', 'Đã có người sửa.', 'Somebody changed it.')
    const url = await serve((_, response) => response.writeHead(409).end(JSON.stringify(body)))
    const error: unknown = await send(url, { method: 'POST' }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ApiRefusal)
    expect(error).toMatchObject({ code: 'conflict', reason: 'stale' })
    expect(whyNot(error)).toBe('Đã có người sửa.')
    language.current = 'en'
    expect(whyNot(error)).toBe('Somebody changed it.')
    language.current = 'vi'
  })

  test('tells once when the session is over, and not when a password was wrong', async () => {
    let told = 0
    whenSignedOut(() => told++)
    let reason = 'wrong_credentials'
    const url = await serve((_, response) =>
      response.writeHead(401).end(JSON.stringify(refusal('unauthenticated', reason))),
    )
    await send(url).catch(() => undefined)
    expect(told).toBe(0)
    reason = 'unauthenticated'
    await send(url).catch(() => undefined)
    expect(told).toBe(1)
  })

  test('says that the server is out of reach, after three tries', async () => {
    let tries = 0
    const url = await serve((request) => {
      tries++
      request.socket.destroy()
    })
    const error: unknown = await send(url).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'offline' })
    expect(whyNot(error)).toContain('Không kết nối được máy chủ')
    expect(tries).toBe(3)
  })

  test('does not try again what was called off', async () => {
    let tries = 0
    const url = await serve(() => void tries++)
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 100)
    const error: unknown = await send(url, { signal: stop.signal }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'AbortError' })
    expect(tries).toBe(1)
  })

  test('takes a proxy’s page for the server being out of reach', async () => {
    const url = await serve((_, response) => response.writeHead(502).end('<h1>Bad gateway</h1>'))
    expect(await send(url).catch((thrown: unknown) => (thrown as ApiRefusal).code)).toBe('offline')
  })
})
