import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { signings } from '#db/signing/schema.ts'
import { newestReport } from '#server/signing/door.ts'
import { giveKey } from '#test/signing/enrolled.ts'
import { done, laidBeforeSigner, newKey } from './outgoing-desk.ts'
import { openSlowSigningDesk } from './slow-signing-desk.ts'

/* A remote service that signs with a code or a device's word. The signing waits in the database. */

// Each test lets a paper through the whole house first.
vi.setConfig({ testTimeout: 120_000 })
const slow = await openSlowSigningDesk()
const { desk, service, chain, person, prepare, complete, rowOf, actsOf } = slow
const { house, world, call } = desk

type Body = Record<string, unknown>

describe('with a remote service that sends a code', () => {
  const proof = () => ({ pin: service.behaviour.pin, code: service.behaviour.code })
  beforeEach(async () => {
    Object.assign(service.behaviour, { wants: 'code', code: String(Math.random()).slice(2, 8), confirmed: false })
    await giveKey(house, person, { kind: 'remote', chain, parameters: { credentialID: service.credentialID } })
  })

  test('prepare, send the code, complete: signed, verified, journalled in that order', async () => {
    const laid = await laidBeforeSigner(desk)
    const open = done(await prepare(laid))
    expect(open).toMatchObject({ kind: 'remote', state: 'prepared', agent: null })
    expect(open.needs.map(({ id, kind, sentOnRequest }) => [id, kind, sentOnRequest])).toEqual([
      ['PIN', 'pin', false],
      ['OTP', 'code', true],
    ])
    done(
      await call('pct', `POST /documents/${laid.id}/send-signing-code`, {
        revision: laid.revision,
        signingId: open.id,
      }),
    )
    const after = done(await complete(laid, open.id, proof()))
    expect([after.waiting, after.state]).toEqual([false, 'signed'])
    const { fileSha256 } = await rowOf(laid.id)
    expect((await newestReport(house.db, fileSha256!))!.report).toMatchObject({ overall: 'valid' })
    expect((await actsOf(laid.id)).slice(-3)).toEqual(['signing.prepared', 'signing.embedded', 'document.sign'])
  })

  test('a reload finds the signing that waits, and another person does not', async () => {
    const laid = await laidBeforeSigner(desk)
    const open = done(await prepare(laid))
    const found = done(await call<Body>('pct', `GET /documents/${laid.id}/signing`))
    expect(found).toMatchObject({ place: 'leader', keyKind: 'remote', unfinished: { id: open.id } })
    const others = done(await call<Body>('chuyenvien.th', `GET /documents/${laid.id}/signing`))
    expect(others).toEqual({ place: null, keyKind: null, unfinished: null })
  })

  test('no step goes on over a revision that is not the newest', { timeout: 120_000 }, async () => {
    const laid = await laidBeforeSigner(desk)
    const open = done(await prepare(laid))
    const step = (name: string, more: Body) =>
      call('pct', `POST /documents/${laid.id}/${name}`, { revision: laid.revision + 1000, ...more }, newKey())
    const steps: [string, Body][] = [
      ['prepare-signing', {}],
      ['send-signing-code', { signingId: open.id }],
      ['complete-signing', { signingId: open.id }],
      ['cancel-signing', { signingId: open.id }],
    ]
    for (const [name, more] of steps) {
      const { status, reason } = await step(name, more)
      expect([name, status, reason]).toEqual([name, 409, 'stale'])
    }
  })

  test('a wrong code signs nothing and the right one goes on from there', async () => {
    const laid = await laidBeforeSigner(desk)
    const open = done(await prepare(laid))
    const wrong = await complete(laid, open.id, { ...proof(), code: '000000' })
    expect(wrong.reason).toBe('key_unusable')
    expect((await rowOf(laid.id)).state).toBe('awaiting_signature')
    expect(done(await complete(laid, open.id, proof())).state).toBe('signed')
  })

  test('an outage loses nothing', async () => {
    const laid = await laidBeforeSigner(desk)
    const open = done(await prepare(laid))
    service.behaviour.down = true
    expect((await complete(laid, open.id, proof())).reason).toBe('signing_service_down')
    service.behaviour.down = false
    expect(done(await complete(laid, open.id, proof())).state).toBe('signed')
  })

  test('two tabs: the second gets what the first made, and one signing is embedded', async () => {
    const laid = await laidBeforeSigner(desk)
    const [one, two] = [done(await prepare(laid)), done(await prepare(laid))]
    const code = proof()
    const first = await complete(laid, one.id, code)
    expect(first.body.state).toBe('signed')
    const second = await complete(laid, two.id, { ...code, code: '111111' })
    expect([second.status, second.reason]).toEqual([409, 'stale'])
    const rows = await house.db.select().from(signings).where(eq(signings.subjectId, laid.id))
    expect(rows.filter(({ state }) => state === 'embedded')).toHaveLength(1)
  })

  test('a repeat under the same operation gets the same answer and no second signature', async () => {
    const laid = await laidBeforeSigner(desk)
    const open = done(await prepare(laid))
    const operation = newKey()
    const first = done(await complete(laid, open.id, proof(), { operation }))
    const again = done(await complete(laid, open.id, proof(), { operation }))
    expect(again).toEqual(first)
  })

  test('a device is asked once and then only waited for', async () => {
    service.behaviour.wants = 'device'
    const laid = await laidBeforeSigner(desk)
    const open = done(await prepare(laid))
    const before = service.calls.filter((name) => name === 'credentials/authorize').length
    for (let n = 0; n < 3; n += 1) expect(done(await complete(laid, open.id))).toEqual({ waiting: true })
    service.behaviour.confirmed = true
    expect(done(await complete(laid, open.id)).state).toBe('signed')
    expect(service.calls.filter((name) => name === 'credentials/authorize').length - before).toBe(1)
  })
})

test('the clerk seals with the agency’s remote key', async () => {
  Object.assign(service.behaviour, { wants: 'pin' })
  const { pin } = service.behaviour
  const remote = { kind: 'remote' as const, chain, parameters: { credentialID: service.credentialID } }
  await giveKey(house, person, remote)
  await giveKey(house, { holder: 'agency', holderId: world.committee }, remote)
  const laid = await laidBeforeSigner(desk)
  const signedFirst = done(await complete(laid, done(await prepare(laid)).id, { pin }))
  const open = done(await prepare(signedFirst, 'vanthu'))
  expect((await rowOf(laid.id)).state).toBe('numbered')
  const { revision } = await rowOf(laid.id)
  const after = await complete({ ...laid, revision }, open.id, { pin }, { who: 'vanthu' })
  expect(done(after).state).toBe('sealed')
})
