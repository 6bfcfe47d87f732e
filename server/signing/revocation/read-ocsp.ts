import { DerProblem } from '../asn1/der-problem.ts'
import { OID } from '../asn1/oids.ts'
import { need, readDer, type DerNode } from '../asn1/read-der.ts'
import { hashOf, schemeOf, type Hash, type SignatureScheme } from '../cms/signature-scheme.ts'
import { parseCertificate, readExtensions, type Certificate, type CertificateExtension } from '../x509/certificate.ts'
import { reasonOf, type RevocationReason } from './revocation-reason.ts'

/** Which certificate an answer is about: hashes of its issuer's name and key, and its serial number. */
export interface OcspCertId {
  hash: Hash | null
  nameHash: Buffer
  keyHash: Buffer
  serialHex: string
}

/** What a responder says of one certificate. */
export interface OcspStatement {
  id: OcspCertId
  status: 'good' | 'revoked' | 'unknown'
  /** When and why, of a revoked one. */
  since: Date | null
  reason: RevocationReason
  thisUpdate: Date
  nextUpdate: Date | null
  /** Until when in the past the responder keeps the status of expired certificates; null when it does not say. */
  archiveCutoff: Date | null
  hasUnknownCritical: boolean
}

/** A BasicOCSPResponse in parts (RFC 6960 4.2.1). Parsing promises structure only, no trust. */
export interface OcspAnswer {
  /** The whole OCSPResponse. */
  der: Buffer
  tbsDer: Buffer
  responder: { nameDer: Buffer } | { keyHash: Buffer }
  producedAt: Date
  statements: OcspStatement[]
  nonce: Buffer | null
  scheme: SignatureScheme | null
  signature: Buffer
  certificates: Certificate[]
  hasUnknownCritical: boolean
}

const REFUSALS = ['', 'malformed request', 'internal error', 'try later', '', 'signature required', 'unauthorized']
/** Statements in one answer; more is an attack. */
const MAX_STATEMENTS = 1000

/** Reads an OCSPResponse. Anything malformed, and a responder that refuses to answer, is a {@link DerProblem}. */
export function readOcsp(der: Uint8Array): OcspAnswer {
  const [status, wrapped] = readDer(der).expect(0x30).children()
  const code = need(status, 'the status').expect(0x0a).content[0] ?? 0
  if (code !== 0) throw new DerProblem(`the responder refuses: ${REFUSALS[code] || code}`)
  const [type, bytes] = need(need(wrapped, 'the answer').expect(0xa0).children()[0], 'the answer').children()
  if (need(type, 'the type').oid() !== OID.ocspBasic) throw new DerProblem('an OCSP answer of another type')
  const basic = readDer(need(bytes, 'the answer').expect(0x04).content)
  return { der: Buffer.from(der.buffer, der.byteOffset, der.byteLength), ...readBasic(basic) }
}

function readBasic(basic: DerNode) {
  const [tbs, algorithm, signature, certificates] = basic.expect(0x30).children()
  return {
    ...readData(need(tbs, 'the data').expect(0x30)),
    scheme: schemeOf(need(algorithm, 'the algorithm').expect(0x30)),
    signature: need(signature, 'the signature').bitBytes(),
    certificates: certificatesIn(certificates),
  }
}

function certificatesIn(node: DerNode | undefined): Certificate[] {
  const list = node?.expect(0xa0).children()[0]?.children() ?? []
  return list.map(({ raw }) => parseCertificate(raw))
}

function readData(tbs: DerNode) {
  const parts = tbs.children()
  if (parts[0]?.tag === 0xa0) parts.shift()
  const [responder, producedAt, statements, extensionNode] = parts
  const list = need(statements, 'the statements').expect(0x30).children()
  if (list.length > MAX_STATEMENTS) throw new DerProblem('too many statements in one answer')
  const extensions = readExtensions(extensionNode?.expect(0xa1).children()[0])
  const nonce = extensions.get(OID.ocspNonce)?.value ?? null
  return {
    tbsDer: tbs.raw,
    responder: readResponder(need(responder, 'the responder')),
    producedAt: need(producedAt, 'the time').expect(0x18).time(),
    statements: list.map(readStatement),
    nonce: nonce && readDer(nonce).expect(0x04).content,
    hasUnknownCritical: unknownCritical(extensions, OID.ocspNonce),
  }
}

function readResponder(node: DerNode): OcspAnswer['responder'] {
  const inner = need(node.children()[0], 'the responder')
  return node.tag === 0xa1 ? { nameDer: inner.expect(0x30).raw } : { keyHash: keyHashIn(node, inner) }
}

const keyHashIn = (node: DerNode, inner: DerNode): Buffer => {
  node.expect(0xa2)
  return inner.expect(0x04).content
}

function readStatement(node: DerNode): OcspStatement {
  const [id, status, thisUpdate, ...rest] = node.expect(0x30).children()
  const extensions = readExtensions(rest.find(({ tag }) => tag === 0xa1)?.children()[0])
  const cutoff = extensions.get(OID.ocspArchiveCutoff)
  return {
    id: readCertId(need(id, 'the certificate')),
    ...readStatus(need(status, 'the status')),
    thisUpdate: need(thisUpdate, 'the time').expect(0x18).time(),
    nextUpdate:
      rest
        .find(({ tag }) => tag === 0xa0)
        ?.children()[0]
        ?.expect(0x18)
        .time() ?? null,
    archiveCutoff: cutoff ? readDer(cutoff.value).expect(0x18).time() : null,
    hasUnknownCritical: unknownCritical(extensions, OID.ocspArchiveCutoff),
  }
}

/** A CertID, in an answer or in a question. */
export function readCertId(node: DerNode): OcspCertId {
  const [algorithm, nameHash, keyHash, serial] = node.expect(0x30).children()
  return {
    hash: hashOf(need(algorithm, 'the hash').expect(0x30)),
    nameHash: need(nameHash, 'the hash of the name').expect(0x04).content,
    keyHash: need(keyHash, 'the hash of the key').expect(0x04).content,
    serialHex: need(serial, 'the serial number').serialHex(),
  }
}

function readStatus(node: DerNode): Pick<OcspStatement, 'status' | 'since' | 'reason'> {
  const plain = { since: null, reason: 'unspecified' } as const
  if (node.tag === 0x80) return { status: 'good', ...plain }
  if (node.tag === 0x82) return { status: 'unknown', ...plain }
  const [since, reason] = node.expect(0xa1).children()
  const why = reason?.expect(0xa0).children()[0]
  return {
    status: 'revoked',
    since: need(since, 'the time of revocation').expect(0x18).time(),
    reason: reasonOf(why?.raw ?? null),
  }
}

function unknownCritical(extensions: Map<string, CertificateExtension>, known: string): boolean {
  return [...extensions].some(([id, { critical }]) => critical && id !== known)
}
