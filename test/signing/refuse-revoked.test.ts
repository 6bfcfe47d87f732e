import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { eq } from 'drizzle-orm'
import { journal } from '#db/kernel/schema.ts'
import { certificates, signings } from '#db/signing/schema.ts'
import { OID } from '#server/signing/asn1/oids.ts'
import { answerOcsp } from '#server/signing/demo-authority/answer-ocsp.ts'
import { demoPkcs12, issueDemoResponder } from '#server/signing/demo-pki.ts'
import { signAsLeader } from '#server/signing/door.ts'
import type { RevocationReason } from '#server/signing/revocation/revocation-reason.ts'
import { refuseRevoked } from '#server/signing/refuse-revoked.ts'
import { insertSealedKey, sealKey } from '#server/signing/store-key.ts'
import { parseCertificate } from '#server/signing/x509/certificate.ts'
import { issueCertificate, SIGNER_USAGE } from '#server/signing/x509/issue-certificate.ts'
import { serviceExtensions } from '#server/signing/x509/service-addresses.ts'
import { openTestHouse } from '#test/support/house.ts'
import { actorOf } from '#test/support/world.ts'
import { at, authority, rsaKey } from './signing-desk.ts'
import { days } from './time-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

/** An OCSP service on the loopback: it knows who is revoked, and can fail. */
const service = { fails: false, asked: 0, revoked: new Map<string, { at: Date; reason: RevocationReason }>() }
const responder = issueDemoResponder(authority, at)
const server = createServer((request, response) => {
  void buffer(request).then((question) => {
    service.asked += 1
    if (request.url!.startsWith('/silent')) return
    const state = { at: clock.now(), lasts_ms: 3600_000, revoked: service.revoked, issued: () => true }
    response.writeHead(service.fails ? 503 : 200, { 'content-type': 'application/ocsp-response' })
    response.end(answerOcsp(question, responder, state))
  })
})
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
afterAll(() => void server.close())
const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
const env = { OUTSIDE_HOSTS: host, OUTSIDE_PRIVATE: 'true', OUTSIDE_TIMEOUT_SECONDS: '1' }
const { house, world, clock } = await openTestHouse({ at: at.toISOString(), env })
const letter = await house.blobs.put(await preparedLetter())
let serials = 10

/** Gives somebody a key whose certificate names the service; answers its serial number. */
async function keyFor(
  userName: string,
  services: { ocsp: string[]; crls: string[] } = { ocsp: [`http://${host}/ocsp`], crls: [] },
) {
  const actor = actorOf(world, userName)
  const key = rsaKey()
  const serial = Buffer.from([1, (serials += 1)])
  const certificate = issueCertificate(
    {
      subject: [[OID.commonName, 'Trần Thị Mẫu']],
      ...{ key, serial, usage: SIGNER_USAGE, from: days(at, -30), to: days(at, 700) },
      extensions: serviceExtensions({ ...services, issuers: [] }),
    },
    authority.issuer,
  )
  const identity = { key, certificate, chain: [certificate, authority.sub] }
  const p12 = demoPkcs12(identity, '246810')
  const holder = { holder: 'person' as const, holderId: actor.personId }
  const wish = { ...holder, p12, password: '246810', pin: '246810', certificates: identity.chain }
  await insertSealedKey(house.db, await sealKey(house, wish), clock.now())
  const sign = async () => {
    const subject = { kind: 'document' as const, id: randomUUID() }
    return signAsLeader({ house, actor }, { subject, baseSha256: letter.sha256, pin: '246810' })
  }
  return { serial: parseCertificate(certificate).serialHex, holderId: actor.personId, actor, sign }
}

const certificateOf = async (holderId: string) =>
  (await house.db.select().from(certificates).where(eq(certificates.holderId, holderId)))[0]!

const writtenOf = async (id: string) =>
  (
    await house.db
      .select()
      .from(journal)
      .where(eq(journal.stream, `certificate:${id}`))
  ).map(({ act, data }) => [act, data])

test('a revoked certificate signs nothing: asked before anything is prepared, written down once, refused for good', async () => {
  const { serial, holderId, sign } = await keyFor('pct')
  const since = days(at, -1)
  service.revoked.set(serial, { at: since, reason: 'keyCompromise' })
  const refused = { reason: 'certificate_revoked', data: { at: since.toISOString() } }
  await expect(sign()).rejects.toMatchObject(refused)
  expect(await house.db.select().from(signings)).toEqual([])
  const { id, revokedAt } = await certificateOf(holderId)
  expect(revokedAt).toEqual(since)
  const before = service.asked
  await expect(sign()).rejects.toMatchObject(refused)
  expect(service.asked).toBe(before)
  expect(await writtenOf(id)).toEqual([
    ['certificate.revoked', { serial: expect.any(String), since: since.toISOString(), reason: 'keyCompromise' }],
  ])
})

test('two who ask at once are both refused, and it is written down once', async () => {
  const { serial, holderId, actor } = await keyFor('giamdoc.sttt')
  service.revoked.set(serial, { at: days(at, -1), reason: 'keyCompromise' })
  const certificate = await certificateOf(holderId)
  const ask = () => refuseRevoked({ house, actor }, certificate)
  const both = await Promise.allSettled([ask(), ask(), ask()])
  expect(both.map((one) => one.status === 'rejected' && (one.reason as { reason: string }).reason)).toEqual(
    Array(3).fill('certificate_revoked'),
  )
  expect(await writtenOf(certificate.id)).toHaveLength(1)
})

test('one on hold is refused as long as it is', async () => {
  const { serial, holderId, sign } = await keyFor('chutich')
  service.revoked.set(serial, { at: days(at, -1), reason: 'certificateHold' })
  await expect(sign()).rejects.toMatchObject({ reason: 'certificate_revoked' })
  expect((await certificateOf(holderId)).revokedAt).toBeNull()
  service.revoked.delete(serial)
  await expect(sign()).resolves.toMatchObject({ sha256: expect.any(String) })
})

test('a good answer serves five minutes of signatures, and is then asked for again', async () => {
  const { serial, sign } = await keyFor('chanhvanphong')
  const before = service.asked
  await sign()
  await sign()
  expect(service.asked - before).toBe(1)
  clock.advance({ minutes: 6 })
  service.revoked.set(serial, { at: clock.now(), reason: 'cessationOfOperation' })
  await expect(sign()).rejects.toMatchObject({ reason: 'certificate_revoked' })
})

test('a service that is silent stops nobody, and is not waited for at each signature', async () => {
  const { serial, sign } = await keyFor('vanthu')
  service.fails = true
  const before = service.asked
  await sign()
  const tries = service.asked - before
  expect(tries).toBeGreaterThan(0)
  await sign()
  expect(service.asked - before).toBe(tries)
  service.fails = false
  service.revoked.set(serial, { at: clock.now(), reason: 'superseded' })
  clock.advance({ minutes: 1 })
  await expect(sign()).rejects.toMatchObject({ reason: 'certificate_revoked' })
})

test('many silent services of one certificate are not waited for one after the other', async () => {
  const silent = (kind: string) => Array.from({ length: 4 }, (_, n) => `http://${host}/silent/${kind}/${n}`)
  const { sign } = await keyFor('chuyenvien.th', { ocsp: silent('ocsp'), crls: silent('crl') })
  const before = service.asked
  await sign()
  expect(service.asked - before).toBeLessThanOrEqual(5)
})
