import { expect, test } from 'vitest'
import { documentVersions } from '#db/documents/schema.ts'
import { eq } from 'drizzle-orm'
import { drafted, laidBeforeSigner, newKey, openOutgoingDesk } from './outgoing-desk.ts'

const desk = await openOutgoingDesk()
const { call, house } = desk

type Detail = {
  state: string
  fileSha256: string
  acts: { act: string; reason: string | null; version: number | null; by: { fullName: string; title: string } }[]
  versions: { version: number; fileSha256: string }[]
  can: Record<string, boolean>
}
const detail = async (userName: string, id: string) => (await call<Detail>(userName, `GET /documents/${id}`)).body

test('a letter goes from the drafter through head and office to the signer', async () => {
  const laid = await laidBeforeSigner(desk)
  expect(laid.state).toBe('awaiting_signature')
  const seen = await detail('pct', laid.id)
  expect(seen.acts.map((act) => act.act)).toEqual(['draft', 'submit', 'approve_content', 'approve_form'])
  expect(seen.can).toMatchObject({ sign: true, return: true, edit: false })
  const bytes = Buffer.from(await house.blobs.bytes(seen.fileSha256))
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
})

test('the head returns it with a reason, the drafter submits again, both versions are kept', async () => {
  const made = await drafted(desk)
  const first = await call('chuyenvien.th', `POST /documents/${made.id}/submit`, { revision: 1 })
  expect(first.body.state).toBe('head_review')
  const bare = await call('truongphong.th', `POST /documents/${made.id}/return`, { revision: 2, reason: '  ' })
  expect(bare).toMatchObject({ status: 400, reason: 'invalid_input' })
  const back = await call('truongphong.th', `POST /documents/${made.id}/return`, {
    revision: 2,
    reason: 'Thiếu căn cứ.',
  })
  expect(back.body.state).toBe('draft')
  const again = await call('chuyenvien.th', `POST /documents/${made.id}/submit`, { revision: back.body.revision })
  expect(again.body.state).toBe('head_review')
  const seen = await detail('chuyenvien.th', made.id)
  expect(seen.acts.find((act) => act.act === 'return')?.reason).toBe('Thiếu căn cứ.')
  expect(seen.versions.map(({ version }) => version)).toEqual([2, 1])
})

test('the signer, too, may send it back', async () => {
  const laid = await laidBeforeSigner(desk)
  const back = await call('pct', `POST /documents/${laid.id}/return`, { revision: laid.revision, reason: 'Rút gọn.' })
  expect(back.body.state).toBe('draft')
})

test('a head who drafts goes straight to the office', async () => {
  const made = await call('truongphong.th', 'POST /documents', {
    typeCode: 'bao_cao',
    subject: 'kết quả tháng 6',
    body: 'Kính báo cáo.',
    signerPostId: (await desk.call<{ id: string; authority: { id: string } }[]>('vanthu', 'GET /documents/signers'))
      .body[0]!.id,
  })
  const sent = await call('truongphong.th', `POST /documents/${made.body.id}/submit`, { revision: 1 })
  expect(sent.body.state).toBe('office_review')
})

test.each([
  ['without a signer', { signerPostId: null, signingAuthorityId: null }, 'signer_missing'],
  ['without content', { body: '' }, 'body_missing'],
  ['to nobody', { recipientIds: [] }, 'recipients_missing'],
])('a letter %s is not submitted', async (_what, change, reason) => {
  const made = await drafted(desk, change)
  const reply = await call('chuyenvien.th', `POST /documents/${made.id}/submit`, { revision: 1 })
  expect(reply).toMatchObject({ status: 400, reason })
  expect(await house.db.$count(documentVersions, eq(documentVersions.documentId, made.id))).toBe(0)
})

test('each step belongs to its post: others who see the paper are told so, strangers see nothing', async () => {
  const made = await drafted(desk)
  const sent = await call('chuyenvien.th', `POST /documents/${made.id}/submit`, { revision: 1 })
  const revision = sent.body.revision
  const approve = `POST /documents/${made.id}/approve-content`
  expect(await call('chuyenvien.th', approve, { revision })).toMatchObject({ status: 403, reason: 'not_your_turn' })
  expect(await call('vanthu', approve, { revision })).toMatchObject({ status: 403, reason: 'not_your_turn' })
  for (const stranger of ['truongphong.nc', 'chuyenvien2.th', 'giamdoc.snv', 'quantri']) {
    expect(await call(stranger, approve, { revision }), stranger).toMatchObject({ status: 404, reason: 'not_found' })
    expect((await call(stranger, `GET /documents/${made.id}`)).status, stranger).toBe(404)
  }
  expect((await call('truongphong.th', approve, { revision })).status).toBe(200)
})

test('nobody approves the form of an own draft', async () => {
  const made = await call('chanhvanphong', 'POST /documents', {
    typeCode: 'bao_cao',
    subject: 'công tác văn phòng',
    body: 'Kính báo cáo.',
    signerPostId: (await desk.call<{ id: string }[]>('vanthu', 'GET /documents/signers')).body[0]!.id,
  })
  const sent = await call('chanhvanphong', `POST /documents/${made.body.id}/submit`, { revision: 1 })
  const own = await call('chanhvanphong', `POST /documents/${made.body.id}/approve-form`, {
    revision: sent.body.revision,
  })
  expect(own).toMatchObject({ status: 403, reason: 'own_draft' })
})

test('a stale approval says who was first, a repeated one has one effect', async () => {
  const made = await drafted(desk)
  const sent = await call('chuyenvien.th', `POST /documents/${made.id}/submit`, { revision: 1 })
  const [path, input, key] = [`POST /documents/${made.id}/approve-content`, { revision: sent.body.revision }, newKey()]
  const first = await call('truongphong.th', path, input, key)
  const again = await call('truongphong.th', path, input, key)
  expect(again.body).toEqual(first.body)
  const late = await call('photruongphong.th', path, input)
  expect(late).toMatchObject({ status: 409, reason: 'stale' })
  expect((await detail('vanthu', made.id)).acts.filter((act) => act.act === 'approve_content')).toHaveLength(1)
})

test('a repeated submission makes one version', async () => {
  const made = await drafted(desk)
  const [path, key] = [`POST /documents/${made.id}/submit`, newKey()]
  const first = await call('chuyenvien.th', path, { revision: 1 }, key)
  const again = await call('chuyenvien.th', path, { revision: 1 }, key)
  expect(again.body).toEqual(first.body)
  expect(await house.db.$count(documentVersions, eq(documentVersions.documentId, made.id))).toBe(1)
})

test('two heads at once: one approves, the other learns of it', async () => {
  const made = await drafted(desk)
  const { body } = await call('chuyenvien.th', `POST /documents/${made.id}/submit`, { revision: 1 })
  const approve = (userName: string) =>
    call(userName, `POST /documents/${made.id}/approve-content`, { revision: body.revision })
  const replies = await Promise.all([approve('truongphong.th'), approve('photruongphong.th')])
  expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409])
  expect(replies.find((reply) => reply.status === 409)?.reason).toBe('stale')
})
