import { DerProblem } from '../asn1/der-problem.ts'
import { OID } from '../asn1/oids.ts'
import { need, readDerPrefix, type DerNode } from '../asn1/read-der.ts'
import { tlv } from '../asn1/write-der.ts'
import { hashOf, schemeOf, type Hash, type SignatureScheme } from './signature-scheme.ts'

/** Attribute values by type; a type that stands twice is in `repeated`. */
export interface CmsAttributes {
  values: Map<string, DerNode[]>
  repeated: string[]
}

export interface CmsSigner {
  /** Which certificate signed: issuer and serial, or a subject key identifier. */
  sid: { issuerDer: Buffer; serialHex: string } | { keyIdentifier: Buffer }
  digestOid: string
  hash: Hash | null
  schemeOid: string
  scheme: SignatureScheme | null
  /** The bytes that were signed (the SET), or null when the content was signed directly. */
  signedAttributesDer: Buffer | null
  signed: CmsAttributes
  unsigned: CmsAttributes
  signature: Buffer
}

export interface CmsSignedData {
  contentType: string
  /** Content that travels inside; must be null for a PDF signature. */
  encapsulated: Buffer | null
  certificates: Buffer[]
  signer: CmsSigner
  /** The length of the DER element; what follows in `/Contents` must be zeros. */
  size_bytes: number
}

/** Reads a CMS SignedData with exactly one signer. Strict DER; anything else is a {@link DerProblem}. */
export function parseCms(bytes: Uint8Array): CmsSignedData {
  const contentInfo = readDerPrefix(bytes).expect(0x30)
  const [version, digests, content, ...rest] = signedDataParts(contentInfo)
  need(version, 'the version').integer()
  need(digests, 'the list of digests').expect(0x31)
  const [contentType, encapsulated] = need(content, 'the content').expect(0x30).children()
  const signers = need(rest.at(-1), 'the signer').expect(0x31).children()
  return {
    contentType: need(contentType, 'the content type').oid(),
    encapsulated: encapsulated ? only(encapsulated.expect(0xa0).children(), 'content').expect(0x04).content : null,
    certificates: rest.filter((node) => node.tag === 0xa0).flatMap(certificatesOf),
    signer: parseSigner(only(signers, 'SignerInfo')),
    size_bytes: contentInfo.raw.length,
  }
}

function signedDataParts(contentInfo: DerNode): DerNode[] {
  const [type, wrapped, ...more] = contentInfo.children()
  if (need(type, 'the type').oid() !== OID.signedData || more.length > 0) throw new DerProblem('no CMS SignedData')
  return only(need(wrapped, 'the content').expect(0xa0).children(), 'SignedData').expect(0x30).children()
}

function only(nodes: DerNode[], what: string): DerNode {
  if (nodes.length !== 1) throw new DerProblem(`exactly one ${what} was expected, ${nodes.length} found`)
  return nodes[0]!
}

/** Attribute certificates and other choices are passed over. */
function certificatesOf(node: DerNode): Buffer[] {
  return node
    .children()
    .filter((child) => child.tag === 0x30)
    .map((child) => child.raw)
}

function parseSigner(info: DerNode): CmsSigner {
  const [version, sid, digest, ...rest] = info.expect(0x30).children()
  need(version, 'the version').integer()
  const signedNode = rest[0]?.tag === 0xa0 ? rest.shift()! : null
  const [algorithm, signature, unsignedNode] = rest
  const digestNode = need(digest, 'the digest algorithm').expect(0x30)
  const algorithmNode = need(algorithm, 'the signature algorithm').expect(0x30)
  const hash = hashOf(digestNode)
  return {
    sid: parseSid(need(sid, 'the signer identifier')),
    digestOid: algorithmOid(digestNode),
    hash,
    schemeOid: algorithmOid(algorithmNode),
    scheme: schemeOf(algorithmNode, hash),
    signedAttributesDer: signedNode && tlv(0x31, signedNode.content),
    signed: parseAttributes(signedNode),
    unsigned: parseAttributes(unsignedNode?.expect(0xa1) ?? null),
    signature: need(signature, 'the signature value').expect(0x04).content,
  }
}

const algorithmOid = (algorithm: DerNode): string => need(algorithm.children()[0], 'an algorithm').oid()

function parseSid(sid: DerNode): CmsSigner['sid'] {
  if (sid.tag === 0x80) return { keyIdentifier: sid.content }
  const [issuer, serial] = sid.expect(0x30).children()
  if (!issuer || !serial) throw new DerProblem('a signer identifier is incomplete')
  return {
    issuerDer: issuer.raw,
    serialHex: serial.serialHex(),
  }
}

function parseAttributes(node: DerNode | null): CmsAttributes {
  const values = new Map<string, DerNode[]>()
  const repeated: string[] = []
  for (const attribute of node?.children() ?? []) {
    const [type, set] = attribute.expect(0x30).children()
    const id = type?.oid() ?? ''
    if (values.has(id)) repeated.push(id)
    values.set(id, set?.expect(0x31).children() ?? [])
  }
  return { values, repeated }
}
