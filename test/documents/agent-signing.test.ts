import { eq } from 'drizzle-orm'
import { describe, expect, test, vi } from 'vitest'
import { certificates, signings } from '#db/signing/schema.ts'
import { runDueJobs } from '#server/kernel/jobs.ts'
import { signWithScheme } from '#server/signing/cms/signature-scheme.ts'
import type { OpenSigning } from '#server/signing/door.ts'
import { jobWorkers } from '#server/wiring.ts'
import { giveKey } from '#test/signing/enrolled.ts'
import { rsaKey, signed } from '#test/signing/signing-desk.ts'
import { done, laidBeforeSigner } from './outgoing-desk.ts'
import { openSlowSigningDesk } from './slow-signing-desk.ts'

/* A program on the signer's computer, which signs bytes or a whole file. The signing waits in the database. */

// Each test lets a paper through the whole house first.
vi.setConfig({ testTimeout: 120_000 })
const slow = await openSlowSigningDesk()
const { desk, key, authority, chain, person, prepare, complete, rowOf, actsOf } = slow
const { house, call } = desk
const pkcs1 = { kind: 'rsa-pkcs1', hash: 'sha256' } as const

describe('with a program on the signer’s computer', () => {
  const own = (open: OpenSigning) =>
    signWithScheme(pkcs1, key, Buffer.from(open.agent!.tbs!, 'base64')).toString('base64')

  test('the bytes go out, the value comes back', async () => {
    await giveKey(house, person, { kind: 'agent', chain, parameters: { signs: 'bytes' } })
    const laid = await laidBeforeSigner(desk)
    const open = done(await prepare(laid))
    expect(open).toMatchObject({ kind: 'agent', agent: { url: 'wss://127.0.0.1:8987', hash: 'sha256', ticket: null } })
    expect(done(await complete(laid, open.id, { signature: own(open) })).state).toBe('signed')
  })

  test('another person’s key, other bytes and no value are refused and change nothing', async () => {
    await giveKey(house, person, { kind: 'agent', chain, parameters: { signs: 'bytes' } })
    const laid = await laidBeforeSigner(desk)
    const open = done(await prepare(laid))
    const tbs = Buffer.from(open.agent!.tbs!, 'base64')
    const values = [signWithScheme(pkcs1, rsaKey(), tbs), signWithScheme(pkcs1, key, Buffer.from('khác'))]
    for (const value of values) {
      const reply = await complete(laid, open.id, { signature: value.toString('base64') })
      expect(reply.reason).toBe('signature_foreign')
    }
    expect((await complete(laid, open.id)).reason).toBe('signature_foreign')
    expect((await rowOf(laid.id)).state).toBe('awaiting_signature')
    expect(await actsOf(laid.id)).not.toContain('signing.embedded')
  })

  test('a value of one document does not serve another', async () => {
    await giveKey(house, person, { kind: 'agent', chain, parameters: { signs: 'bytes' } })
    const [one, two] = [await laidBeforeSigner(desk), await laidBeforeSigner(desk, { subject: 'việc khác hẳn' })]
    const [first, second] = [done(await prepare(one)), done(await prepare(two))]
    expect((await complete(two, second.id, { signature: own(first) })).reason).toBe('signature_foreign')
    expect((await complete(two, first.id, { signature: own(first) })).status).toBe(404)
    expect((await complete(one, crypto.randomUUID(), { signature: own(first) })).status).toBe(404)
  })

  test('nobody else completes or cancels it', async () => {
    await giveKey(house, person, { kind: 'agent', chain, parameters: { signs: 'bytes' } })
    const laid = await laidBeforeSigner(desk)
    const open = done(await prepare(laid))
    const clerk = await complete(laid, open.id, { signature: own(open) }, { who: 'vanthu' })
    expect([403, 404, 409]).toContain(clerk.status)
    const cancel = { revision: laid.revision, signingId: open.id }
    expect((await call('vanthu', `POST /documents/${laid.id}/cancel-signing`, cancel)).status).toBe(404)
    expect((await call('chutich', `POST /documents/${laid.id}/cancel-signing`, cancel)).status).toBe(403)
    expect((await call('pct', `POST /documents/${laid.id}/cancel-signing`, cancel)).status).toBe(200)
    expect((await complete(laid, open.id, { signature: own(open) })).reason).toBe('signing_expired')
  })

  test('what nobody finishes is swept when its time is over', async () => {
    await giveKey(house, person, { kind: 'agent', chain, parameters: { signs: 'bytes' } })
    const laid = await laidBeforeSigner(desk)
    const open = done(await prepare(laid))
    desk.clock.advance({ minutes: 31 })
    desk.moveTo(house.clock.now().toISOString())
    expect((await complete(laid, open.id, { signature: own(open) })).reason).toBe('signing_expired')
    await runDueJobs(house, jobWorkers)
    const [row] = await house.db.select().from(signings).where(eq(signings.id, open.id))
    expect(row!.state).toBe('abandoned')
    expect((await actsOf(laid.id)).at(-1)).toBe('signing.abandoned')
  })
})

describe('with a program that signs whole files', () => {
  const upload = async (ticket: string, bytes: Uint8Array) => {
    const form = new FormData()
    form.append('uploadfile', new Blob([new Uint8Array(bytes)]), 'signed.pdf')
    const answer = await desk.app.request(`/signing-agent/${ticket}`, { method: 'POST', body: form })
    return (await answer.json()) as { Status: boolean }
  }
  const fetched = async (ticket: string) =>
    Buffer.from(await (await desk.app.request(`/signing-agent/${ticket}`)).arrayBuffer())
  const fileSigned = (base: Buffer, by = { key, chain }, field = 'leader_signature') =>
    signed(base, by, { field, scheme: pkcs1, signedAt: house.clock.now() })
  const opened = async () => {
    await giveKey(house, person, { kind: 'agent', chain, parameters: { signs: 'file' } })
    const laid = await laidBeforeSigner(desk)
    const open = done(await prepare(laid))
    return { laid, open, ticket: open.agent!.ticket! }
  }

  test('fetches the file with its ticket, returns it once, and it is taken', async () => {
    const { laid, open, ticket } = await opened()
    expect((await complete(laid, open.id)).reason).toBe('signing_waits_for_file')
    const base = await fetched(ticket)
    expect(await upload(ticket, fileSigned(base))).toMatchObject({ Status: true })
    expect(await upload(ticket, fileSigned(base))).toMatchObject({ Status: false })
    expect(done(await complete(laid, open.id)).state).toBe('signed')
    expect((await desk.app.request(`/signing-agent/${ticket}`)).status).toBe(404)
  })

  test.each([
    ['another file', (base: Buffer) => Buffer.from(base.toString('latin1').replace('PDF-1.7', 'PDF-1.6'), 'latin1')],
    ['no signature', (base: Buffer) => base],
    ['bytes behind the signature', (base: Buffer) => Buffer.concat([fileSigned(base), Buffer.from('% thêm')])],
    ['the signature of another key', (base: Buffer) => fileSigned(base, foreignIdentity)],
    ['a signature in another field', (base: Buffer) => fileSigned(base, { key, chain }, 'agency_seal')],
    ['no PDF at all', () => Buffer.from('xin chào')],
  ])('%s is not taken', async (_, change) => {
    const { laid, open, ticket } = await opened()
    await upload(ticket, change(await fetched(ticket)))
    const reply = await complete(laid, open.id)
    expect([reply.reason, (await rowOf(laid.id)).state]).toEqual(['returned_file_foreign', 'awaiting_signature'])
    expect(await actsOf(laid.id)).not.toContain('signing.embedded')
  })
  const foreignKey = rsaKey()
  const foreignIdentity = { key: foreignKey, chain: authority.chainFor(foreignKey, 'Người khác') }

  test('a guessed ticket opens nothing', async () => {
    for (const ticket of ['x', 'a'.repeat(43)]) {
      expect((await desk.app.request(`/signing-agent/${ticket}`)).status).toBe(404)
      expect(
        (await desk.app.request(`/signing-agent/${ticket}`, { method: 'POST', body: new FormData() })).status,
      ).toBe(404)
    }
  })
})

describe('a certificate that may not sign', () => {
  test.each([
    ['expired', { to: new Date('2020-01-01') }, null],
    ['not_yet_valid', { from: new Date('2020-12-01') }, null],
    ['revoked', {}, new Date('2020-06-01')],
  ] as const)('%s is refused before anything is prepared', async (word, validity, revokedAt) => {
    const id = await giveKey(house, person, {
      ...{ kind: 'agent', parameters: { signs: 'bytes' } },
      chain: authority.chainFor(key, 'Phó Chủ tịch thử', validity),
    })
    await house.db.update(certificates).set({ revokedAt }).where(eq(certificates.id, id))
    const laid = await laidBeforeSigner(desk)
    expect((await prepare(laid)).reason).toBe(`certificate_${word}`)
    expect(await house.db.select().from(signings).where(eq(signings.subjectId, laid.id))).toEqual([])
  })
})
