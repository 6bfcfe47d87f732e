import { eq } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import { signings } from '#db/signing/schema.ts'
import type { OpenSigning } from '#server/signing/door.ts'
import { giveKey } from '#test/signing/enrolled.ts'
import { type Answered, done, laidBeforeSigner, newKey } from './outgoing-desk.ts'
import { openSlowSigningDesk } from './slow-signing-desk.ts'

/* The steps of a signing that waits, each sent again: twice at once and later, under the same operation and under another. */

vi.setConfig({ testTimeout: 120_000 })
const slow = await openSlowSigningDesk()
const { desk, service, chain, person, complete, rowOf, actsOf } = slow
const { house, call } = desk
const proof = () => ({ pin: service.behaviour.pin, code: service.behaviour.code })
const withRemote = () =>
  giveKey(house, person, { kind: 'remote', chain, parameters: { credentialID: service.credentialID } })
const withWholeFiles = () => giveKey(house, person, { kind: 'agent', chain, parameters: { signs: 'file' } })

const rowsOf = (laid: Answered) => house.db.select().from(signings).where(eq(signings.subjectId, laid.id))
const countOf = async (laid: Answered, act: string) => (await actsOf(laid.id)).filter((one) => one === act).length
const calledFor = (method: string) => service.calls.filter((one) => one === method).length

const step = <T>(laid: Answered, name: string, more: object, key: string) =>
  call<T>('pct', `POST /documents/${laid.id}/${name}`, { revision: laid.revision, ...more }, key)
const prepare = (laid: Answered, key = newKey()) => step<OpenSigning>(laid, 'prepare-signing', {}, key)
const sendCode = (laid: Answered, signingId: string, key = newKey()) =>
  step<{ sent: true }>(laid, 'send-signing-code', { signingId }, key)
const cancel = (laid: Answered, signingId: string, key = newKey()) =>
  step<{ id: string }>(laid, 'cancel-signing', { signingId }, key)
const three = [1, 2, 3] as const

test.each([
  ['a remote key', withRemote],
  ['a program that signs whole files', withWholeFiles],
])(
  'preparing with %s, thrice at once under one operation and later again: one signing, one answer',
  async (_, give) => {
    await give()
    const laid = await laidBeforeSigner(desk)
    const key = newKey()
    const answers = (await Promise.all(three.map(() => prepare(laid, key)))).map(done)
    const later = done(await prepare(laid, key))
    for (const answer of answers) expect(answer).toEqual(later)
    expect((await rowsOf(laid)).map(({ id }) => id)).toEqual([later.id])
    expect(await countOf(laid, 'signing.prepared')).toBe(1)
  },
)

test('an operation that prepared one paper prepares no other, nor over another revision', async () => {
  await withRemote()
  const [one, other] = [await laidBeforeSigner(desk), await laidBeforeSigner(desk)]
  const key = newKey()
  done(await prepare(one, key))
  for (const elsewise of [other, { ...one, revision: one.revision + 1 }])
    expect(await prepare(elsewise, key)).toMatchObject({ status: 409, reason: 'key_reused' })
  expect([(await rowsOf(one)).length, (await rowsOf(other)).length]).toEqual([1, 0])
})

test('preparing thrice at once under three operations: three wait and one is embedded', async () => {
  await withRemote()
  const laid = await laidBeforeSigner(desk)
  const open = (await Promise.all(three.map(() => prepare(laid)))).map(done)
  expect(new Set(open.map(({ id }) => id)).size).toBe(3)
  service.behaviour.code = String(Math.random()).slice(2, 8)
  const answers = await Promise.all(open.map(({ id }) => complete(laid, id, proof())))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  for (const { status, reason } of answers)
    if (status !== 200) expect(['key_unusable', 'stale', 'base_changed', 'wrong_state']).toContain(reason)
  expect((await rowsOf(laid)).filter(({ state }) => state === 'embedded')).toHaveLength(1)
  expect([await countOf(laid, 'signing.embedded'), await countOf(laid, 'document.sign')]).toEqual([1, 1])
})

test('preparing again after it was signed: the same operation hears of its signing, another that it looks at an old state', async () => {
  await withRemote()
  Object.assign(service.behaviour, { wants: 'pin' })
  const laid = await laidBeforeSigner(desk)
  const key = newKey()
  const open = done(await prepare(laid, key))
  done(await complete(laid, open.id, { pin: service.behaviour.pin }))
  Object.assign(service.behaviour, { wants: 'code' })
  expect(done(await prepare(laid, key))).toMatchObject({ id: open.id, state: 'embedded' })
  expect((await prepare(laid)).reason).toBe('stale')
  expect(await rowsOf(laid)).toHaveLength(1)
})

test('the code is sent once for one wish, whatever the operations, and again after a while', async () => {
  await withRemote()
  const laid = await laidBeforeSigner(desk)
  const { id } = done(await prepare(laid))
  const before = calledFor('credentials/getChallenge')
  const key = newKey()
  const wishes = [key, key, newKey(), newKey()].map((one) => sendCode(laid, id, one))
  for (const reply of await Promise.all(wishes)) expect(done(reply)).toEqual({ sent: true })
  expect(done(await sendCode(laid, id))).toEqual({ sent: true })
  expect(calledFor('credentials/getChallenge') - before).toBe(1)
  desk.clock.advance({ seconds: 11 })
  done(await sendCode(laid, id))
  expect(calledFor('credentials/getChallenge') - before).toBe(2)
})

test('a code that the service did not send can be asked for at once', async () => {
  await withRemote()
  const laid = await laidBeforeSigner(desk)
  const { id } = done(await prepare(laid))
  service.behaviour.down = true
  expect((await sendCode(laid, id)).reason).toBe('signing_service_down')
  service.behaviour.down = false
  const before = calledFor('credentials/getChallenge')
  done(await sendCode(laid, id))
  expect(calledFor('credentials/getChallenge') - before).toBe(1)
})

test('cancelling at once and later, under one operation and under others: given up once, and nothing goes on with it', async () => {
  await withRemote()
  const laid = await laidBeforeSigner(desk)
  const { id } = done(await prepare(laid))
  const key = newKey()
  const replies = await Promise.all([key, key, newKey(), newKey()].map((one) => cancel(laid, id, one)))
  for (const reply of [...replies, await cancel(laid, id, key), await cancel(laid, id)])
    expect(done(reply)).toEqual({ id: laid.id })
  expect(await countOf(laid, 'signing.abandoned')).toBe(1)
  expect((await sendCode(laid, id)).reason).toBe('signing_expired')
  expect((await complete(laid, id, proof())).reason).toBe('signing_expired')
  expect((await rowOf(laid.id)).state).toBe('awaiting_signature')
})

test('cancelling and completing at once: signed and kept, or given up and unsigned, never both', async () => {
  await withRemote()
  Object.assign(service.behaviour, { wants: 'pin' })
  const laid = await laidBeforeSigner(desk)
  const { id } = done(await prepare(laid))
  await Promise.all([complete(laid, id, { pin: service.behaviour.pin }), cancel(laid, id)])
  const [embedded, abandoned] = [await countOf(laid, 'signing.embedded'), await countOf(laid, 'signing.abandoned')]
  const isSigned = (await rowOf(laid.id)).state === 'signed'
  expect([embedded + abandoned, embedded === 1]).toEqual([1, isSigned])
  expect((await rowsOf(laid)).map(({ state }) => state)).toEqual([isSigned ? 'embedded' : 'abandoned'])
})
