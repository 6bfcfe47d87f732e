import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDiskBlobStore } from '#server/files/disk-blob-store.ts'
import { serveFile } from '#server/files/serve-file.ts'
import type { House } from '#server/kernel/house.ts'
import type { Env } from '#server/kernel/http.ts'
import { securityHeaders } from '#server/kernel/security.ts'

const folder = mkdtempSync(join(tmpdir(), 'serve-'))
const blobs = await openDiskBlobStore(folder)
const bytes = randomBytes(1_000_000)
const { sha256, size_bytes } = await blobs.put(bytes)

const app = new Hono<Env>()
app.use(securityHeaders())
app.get('/file', (c) => {
  c.set('house', { blobs } as House)
  return serveFile(c, {
    sha256,
    size_bytes,
    name: 'Công văn 664.pdf',
    mediaType: 'application/pdf',
    disposition: 'inline',
  })
})

let server: Server
let origin = ''
beforeAll(async () => {
  server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const ways: [string, (headers?: Record<string, string>, method?: string) => Promise<Response>][] = [
  ['without a socket', async (headers = {}, method = 'GET') => app.request('/file', { headers, method })],
  ['over a socket', (headers = {}, method = 'GET') => fetch(`${origin}/file`, { headers, method })],
]

describe.each(ways)('%s', (_, get) => {
  const body = async (answer: Response) => Buffer.from(await answer.arrayBuffer())

  test('the whole file, with its headers', async () => {
    const answer = await get()
    expect(answer.status).toBe(200)
    expect((await body(answer)).equals(bytes)).toBe(true)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': '1000000',
      'content-disposition': `inline; filename="Cong van 664.pdf"; filename*=UTF-8''C%C3%B4ng%20v%C4%83n%20664.pdf`,
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, max-age=31536000, immutable',
      'accept-ranges': 'bytes',
      etag: `"${sha256}"`,
    })
  })

  test('a part', async () => {
    const answer = await get({ range: 'bytes=400000-700000' })
    expect(answer.status).toBe(206)
    expect(answer.headers.get('content-range')).toBe('bytes 400000-700000/1000000')
    expect(answer.headers.get('content-length')).toBe('300001')
    expect((await body(answer)).equals(bytes.subarray(400_000, 700_001))).toBe(true)
  })

  test('a part of the version that the caller began with, else the whole', async () => {
    expect((await get({ range: 'bytes=0-9', 'if-range': `"${sha256}"` })).status).toBe(206)
    const other = await get({ range: 'bytes=0-9', 'if-range': '"other"' })
    expect([other.status, (await body(other)).length]).toEqual([200, size_bytes])
  })

  test('no part beyond the end', async () => {
    const answer = await get({ range: 'bytes=1000000-' })
    expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */1000000'])
    expect(await body(answer)).toHaveLength(0)
  })

  test('nothing for who has it', async () => {
    const answer = await get({ 'if-none-match': `"${sha256}"` })
    expect([answer.status, answer.headers.get('etag')]).toEqual([304, `"${sha256}"`])
    expect(await body(answer)).toHaveLength(0)
  })

  test('only the headers for HEAD', async () => {
    const answer = await get({}, 'HEAD')
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '1000000'])
    expect(await body(answer)).toHaveLength(0)
  })
})

test('a caller who goes away in the middle leaves the server serving', async () => {
  const { port } = server.address() as AddressInfo
  for (let round = 0; round < 5; round += 1) {
    const socket = connect(port, '127.0.0.1')
    socket.write('GET /file HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(socket, 'data')
    socket.destroy()
  }
  expect((await fetch(`${origin}/file`)).status).toBe(200)
})
