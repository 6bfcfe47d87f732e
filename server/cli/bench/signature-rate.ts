import { constants, createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { PDFDocument } from 'pdf-lib'
import { signWithScheme, type SignatureScheme } from '#server/signing/cms/signature-scheme.ts'
import { assembleSignature, embedSignature } from '#server/signing/embed-signature.ts'
import type { Rect } from '#server/signing/appearance/seal-rect.ts'
import { bufferSource, type ByteSource } from '#server/signing/pdf/byte-source.ts'
import { prepareFields } from '#server/signing/prepare-fields.ts'
import { prepareSignature } from '#server/signing/prepare-signature.ts'
import { issueCertificate, SIGNER_USAGE } from '#server/signing/x509/issue-certificate.ts'
import { median, type Tell } from './figure.ts'

const scheme: SignatureScheme = { kind: 'rsa-pss', hash: 'sha256', salt_bytes: 32 }
const fieldNames = ['leader_signature', 'agency_seal'] as const
const at = new Date('2020-06-23T09:22:05Z')

/**
 * A B-B signature (placeholder, digest, CMS, the revision to append; no time-stamp) on a PDF of so many bytes with RSA-2048, beside SHA-256 of the same
 * bytes and the RSA operation alone. Both in this process, in turns; `rounds` pairs after a tenth of them for warming up.
 */
export async function measureSignature(size_bytes: number, rounds: number, tell: Tell, pages = 1): Promise<void> {
  const base = await pdfOf(size_bytes, pages)
  const signer = rsaSigner()
  const [ours, alone] = [[] as number[], [] as number[]]
  for (let round = -Math.ceil(rounds / 10); round < rounds; round += 1) {
    const took = [timed(() => void signed(base, signer)), timed(() => void digestAndSign(base, signer.key))] as const
    if (round < 0) continue
    ours.push(took[0])
    alone.push(took[1])
  }
  const form = pages > 1 ? ` of ${pages} small pages` : ''
  const of = { case: `B-B signature, ${Math.round(size_bytes / 1e6)} MB PDF${form}, RSA-2048`, unit: 'signatures/s' }
  const beside = ['SHA-256 and RSA alone', 1000 / median(alone)] as [string, number]
  tell({ ...of, metric: 'rate', value: 1000 / median(ours), beside })
  tell({ ...of, metric: 'time', value: median(ours), unit: 'ms', beside: [beside[0], median(alone)] })
}

type Signer = ReturnType<typeof rsaSigner>

/** A key with a certificate of its own making, which is its own root. */
export function rsaSigner() {
  const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const subject: [string, string][] = [['2.5.4.3', 'Chìa khóa đo tốc độ']]
  const life = { serial: Buffer.from([0x51, 2]), from: at, to: new Date(at.getTime() + 86_400_000) }
  const certificate = issueCertificate({ subject, key, usage: SIGNER_USAGE, ...life }, { key, scheme, name: subject })
  return { key, certificate }
}

/** Pages of eight objects each, two fields to sign, and bytes that no compression makes smaller, the same share on each page. */
export async function pdfOf(size_bytes: number, pages = 1): Promise<Buffer> {
  const document = await PDFDocument.create()
  const { context } = document
  for (let page = 0; page < pages; page += 1) {
    document.addPage([595, 842])
    for (let note = 0; note < 6; note += 1) context.register(context.obj({ Page: page, Note: note }))
    context.register(context.stream(randomBytes(size_bytes / pages)))
  }
  const bytes = Buffer.from(await document.save({ useObjectStreams: false }))
  const fields = fieldNames.map((name, at) => {
    return { name, type: 'signature' as const, page: 1, rect: [330, 300 - 100 * at, 460, 362 - 100 * at] as Rect }
  })
  return Buffer.concat([bytes, prepareFields(bytes, fields)])
}

/** The same with both its fields signed, and the certificate that makes it valid. */
export async function twiceSigned(size_bytes: number, pages = 1) {
  const signer = rsaSigner()
  let bytes = await pdfOf(size_bytes, pages)
  for (const field of fieldNames) bytes = Buffer.concat([bytes, signed(bytes, signer, field)])
  return { bytes, certificate: signer.certificate, at }
}

const signed = (base: Buffer, signer: Signer, field?: string) => signedBy(bufferSource(base), signer, field)

/** The bytes to append to the file so that it is signed; the file itself never changes. */
export function signedBy(base: ByteSource, { key, certificate }: Signer, field: string = fieldNames[0]): Buffer {
  const wish = { field, certificate, signedAt: at, scheme }
  const prepared = prepareSignature(base, wish)
  const cms = assembleSignature(prepared, signWithScheme(scheme, key, prepared.tbs), [certificate])
  return embedSignature(prepared, cms, prepared.baseSha256)
}

function digestAndSign(base: Buffer, key: Signer['key']): Buffer {
  const digest = createHash('sha256').update(base).digest()
  return sign('sha256', digest, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })
}

function timed(run: () => void): number {
  const started = performance.now()
  run()
  return performance.now() - started
}
