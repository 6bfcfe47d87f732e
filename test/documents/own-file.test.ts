import { eq } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { documents } from '#db/documents/schema.ts'
import { newestReport } from '#server/signing/door.ts'
import { blankPdf } from '#test/files/foreign-files.ts'
import { done, drafted, giveKeys, letter664, openOutgoingDesk, signedLetter, testPin } from './outgoing-desk.ts'

const desk = await openOutgoingDesk()
const { call, house } = desk
beforeAll(() => giveKeys(desk))

async function upload(userName: string, bytes: Uint8Array, name = 'dự thảo.pdf'): Promise<string> {
  const answer = await desk.app.request(`/api/files?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: {
      cookie: await desk.cookieOf(userName),
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/octet-stream',
    },
    body: Buffer.from(bytes),
  })
  const { id } = (await answer.json()) as { id?: string }
  if (!id) throw new Error(`not uploaded: ${answer.status}`)
  return id
}

test('an own PDF goes the whole way: its fields are prepared, it is signed, numbered and sealed', async () => {
  const sourceFileId = await upload('chuyenvien.th', blankPdf())
  const signed = await signedLetter(desk, { body: '', sourceFileId })
  const detail = await call<{ sourceFile: { name: string } }>('chuyenvien.th', `GET /documents/${signed.id}`)
  expect(detail.body.sourceFile).toMatchObject({ name: 'dự thảo.pdf', mediaType: 'application/pdf' })
  const sealed = done(
    await call('vanthu', `POST /documents/${signed.id}/number-and-seal`, { revision: signed.revision, pin: testPin }),
  )
  expect(sealed.code).toBe('664/UBND-TH')
  const [row] = await house.db.select().from(documents).where(eq(documents.id, signed.id))
  expect(row!.filePages).toBe(1)
  expect((await newestReport(house.db, row!.fileSha256!))!.report.overall).toBe('valid')
})

test('somebody else’s upload cannot be attached', async () => {
  const sourceFileId = await upload('chuyenvien2.th', blankPdf())
  const reply = await call('chuyenvien.th', 'POST /documents', { ...(await letter664(desk)), sourceFileId })
  expect(reply).toMatchObject({ status: 400, reason: 'unknown_file' })
})

test('a file that is signed already is no draft', async () => {
  const signed = await signedLetter(desk)
  const [row] = await house.db.select().from(documents).where(eq(documents.id, signed.id))
  const sourceFileId = await upload('chuyenvien.th', await house.blobs.bytes(row!.fileSha256!))
  const reply = await call('chuyenvien.th', 'POST /documents', { ...(await letter664(desk)), sourceFileId })
  expect(reply).toMatchObject({ status: 400, reason: 'file_already_signed' })
})

test('the files of a document are served under their content, with a range, and never to strangers', async () => {
  const made = await drafted(desk)
  const sent = done(await call('chuyenvien.th', `POST /documents/${made.id}/submit`, { revision: 1 }))
  const [row] = await house.db.select().from(documents).where(eq(documents.id, sent.id))
  const path = `/api/documents/${sent.id}/files/${row!.fileSha256}`
  const get = async (userName: string, headers: Record<string, string> = {}, at = path) =>
    desk.app.request(at, { headers: { ...headers, cookie: await desk.cookieOf(userName) } })
  const whole = await get('truongphong.th')
  expect(whole.status).toBe(200)
  expect(whole.headers.get('content-type')).toBe('application/pdf')
  expect(whole.headers.get('etag')).toBe(`"${row!.fileSha256}"`)
  expect(
    Buffer.from(await whole.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
  const part = await get('truongphong.th', { range: 'bytes=0-4' })
  expect([part.status, await part.text()]).toEqual([206, '%PDF-'])
  expect((await get('truongphong.th', { 'if-none-match': `"${row!.fileSha256}"` })).status).toBe(304)
  expect((await get('chuyenvien2.th')).status).toBe(404)
  expect((await get('truongphong.th', {}, path.replace(row!.fileSha256!, 'a'.repeat(64)))).status).toBe(404)
})

test('the preview shows the draft as it would be submitted and keeps nothing', async () => {
  const made = await drafted(desk)
  const cookie = await desk.cookieOf('chuyenvien.th')
  const answer = await desk.app.request(`/api/documents/${made.id}/preview`, { headers: { cookie } })
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
  const [row] = await house.db.select().from(documents).where(eq(documents.id, made.id))
  expect(row!.fileSha256).toBeNull()
})
