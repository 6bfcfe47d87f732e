import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { OID } from '#server/signing/asn1/oids.ts'
import { parseCms } from '#server/signing/cms/parse-cms.ts'
import type { SignatureScheme } from '#server/signing/cms/signature-scheme.ts'
import { extendFile, LEVELS, type Level } from '#server/signing/long-term/extend-file.ts'
import { workbench } from '#server/signing/long-term/workbench.ts'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { integerOf, type PdfString } from '#server/signing/pdf/objects.ts'
import { openPdf } from '#server/signing/pdf/pdf-file.ts'
import { prepareFields } from '#server/signing/prepare-fields.ts'
import { findSignatures } from '#server/signing/verify/find-signatures.ts'
import { toPem } from '#server/signing/x509/certificate.ts'
import { hasTool } from '#test/support/system-tools.ts'
import { hybridFile } from './hybrid-file.ts'
import { OpensslDesk } from './openssl.ts'
import { pdfsigVerdicts, qpdfComplaints, qpdfRewritten } from './other-validators.ts'
import { at, authority, identityWith, rsaKey, signed, trust } from './signing-desk.ts'
import { days, services, stampAt, stamper, YEAR_MS } from './time-desk.ts'
import { letterFields, unsignedPdf } from './two-signature-desk.ts'

const tsa = stamper({ name: 'TSA', from: days(at, -1), to: new Date(at.getTime() + YEAR_MS) })
const curve = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey

/** `others` says what else than we knows the algorithm here. */
const algorithms: { name: string; scheme: SignatureScheme; key: ReturnType<typeof rsaKey>; others: boolean }[] = [
  { name: 'RSA PKCS#1', scheme: { kind: 'rsa-pkcs1', hash: 'sha256' }, key: rsaKey(2048), others: true },
  { name: 'PSS 2048', scheme: { kind: 'rsa-pss', hash: 'sha256', salt_bytes: 32 }, key: rsaKey(2048), others: true },
  { name: 'PSS 3072', scheme: { kind: 'rsa-pss', hash: 'sha384', salt_bytes: 48 }, key: rsaKey(3072), others: true },
  { name: 'ECDSA P-256', scheme: { kind: 'ecdsa', hash: 'sha256' }, key: curve('prime256v1'), others: true },
  { name: 'ECDSA P-384', scheme: { kind: 'ecdsa', hash: 'sha384' }, key: curve('secp384r1'), others: true },
  {
    name: 'Ed25519',
    scheme: { kind: 'ed25519', hash: 'sha512' },
    key: generateKeyPairSync('ed25519').privateKey,
    others: false,
  },
]

const plain = await unsignedPdf({ pages: 2 })
const inputs: [string, Buffer][] = [
  ['classic', plain],
  ['xref-stream', await unsignedPdf({ objectStreams: true })],
  ['hybrid', hybridFile()],
  ...(hasTool('qpdf') ? [['linearized', qpdfRewritten(plain, '--linearize')] as [string, Buffer]] : []),
]

type Case = { form: string; input: Buffer; level: Level; algorithm: (typeof algorithms)[number] }
const cases: Case[] = inputs.flatMap(([form, input]) =>
  LEVELS.flatMap((level) => algorithms.map((algorithm) => ({ form, input, level, algorithm }))),
)

/** Signed, numbered, dated and sealed, then brought to the level as it is done at issue and in the archive. */
async function letter({ input, level, algorithm }: Case): Promise<Buffer> {
  const { scheme } = algorithm
  const who = identityWith(algorithm.key)
  const stamp = level === 'B-B' ? undefined : stampAt(tsa, at)
  const base = Buffer.concat([input, prepareFields(input, letterFields)])
  const first = signed(base, who, { field: 'leader_signature', scheme }, stamp)
  const fills = [{ field: 'document_number', value: 'Số: 664/UBND-TH' }]
  const second = signed(first, who, { field: 'agency_seal', scheme, fills }, stamp)
  const bench = workbench(second, trust)
  const { problem } = await extendFile(bench, {
    target: level,
    authorities: services({ at: () => at, tsa: () => tsa }),
  })
  expect(problem).toBeNull()
  return Buffer.concat([second, bench.tail()])
}

describe('two signatures', () => {
  test.each(cases)('$level, $algorithm.name, $form', async (one) => {
    const file = await letter(one)
    const { report } = await workbench(file, trust).examine({ ocsps: [], crls: [] })
    expect(report).toMatchObject({ overall: 'valid', problems: [] })
    const [leader, seal, ...stamps] = report.signatures
    expect(leader).toMatchObject({ level: one.level, changesAfter: 'permitted', problems: [] })
    expect(seal).toMatchObject({
      level: one.level,
      changesAfter: one.level === 'B-B' || one.level === 'B-T' ? 'none' : 'lta',
    })
    expect(stamps).toHaveLength(one.level === 'B-LTA' ? 1 : 0)
    if (hasTool('qpdf')) expect(qpdfComplaints(file)).toBe('')
    if (hasTool('pdfsig') && one.algorithm.others)
      expect(pdfsigVerdicts(file).slice(0, 2)).toEqual(['Signature is Valid.', 'Signature is Valid.'])
  })
})

/** The CMS of each signature, trimmed, and the bytes that it covers. */
function parts(file: Buffer) {
  const view = openPdf(bufferSource(file)).view()
  return findSignatures(view).map(({ dict }) => {
    const contents = dict!.get('Contents') as PdfString
    const [a, b, c, d] = view.array(dict, 'ByteRange').map((edge) => integerOf(edge)!) as [
      number,
      number,
      number,
      number,
    ]
    const cms = parseCms(contents.bytes)
    const der = Buffer.from(contents.bytes.subarray(0, cms.size_bytes))
    return { cms, der, content: Buffer.concat([file.subarray(a, a + b), file.subarray(c, c + d)]) }
  })
}

describe.skipIf(!hasTool('openssl'))('every piece of a B-LTA file by itself (needs openssl)', () => {
  const known = algorithms.filter(({ others }) => others)
  test.each(known)('$name', async (algorithm) => {
    const file = await letter({ form: 'classic', input: plain, level: 'B-LTA', algorithm })
    const [leader, , stamp] = parts(file)
    using desk = new OpensslDesk()
    desk.put('root.pem', toPem(authority.root))
    desk.put('sub.pem', toPem(authority.sub))
    desk.put('cms', leader!.der)
    desk.put('content', leader!.content)
    const cms = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'cms', '-content', 'content', '-noverify']
    expect(desk.ask(...cms, '-out', 'out').said).toContain('erification successful')
    desk.put('token', leader!.cms.signer.unsigned.values.get(OID.timeStampToken)![0]!.raw)
    desk.put('value', leader!.cms.signer.signature)
    desk.put('stamp', stamp!.der)
    desk.put('stamped', stamp!.content)
    const chain = ['-CAfile', 'root.pem', '-untrusted', 'sub.pem', '-attime', String(at.getTime() / 1000)]
    const ts = (token: string, data: string) =>
      desk.ask('ts', '-verify', '-token_in', '-in', token, '-data', data, ...chain)
    expect(ts('token', 'value').said).toContain('Verification: OK')
    expect(ts('stamp', 'stamped').said).toContain('Verification: OK')
    expect(ts('token', 'content').good).toBe(false)
  })
})
