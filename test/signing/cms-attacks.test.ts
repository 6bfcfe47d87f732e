import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { OID } from '#server/signing/asn1/oids.ts'
import { integer, octetString, oid, sequence, setOf, tagged, tlv } from '#server/signing/asn1/write-der.ts'
import { readDer } from '#server/signing/asn1/read-der.ts'
import { attribute, signedAttributes } from '#server/signing/cms/signed-attributes.ts'
import { schemeIdentifier, signWithScheme, type SignatureScheme } from '#server/signing/cms/signature-scheme.ts'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { embedSignature } from '#server/signing/embed-signature.ts'
import { prepareSignature } from '#server/signing/prepare-signature.ts'
import { parseCertificate } from '#server/signing/x509/certificate.ts'
import { KEY_USAGE } from '#server/signing/x509/extensions.ts'
import { agency, at, authority, ecdsa, identityWith, leader, rsaKey, signed, verified } from './signing-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

const base = await preparedLetter()
const prepared = prepareSignature(bufferSource(base), {
  field: 'leader_signature',
  scheme: ecdsa,
  certificate: leader.certificate,
  signedAt: at,
})
const digest = readDer(prepared.tbs)
  .children()
  .map((node) => node.children())
  .find(([type]) => type!.oid() === OID.messageDigest)![1]!
  .children()[0]!.content

/** The parts of a SignedData, each of which a test may twist. */
interface Parts {
  attributes: Buffer
  signature?: Buffer
  signers?: number
  content?: Buffer
  tail?: Buffer
}

function cms({ attributes, signature, signers = 1, content, tail = Buffer.alloc(0) }: Parts): Buffer {
  const { issuerDer, serialHex } = parseCertificate(leader.certificate)
  const value = signature ?? signWithScheme(ecdsa, leader.key, attributes)
  const info = sequence(
    integer(1),
    sequence(issuerDer, integer(Buffer.from(serialHex, 'hex'))),
    sequence(oid(OID.sha256)),
    tlv(0xa0, readDer(attributes).content),
    schemeIdentifier(ecdsa),
    octetString(value),
  )
  const infos = Array.from({ length: signers }, () => info)
  const inner = sequence(
    integer(1),
    setOf(sequence(oid(OID.sha256))),
    sequence(oid(OID.data), ...(content ? [tagged(0, octetString(content))] : [])),
    tlv(0xa0, leader.certificate, authority.sub),
    setOf(...infos),
  )
  return Buffer.concat([sequence(oid(OID.signedData), tagged(0, inner)), tail])
}

function judged(parts: Parts) {
  const name = createHash('sha256').update(base).digest('hex')
  const report = verified(Buffer.concat([base, embedSignature(prepared, cms(parts), name)]))
  const [signature] = report.signatures
  return { overall: report.overall, codes: signature!.problems.map(({ code }) => code), signature: signature! }
}

const good = prepared.tbs
const essOf = (certificate: Buffer) => signedAttributes(digest, 'sha256', certificate)
const [contentType, messageDigest] = [
  attribute(OID.contentType, oid(OID.data)),
  attribute(OID.messageDigest, octetString(digest)),
]

test('the untwisted twin is valid', () => {
  expect(judged({ attributes: good }).overall).toBe('valid')
})

describe('twisted signatures are invalid', () => {
  const cases: [string, string, Parts][] = [
    ['another certificate is stated', 'signing_certificate_differs', { attributes: essOf(agency.certificate) }],
    [
      'the digest is of something else',
      'document_changed',
      { attributes: signedAttributes(Buffer.alloc(32), 'sha256', leader.certificate) },
    ],
    [
      'the value is by another key',
      'signature_wrong',
      { attributes: good, signature: signWithScheme(ecdsa, agency.key, good) },
    ],
    ['data follows the CMS', 'cms_trailing_data', { attributes: good, tail: Buffer.from('evil') }],
    ['two signers', 'cms_malformed', { attributes: good, signers: 2 }],
    ['no signer', 'cms_malformed', { attributes: good, signers: 0 }],
    ['content of its own', 'cms_content_attached', { attributes: good, content: Buffer.from('evil') }],
    ['no digest', 'cms_attribute_missing', { attributes: setOf(contentType) }],
    [
      'a digest given twice',
      'cms_attribute_repeated',
      { attributes: setOf(contentType, messageDigest, messageDigest) },
    ],
    [
      'another content type',
      'cms_content_type',
      { attributes: setOf(attribute(OID.contentType, oid(OID.signedData)), messageDigest) },
    ],
  ]
  test.each(cases)('%s', (_name, code, parts) => {
    const { overall, codes, signature } = judged(parts)
    expect(codes).toContain(code)
    expect(signature.indication).toBe('TOTAL-FAILED')
    expect(overall).toBe('invalid')
  })

  test('indefinite lengths are no DER', () => {
    const der = cms({ attributes: good })
    const body = readDer(der).content
    const ber = Buffer.concat([Buffer.from([0x30, 0x80]), body, Buffer.from([0, 0])])
    const name = createHash('sha256').update(base).digest('hex')
    const report = verified(Buffer.concat([base, embedSignature(prepared, ber, name)]))
    expect(report.signatures[0]!.problems.map(({ code }) => code)).toContain('cms_malformed')
  })
})

describe('what is too weak to judge is never valid', () => {
  const rsa = rsaKey(2048)
  const cases: [string, string, SignatureScheme, ReturnType<typeof rsaKey>, string][] = [
    ['SHA-1', 'hash_weak', { kind: 'rsa-pkcs1', hash: 'sha1' }, rsa, 'indeterminate'],
    ['MD5', 'hash_broken', { kind: 'rsa-pkcs1', hash: 'md5' }, rsa, 'invalid'],
    ['RSA with 1024 bits', 'key_weak', { kind: 'rsa-pkcs1', hash: 'sha256' }, rsaKey(1024), 'indeterminate'],
  ]
  test.each(cases)('%s', (...[, code, scheme, key, overall]) => {
    const report = verified(signed(base, identityWith(key), { field: 'leader_signature', scheme }))
    expect(report.overall).toBe(overall)
    expect(report.signatures[0]!.problems.map((problem) => problem.code)).toContain(code)
  })

  test('a signature that does not state its certificate', () => {
    const { overall, codes } = judged({ attributes: setOf(contentType, messageDigest) })
    expect(overall).toBe('indeterminate')
    expect(codes).toEqual(['signing_certificate_missing'])
  })

  test('a certificate that is not for signing', () => {
    const who = identityWith(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, [KEY_USAGE.crlSign])
    const report = verified(signed(base, who, { field: 'leader_signature' }))
    expect(report.overall).toBe('indeterminate')
    expect(report.signatures[0]!.problems.map(({ code }) => code)).toContain('key_usage')
  })
})
