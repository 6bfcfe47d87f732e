import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll } from 'vitest'
import { jobs, journal } from '#db/kernel/schema.ts'
import { archiveCopies } from '#db/signing/schema.ts'
import { eq } from 'drizzle-orm'
import { runDueJobs } from '#server/kernel/jobs.ts'
import { performAsSystem } from '#server/kernel/unit-of-work.ts'
import { OID } from '#server/signing/asn1/oids.ts'
import { answerOcsp } from '#server/signing/demo-authority/answer-ocsp.ts'
import { answerTimestamp } from '#server/signing/demo-authority/answer-timestamp.ts'
import { issueDemoResponder } from '#server/signing/demo-pki.ts'
import { keepArchiveCopy } from '#server/signing/door.ts'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { insertTrustRoot } from '#server/signing/report.queries.ts'
import { verifyPdf } from '#server/signing/verify/verify-pdf.ts'
import { toPem } from '#server/signing/x509/certificate.ts'
import { issueCertificate, SIGNER_USAGE } from '#server/signing/x509/issue-certificate.ts'
import { serviceExtensions } from '#server/signing/x509/service-addresses.ts'
import { jobWorkers } from '#server/wiring.ts'
import { openTestHouse, type TestHouseOptions } from '#test/support/house.ts'
import { at, authority, ecdsa, rsaKey, signed, trust } from './signing-desk.ts'
import { days, stampAt, stamper, YEAR_MS, type Stamper } from './time-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

type Service = 'tsa' | 'ocsp'

/**
 * A house whose signer's and time-stamp authority's certificates name an OCSP service on the loopback, with a time-stamp authority
 * beside it. A service in `down` answers 503; `desk.tsa` may be another authority from any moment on.
 */
export async function openArchiveDesk(options: TestHouseOptions = {}) {
  const down = new Set<Service>()
  const asked: Service[] = []
  const answers = { ...world(), tsa: null as unknown as Stamper }
  const server = createServer((request, response) => {
    void bytesOf(request).then((body) => {
      const service: Service = request.url!.startsWith('/tsa') ? 'tsa' : 'ocsp'
      asked.push(service)
      const bytes = service === 'tsa' ? stampFor(body) : statusFor(request, body)
      const type = service === 'tsa' ? 'application/timestamp-reply' : 'application/ocsp-response'
      response.writeHead(down.has(service) ? 503 : 200, { 'content-type': type }).end(bytes)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  afterAll(() => void server.close())
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const env = { OUTSIDE_HOSTS: host, OUTSIDE_PRIVATE: 'true', TIMESTAMP_URL: `http://${host}/tsa` }
  const house = await openTestHouse({ at: at.toISOString(), ...options, env: { ...env, ...options.env } })
  const { clock } = house
  const services = serviceExtensions({ ocsp: [`http://${host}/ocsp`], issuers: [], crls: [] })
  const newTsa = (from: Date, to: Date) =>
    stamper({ name: `TSA ${from.toISOString()}`, from, to, extensions: services })
  answers.tsa = newTsa(days(at, -30), new Date(at.getTime() + 3 * YEAR_MS))
  const pem = toPem(authority.root)
  await insertTrustRoot(house.house.db, { name: 'thử', profile: 'demo', pem, validFrom: days(at, -900) })

  function stampFor(body: Buffer): Buffer {
    const { key, chain: certificates } = answers.tsa
    const who = { key, scheme: ecdsa, certificates, policy: '1.3.6.1.4.1.99999.1' }
    return answerTimestamp(body, who, { at: clock.now(), serial: Buffer.concat([Buffer.from([1]), randomBytes(8)]) })
  }
  function statusFor({ url }: IncomingMessage, body: Buffer): Buffer {
    const question = body.length > 0 ? body : Buffer.from(decodeURIComponent(url!.slice('/ocsp/'.length)), 'base64')
    const state = { at: clock.now(), lasts_ms: 3600_000, revoked: new Map(), issued: () => true }
    return answerOcsp(question, answers.responder, state)
  }

  /** A letter signed by one with a certificate of two years, with a time-stamp in the signature unless told. */
  async function letter({ stamp = true } = {}): Promise<Buffer> {
    const key = rsaKey()
    const certificate = issueCertificate(
      {
        subject: [[OID.commonName, 'Trần Thị Mẫu']],
        ...{ key, serial: Buffer.concat([Buffer.from([1]), randomBytes(8)]), usage: SIGNER_USAGE },
        ...{ from: days(at, -30), to: new Date(at.getTime() + 2 * YEAR_MS), extensions: services },
      },
      authority.issuer,
    )
    const who = { key, chain: [certificate, authority.sub] }
    const scheme = { kind: 'rsa-pkcs1', hash: 'sha256' } as const
    const wish = { field: 'leader_signature', scheme, signedAt: clock.now() }
    return signed(await preparedLetter(), who, wish, stamp ? stampAt(answers.tsa, clock.now()) : undefined)
  }

  /** Delivers a file: its archive copy is asked for, not yet made. Answers the name of the file. */
  async function deliver(bytes: Uint8Array): Promise<string> {
    const { sha256 } = await house.house.blobs.put(bytes)
    const subject = { kind: 'document' as const, id: randomUUID() }
    const agencyId = house.world.committee
    await performAsSystem(house.house, agencyId, (work) => keepArchiveCopy(work, { subject, agencyId, sha256 }))
    clock.advance({ seconds: 5 })
    return sha256
  }

  const work = () => runDueJobs(house.house, jobWorkers)
  const copyOf = async (sha256: string) =>
    (await house.house.db.select().from(archiveCopies).where(eq(archiveCopies.sourceSha256, sha256)))[0]!
  const fileOf = async (sha256: string) => Buffer.from(await house.house.blobs.bytes((await copyOf(sha256)).fileSha256))
  /** By what the file carries, at the present of the house. */
  const judged = (file: Buffer) => verifyPdf(bufferSource(file), { ...trust, at: clock.now() })
  const { db } = house.house
  const actsOf = async (id: string) =>
    (
      await db
        .select()
        .from(journal)
        .where(eq(journal.stream, `document:${id}`))
        .orderBy(journal.seq)
    ).map(({ act }) => act)
  const openJobs = async (copyId: string) =>
    (await db.select().from(jobs).where(eq(jobs.key, copyId))).filter(({ state }) => state === 'waiting')
  return { ...house, judged, actsOf, openJobs, answers, down, asked, newTsa, letter, deliver, work, copyOf, fileOf }
}

function world() {
  return { responder: issueDemoResponder(authority, at) }
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece)
  return Buffer.concat(pieces)
}
