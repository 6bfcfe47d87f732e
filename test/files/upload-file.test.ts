import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestHouse } from '#test/support/house.ts'
import { logIn } from '#test/support/world.ts'
import { blankPdf, bombInContents, docx } from './foreign-files.ts'

const { house, app } = await openTestHouse()
const clerk = await logIn(app, 'vanthu.sttt')
const others = [await logIn(app, 'giamdoc.sttt'), await logIn(app, 'vanthu')]
const pdf = blankPdf()

type Extra = { cookie?: string; key?: string; headers?: Record<string, string> }

const upload = (name: string, body: Uint8Array, { cookie = clerk, key, headers = {} }: Extra = {}) =>
  app.request(`/api/files?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    body: new Blob([new Uint8Array(body)]),
    headers: { cookie, 'sec-fetch-site': 'same-origin', ...(key ? { 'idempotency-key': key } : {}), ...headers },
  })

const get = (path: string, cookie = clerk, headers = {}) =>
  app.request(`/api${path}`, { headers: { cookie, ...headers } })
const blobCount = async () => (await house.sql`select count(*)::int as n from files`)[0]!['n'] as number
const staged = () => readdirSync(join(house.config.dataDir, 'blobs', 'staging'))

describe('an upload', () => {
  test('becomes a file of the acting post and comes back byte for byte', async () => {
    const answer = await upload('C:\\Tài liệu\\Tờ trình.pdf', pdf)
    expect(answer.status).toBe(200)
    const file = (await answer.json()) as { id: string }
    expect(file).toMatchObject({ name: 'Tờ trình.pdf', mediaType: 'application/pdf', sizeBytes: pdf.length, pages: 1 })
    expect(await (await get(`/files/${file.id}`)).json()).toEqual(file)
    const content = await get(`/files/${file.id}/content?as=attachment`)
    expect(Buffer.from(await content.arrayBuffer()).equals(pdf)).toBe(true)
    expect(content.headers.get('content-disposition')).toContain('attachment; filename="To trinh.pdf"')
    expect((await get(`/files/${file.id}/content`, clerk, { range: 'bytes=0-4' })).status).toBe(206)
    expect(staged()).toEqual([])
  })

  test('gets the ending of its content, not of its name', async () => {
    const file = (await (await upload('báo cáo.exe', docx(['x']))).json()) as { name: string; pages: number | null }
    expect(file).toMatchObject({ name: 'báo cáo.exe.docx', pages: null })
  })

  test('is one file when the same command comes twice', async () => {
    const before = await blobCount()
    const first = (await (await upload('a.pdf', pdf, { key: 'upload-0001' })).json()) as { id: string }
    const again = (await (await upload('a.pdf', pdf, { key: 'upload-0001' })).json()) as { id: string }
    expect(again).toEqual(first)
    expect(await blobCount()).toBe(before + 1)
    expect(staged()).toEqual([])
  })

  test('looks absent to everybody else, also to the director of the same agency', async () => {
    const { id } = (await (await upload('riêng.pdf', pdf)).json()) as { id: string }
    for (const cookie of others) {
      expect((await get(`/files/${id}`, cookie)).status).toBe(404)
      expect((await get(`/files/${id}/content`, cookie)).status).toBe(404)
    }
    expect((await get(`/files/${crypto.randomUUID()}/content`)).status).toBe(404)
  })
})

describe('a refused upload leaves nothing behind', () => {
  const refusal = async (answer: Response) => {
    const { error } = (await answer.json()) as { error: { reason: string; vi: string; en: string } }
    return [answer.status, error.reason, error.vi.length > 20]
  }

  test.each([
    ['empty', new Uint8Array(), 'file_empty'],
    ['a script', blankPdf({ catalog: '/OpenAction << /S /JavaScript /JS (x) >>' }), 'file_has_script'],
    ['a bomb', bombInContents(2), 'file_too_heavy'],
    ['text', Buffer.from('Kính gửi'), 'file_type_not_accepted'],
    ['cut short', pdf.subarray(0, 200), 'file_unreadable'],
  ])('%s', async (_, bytes, reason) => {
    const before = await blobCount()
    expect(await refusal(await upload('x.pdf', bytes))).toEqual([400, reason, true])
    expect([await blobCount(), staged()]).toEqual([before, []])
  })

  test('without a session', async () => {
    expect(await refusal(await upload('x.pdf', pdf, { cookie: '' }))).toEqual([401, 'unauthenticated', true])
  })

  test('from a foreign page', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    expect(await refusal(await upload('x.pdf', pdf, { headers }))).toEqual([403, 'cross_site', true])
  })

  test('without a name', async () => {
    expect(await refusal(await upload('', pdf))).toEqual([400, 'invalid_input', true])
  })

  test('larger than allowed, said before it is sent', async () => {
    const headers = { 'content-length': String(101 * 1024 * 1024) }
    expect(await refusal(await upload('x.pdf', pdf, { headers }))).toEqual([400, 'file_too_large', true])
  })
})

describe('over a socket', () => {
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
  })

  const headers = { cookie: clerk, 'sec-fetch-site': 'same-origin' }

  test('the file streams in and out', async () => {
    const body = Buffer.concat([
      blankPdf({ more: [`<< /Length 3000000 >>\nstream\n${'x'.repeat(3_000_000)}\nendstream`] }),
    ])
    const answer = await fetch(`${origin}/api/files?name=a.pdf`, { method: 'POST', body, headers })
    const { id } = (await answer.json()) as { id: string }
    const back = await fetch(`${origin}/api/files/${id}/content`, { headers })
    expect(Buffer.from(await back.arrayBuffer()).equals(body)).toBe(true)
  })

  test('who goes away in the middle leaves nothing behind', async () => {
    const abort = new AbortController()
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(pdf.subarray(0, 300))
        setTimeout(() => abort.abort(), 200)
      },
    })
    const options = { method: 'POST', body, headers, signal: abort.signal, duplex: 'half' as const }
    await expect(fetch(`${origin}/api/files?name=a.pdf`, options)).rejects.toThrow()
    await expect.poll(staged, { timeout: 3000 }).toEqual([])
  })
})
