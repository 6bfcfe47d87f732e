import { expect, test } from 'vitest'
import { documents } from '#db/documents/schema.ts'
import { drafted, letter664, newKey, openOutgoingDesk } from './outgoing-desk.ts'

const desk = await openOutgoingDesk()
const { call, house, world } = desk

type Detail = {
  id: string
  subject: string
  symbol: string
  state: string
  revision: number
  dueOn: string
  recipients: { agencyId: string; name: string }[]
  acts: { act: string; by: { fullName: string } }[]
  can: Record<string, boolean>
}

test('a specialist drafts a letter and finds it whole', async () => {
  const made = await drafted(desk)
  expect(made).toMatchObject({ state: 'draft', revision: 1, code: null })
  const { body } = await call<Detail>('chuyenvien.th', `GET /documents/${made.id}`)
  expect(body).toMatchObject({ symbol: 'UBND-TH', dueOn: '2020-07-15', state: 'draft' })
  expect(body.recipients.map((to) => to.agencyId)).toEqual([world.sttt, world.snv, world.longxuyen])
  expect(body.acts.map((act) => act.act)).toEqual(['draft'])
  expect(body.can).toMatchObject({ edit: true, submit: true, approveContent: false, sign: false, issue: false })
})

test('text comes in as NFC, whatever the keyboard sent', async () => {
  const made = await drafted(desk, { subject: 'Chỉ đạo thực hiện'.normalize('NFD') })
  const { body } = await call<Detail>('chuyenvien.th', `GET /documents/${made.id}`)
  expect(body.subject).toBe('Chỉ đạo thực hiện'.normalize('NFC'))
})

test('the symbol follows type, agency and unit', async () => {
  const made = await drafted(desk, { typeCode: 'quyet_dinh' })
  expect((await call<Detail>('chuyenvien.th', `GET /documents/${made.id}`)).body.symbol).toBe('QĐ-UBND')
})

test.each([
  ['a secret mark', { classification: 'mat' }, 'state_secret'],
  ['a secret mark of any shape', { classification: { level: 3 } }, 'state_secret'],
  ['a deadline in the past', { dueOn: '2020-06-22' }, 'due_in_past'],
  ['an unknown type', { typeCode: 'to_roi' }, 'unknown_type'],
  ['a recipient that does not exist', { recipientIds: ['9b2d6d5e-3b3b-4b3b-8b3b-3b3b3b3b3b3b'] }, 'unknown_recipient'],
  ['a file that nobody uploaded', { sourceFileId: '9b2d6d5e-3b3b-4b3b-8b3b-3b3b3b3b3b3b' }, 'unknown_file'],
  ['a subject that turns its direction', { subject: 'Chỉ đạo \u202Egpj.exe' }, 'invalid_input'],
  ['no subject', { subject: '   ' }, 'invalid_input'],
])('%s is refused and nothing is stored', async (_what, change, reason) => {
  const before = await house.db.$count(documents)
  const reply = await call('chuyenvien.th', 'POST /documents', { ...(await letter664(desk)), ...change })
  expect(reply).toMatchObject({ status: 400, reason })
  expect(await house.db.$count(documents)).toBe(before)
})

test('a deadline of today is not yet past', async () => {
  expect((await drafted(desk, { dueOn: '2020-06-23' })).state).toBe('draft')
})

test('a signer of another agency is refused', async () => {
  const stranger = world.rows.posts.find((post) => post.agencyId === world.snv && post.role === 'director')!
  const reply = await call('chuyenvien.th', 'POST /documents', {
    ...(await letter664(desk)),
    signerPostId: stranger.id,
    signingAuthorityId: null,
  })
  expect(reply.reason).toBe('unknown_signer')
})

test('somebody without a form of signing cannot be the signer', async () => {
  const clerk = world.rows.posts.find((post) => post.agencyId === world.committee && post.role === 'clerk')!
  const reply = await call('chuyenvien.th', 'POST /documents', {
    ...(await letter664(desk)),
    signerPostId: clerk.id,
    signingAuthorityId: null,
  })
  expect(reply).toMatchObject({ status: 409, reason: 'no_signing_authority' })
})

test('recipients are kept once each and without the sender', async () => {
  const made = await drafted(desk, { recipientIds: [world.snv, world.committee, world.snv] })
  const { body } = await call<Detail>('chuyenvien.th', `GET /documents/${made.id}`)
  expect(body.recipients.map((to) => to.agencyId)).toEqual([world.snv])
})

test('the same command twice makes one draft', async () => {
  const [input, key] = [await letter664(desk), newKey()]
  const first = await call('chuyenvien.th', 'POST /documents', input, key)
  const again = await call('chuyenvien.th', 'POST /documents', input, key)
  expect(again.body).toEqual(first.body)
})

test('the administrator drafts nothing', async () => {
  expect((await call('quantri', 'POST /documents', await letter664(desk))).status).toBe(403)
})

test('a stale edit says who changed it and changes nothing', async () => {
  const made = await drafted(desk)
  const input = await letter664(desk)
  const edited = await call('chuyenvien.th', `PUT /documents/${made.id}`, { ...input, subject: 'lần hai', revision: 1 })
  expect(edited.body.revision).toBe(2)
  const stale = await call('chuyenvien.th', `PUT /documents/${made.id}`, { ...input, subject: 'lần ba', revision: 1 })
  expect(stale).toMatchObject({ status: 409, reason: 'stale' })
  const drafter = world.rows.people.find((person) => person.userName === 'chuyenvien.th')!
  expect(stale.data).toMatchObject({ byName: drafter.fullName })
  expect((await call<Detail>('chuyenvien.th', `GET /documents/${made.id}`)).body.subject).toBe('lần hai')
})

test('a draft whose deadline has passed meanwhile can still be edited, but not given another past one', async () => {
  const made = await drafted(desk, { dueOn: '2020-06-23' })
  desk.moveTo('2020-06-24T08:00:00+07:00')
  const input = await letter664(desk)
  const kept = await call('chuyenvien.th', `PUT /documents/${made.id}`, { ...input, dueOn: '2020-06-23', revision: 1 })
  expect(kept.status).toBe(200)
  const past = await call('chuyenvien.th', `PUT /documents/${made.id}`, { ...input, dueOn: '2020-06-22', revision: 2 })
  expect(past.reason).toBe('due_in_past')
  desk.moveTo('2020-06-23T08:00:00+07:00')
})
