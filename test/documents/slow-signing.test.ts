import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { documents } from '#db/documents/schema.ts'
import { journal } from '#db/kernel/schema.ts'
import { certificates, signings } from '#db/signing/schema.ts'
import { runDueJobs } from '#server/kernel/jobs.ts'
import { signWithScheme } from '#server/signing/cms/signature-scheme.ts'
import { newestReport, type OpenSigning } from '#server/signing/door.ts'
import { jobWorkers } from '#server/wiring.ts'
import { openCscService } from '#test/signing/csc-service.ts'
import { giveKey, openAuthority } from '#test/signing/enrolled.ts'
import { rsaKey, signed } from '#test/signing/signing-desk.ts'
import { actorOf } from '#test/support/world.ts'
import { type Answered, done, giveKeys, laidBeforeSigner, newKey, openOutgoingDesk } from './outgoing-desk.ts'

/* Keys that answer later: a remote service with its code, a program on the signer's computer. The signing waits in the database. */

// Each test lets a paper through the whole house first.
vi.setConfig({ testTimeout: 120_000 })
const key = rsaKey()
const service = await openCscService(key, [])
const desk = await openOutgoingDesk({
  env: {
    REMOTE_SIGNING_URL: service.url,
    REMOTE_SIGNING_CLIENT_ID: service.client,
    REMOTE_SIGNING_CLIENT_SECRET: service.secret,
    SIGNING_AGENT_URL: 'wss://127.0.0.1:8987',
  },
})
const { house, world, call } = desk
await giveKeys(desk)
const authority = await openAuthority(house)
const chain = authority.chainFor(key, 'Phó Chủ tịch thử')
service.chain.push(...chain)
const person = { holder: 'person' as const, holderId: actorOf(world, 'pct').personId }
const pkcs1 = { kind: 'rsa-pkcs1', hash: 'sha256' } as const

type Body = Record<string, unknown>
type Completed = Answered & { waiting: boolean }
const prepare = (laid: Answered, who = 'pct') =>
  call<OpenSigning>(who, `POST /documents/${laid.id}/prepare-signing`, { revision: laid.revision })
const complete = (laid: Answered, signingId: string, more: Body = {}, by: { who?: string; operation?: string } = {}) =>
  call<Completed>(
    by.who ?? 'pct',
    `POST /documents/${laid.id}/complete-signing`,
    { revision: laid.revision, signingId, ...more },
    by.operation ?? newKey(),
  )
const rowOf = async (id: string) => (await house.db.select().from(documents).where(eq(documents.id, id)))[0]!
const actsOf = async (id: string) =>
  (
    await house.db
      .select()
      .from(journal)
      .where(eq(journal.stream, `document:${id}`))
  ).map(({ act }) => act)

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
