import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseCms } from '#server/signing/cms/parse-cms.ts'
import { signWithScheme } from '#server/signing/cms/signature-scheme.ts'
import { DEMO_PKI_HOST, DEMO_TSA_URL, demoServices } from '#server/signing/demo-authority/demo-services.ts'
import { issueDemoIdentity, makeDemoAuthority, makeDemoPki } from '#server/signing/demo-pki.ts'
import { assembleSignature, embedSignature, signatureImprint } from '#server/signing/embed-signature.ts'
import { fetchRevocation } from '#server/signing/outside/fetch-revocation.ts'
import { fetchTimestamp } from '#server/signing/outside/fetch-timestamp.ts'
import { keepEvidence } from '#server/signing/outside/kept-evidence.ts'
import { openOutside } from '#server/signing/outside/outside.ts'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { prepareSignature } from '#server/signing/prepare-signature.ts'
import type { GivenEvidence } from '#server/signing/verify/evidence.ts'
import { verifyPdf } from '#server/signing/verify/verify-pdf.ts'
import { parseCertificate } from '#server/signing/x509/certificate.ts'
import { at, ecdsa } from './signing-desk.ts'
import { days, stored } from './time-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

const authority = makeDemoAuthority(at, { publishes: true })
const person = {
  kind: 'person',
  name: 'Trần Thị Mẫu',
  title: 'Chánh Văn phòng',
  agency: 'UBND',
  serial: 'DEMO:9',
} as const
const who = issueDemoIdentity(authority, person, at)
const pki = makeDemoPki(authority, [who.certificate], at)
/** The demonstration's services as they answer at an instant. */
const outsideAt = (now: Date) =>
  openOutside(
    { hosts: [], allowPrivate: false, timeout_ms: 1000 },
    new Map([[DEMO_PKI_HOST, demoServices(pki, () => now)]]),
  )
const outside = outsideAt(at)
const base = await preparedLetter()
const root = parseCertificate(authority.root)
const pathOf = (der: Uint8Array) => [parseCertificate(der), parseCertificate(authority.sub), root]

/** The letter signed by the demonstration's person, with a stamp of its authority where asked. */
async function signedLetter(stampIt: boolean): Promise<{ file: Buffer; token: Buffer | null }> {
  const wish = { field: 'leader_signature', scheme: ecdsa, certificate: who.certificate, signedAt: at }
  const prepared = prepareSignature(bufferSource(base), wish)
  const signature = signWithScheme(ecdsa, who.key, prepared.tbs)
  const { hash, digest } = signatureImprint(signature)
  const stamp = stampIt
    ? await fetchTimestamp(outside, DEMO_TSA_URL, { hash: hash as 'sha256', imprint: digest })
    : { token: null }
  const cms = assembleSignature(prepared, signature, who.chain, stamp.token)
  const name = createHash('sha256').update(base).digest('hex')
  return { file: Buffer.concat([base, embedSignature(prepared, cms, name)]), token: stamp.token }
}

const judged = (file: Buffer, when: Date, evidence?: GivenEvidence) =>
  verifyPdf(bufferSource(file), { roots: [root], intermediates: [], at: when, ...(evidence ? { evidence } : {}) })

test('one machine without network signs with a stamp and evidence that hold years later', async () => {
  const { file, token } = await signedLetter(true)
  const stamper = parseCms(token!).certificates.find((der) => der.equals(pki.tsa.certificate))!
  const fetching = { outside, kept: keepEvidence(), at }
  const found = [
    await fetchRevocation(pathOf(who.certificate), fetching),
    await fetchRevocation(pathOf(stamper), fetching),
  ]
  expect(found.flatMap(({ problems }) => problems)).toEqual([])
  const whole = stored(file, {
    certificates: [authority.sub, pki.responder.certificate],
    ocsps: found.flatMap(({ ocsp }) => ocsp.map(({ der }) => der)),
    crls: found.flatMap(({ crls }) => crls.map(({ der }) => der)),
  })
  const lasting = { overall: 'valid', signatures: [{ level: 'B-LT', provenTime: at.toISOString(), problems: [] }] }
  expect(judged(whole, new Date(at.getTime() + 1800_000))).toMatchObject(lasting)
  // Years later only the stamp's own certificate has to be asked about again.
  const later = days(at, 3 * 365)
  expect(judged(whole, later).overall).toBe('indeterminate')
  const asked = await fetchRevocation(pathOf(stamper), { outside: outsideAt(later), kept: keepEvidence(), at: later })
  const fresh = { ocsps: asked.ocsp.map(({ der }) => der), crls: asked.crls.map(({ der }) => der) }
  expect(judged(whole, later, fresh)).toMatchObject({
    overall: 'valid',
    signatures: [{ provenTime: at.toISOString() }],
  })
})

test('the same signature without its evidence is never valid: its certificate names services that were not asked', async () => {
  const { file } = await signedLetter(false)
  expect(judged(file, at)).toMatchObject({ overall: 'indeterminate', signatures: [{ subIndication: 'TRY_LATER' }] })
})
