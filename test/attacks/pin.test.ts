import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { certificates, keyStores } from '#db/signing/schema.ts'
import { giveKeys, laidBeforeSigner, openOutgoingDesk, signedLetter, testPin } from '#test/documents/outgoing-desk.ts'
import { actorOf } from '#test/support/world.ts'

// A signing key opens for five wrong PINs in a row and then for nobody, however many are tried at once.

const desk = await openOutgoingDesk()
const { call, house, world } = desk
await giveKeys(desk)
const signer = actorOf(world, 'pct').personId

const storeOf = async (holderId: string) => {
  const [row] = await house.db
    .select({ store: keyStores })
    .from(keyStores)
    .innerJoin(certificates, eq(certificates.id, keyStores.certificateId))
    .where(eq(certificates.holderId, holderId))
  return row!.store
}
beforeEach(() => house.db.update(keyStores).set({ pinFailures: 0, lockedAt: null }))

const letter = await laidBeforeSigner(desk)
const sign = (pin: string) => call('pct', `POST /documents/${letter.id}/sign`, { revision: letter.revision, pin })

test('each wrong PIN is counted and said; the fifth locks; then even the right one is refused', async () => {
  for (const left of [4, 3, 2, 1])
    expect(await sign('000000')).toMatchObject({ status: 400, reason: 'pin_wrong', data: { left } })
  for (const pin of ['000000', testPin, '', '000000'])
    expect(await sign(pin || '1')).toMatchObject({ status: 429, reason: 'key_locked' })
  expect(await storeOf(signer)).toMatchObject({ pinFailures: 5, lockedAt: expect.any(Date) })
})

test('a right PIN before the fifth forgives the wrong ones', async () => {
  const other = await laidBeforeSigner(desk)
  await sign('000000')
  const path = `POST /documents/${other.id}/sign`
  expect((await call('pct', path, { revision: other.revision, pin: testPin })).status).toBe(200)
  expect(await storeOf(signer)).toMatchObject({ pinFailures: 0, lockedAt: null })
})

test('forty wrong PINs at once are five tries', async () => {
  const replies = await Promise.all(Array.from({ length: 40 }, (_, n) => sign(String(100_000 + n))))
  const looked = replies.filter(({ reason }) => reason === 'pin_wrong').length
  expect(looked).toBe(4)
  expect(replies.filter(({ reason }) => reason === 'key_locked')).toHaveLength(36)
  expect((await sign(testPin)).reason).toBe('key_locked')
})

test('who guesses the right PIN at the same time as many wrong ones gets no more tries by it', async () => {
  const pins = Array.from({ length: 20 }, (_, n) => (n === 19 ? testPin : String(200_000 + n)))
  const replies = await Promise.all(pins.map(sign))
  expect(replies.filter(({ reason }) => reason === 'pin_wrong').length).toBeLessThanOrEqual(5)
  expect(replies.at(-1)!.reason).toBe('key_locked')
})

test('the key of the agency is counted by itself, whichever clerk tries', async () => {
  const signed = await signedLetter(desk)
  const seal = (userName: string, pin: string) =>
    call(userName, `POST /documents/${signed.id}/number-and-seal`, { revision: signed.revision, pin })
  const tries = ['vanthu', 'vanthu2', 'vanthu', 'vanthu2', 'vanthu']
  const first = await seal('vanthu', '000000')
  expect(first).toMatchObject({ reason: 'pin_wrong', data: { left: 4 } })
  const [{ revision }] = [(await call<{ revision: number }>('vanthu', `GET /documents/${signed.id}`)).body]
  const later = (userName: string) =>
    call(userName, `POST /documents/${signed.id}/number-and-seal`, { revision, pin: '000000' })
  for (const userName of tries.slice(1, 4)) expect((await later(userName)).reason).toBe('pin_wrong')
  expect((await later('vanthu')).reason).toBe('key_locked')
  expect((await storeOf(signer)).pinFailures).toBe(0)
})

test('a PIN in the wrong shape is no try', async () => {
  for (const pin of ['', 5, null, ['1'], 'x'.repeat(101)])
    expect((await call('pct', `POST /documents/${letter.id}/sign`, { revision: letter.revision, pin })).status).toBe(
      400,
    )
  expect((await storeOf(signer)).pinFailures).toBe(0)
})
