import { createPublicKey, type KeyObject } from 'node:crypto'
import { DerProblem } from '../asn1/der-problem.ts'
import { need, readDer, type DerNode } from '../asn1/read-der.ts'
import { schemeOf, type SignatureScheme } from '../cms/signature-scheme.ts'

export interface CertificateExtension {
  critical: boolean
  value: Buffer
}

/** An X.509 certificate in parts. Parsing promises structure only, no trust. */
export interface Certificate {
  der: Buffer
  tbsDer: Buffer
  version: number
  serialHex: string
  issuerDer: Buffer
  subjectDer: Buffer
  notBefore: Date
  notAfter: Date
  keyDer: Buffer
  /** Null when the algorithm is unknown or the two places that name it disagree. */
  scheme: SignatureScheme | null
  signature: Buffer
  extensions: Map<string, CertificateExtension>
  /** The subject's public key; null when node:crypto knows no such key. */
  publicKey(): KeyObject | null
}

/** Reads one DER certificate (RFC 5280 4.1). Refuses an extension that stands twice. */
export function parseCertificate(der: Uint8Array): Certificate {
  const [tbs, outer, signature] = readDer(der).expect(0x30).children()
  const algorithm = need(outer, 'the algorithm').expect(0x30)
  const { inner, ...fields } = readFields(need(tbs, 'the certificate').expect(0x30))
  return {
    der: Buffer.from(der.buffer, der.byteOffset, der.byteLength),
    ...fields,
    scheme: algorithm.raw.equals(inner.raw) ? schemeOf(algorithm) : null,
    signature: need(signature, 'the signature').bitBytes(),
    publicKey: keyReader(fields.keyDer),
  }
}

function readFields(tbs: DerNode) {
  const parts = tbs.children()
  const version = parts[0]?.tag === 0xa0 ? need(parts.shift()!.children()[0], 'the version').integer() + 1 : 1
  const [serial, inner, issuer, validity, subject, key, ...rest] = parts
  const [from, to] = need(validity, 'the validity').expect(0x30).children()
  return {
    tbsDer: tbs.raw,
    version,
    serialHex: need(serial, 'the serial number').serialHex(),
    inner: need(inner, 'the algorithm'),
    issuerDer: need(issuer, 'the issuer').raw,
    subjectDer: need(subject, 'the subject').raw,
    notBefore: need(from, 'the first day').time(),
    notAfter: need(to, 'the last day').time(),
    keyDer: need(key, 'the key').raw,
    extensions: readExtensions(rest.find((node) => node.tag === 0xa3)?.children()[0]),
  }
}

/** A SEQUENCE of extensions, as certificates, lists, their entries and OCSP answers carry them. */
export function readExtensions(list: DerNode | undefined): Map<string, CertificateExtension> {
  const extensions = new Map<string, CertificateExtension>()
  for (const extension of list?.expect(0x30).children() ?? []) {
    const [type, ...rest] = extension.expect(0x30).children()
    const id = type?.oid() ?? ''
    if (extensions.has(id)) throw new DerProblem(`extension ${id} stands twice`)
    const critical = rest.length > 1 && rest[0]!.boolean()
    extensions.set(id, { critical, value: need(rest.at(-1), 'the value of an extension').expect(0x04).content })
  }
  return extensions
}

/** Reads a SubjectPublicKeyInfo once; null when node:crypto knows no such key. */
export function keyReader(keyDer: Buffer): () => KeyObject | null {
  let known: KeyObject | null | undefined
  return () => {
    if (known !== undefined) return known
    try {
      known = createPublicKey({ key: keyDer, format: 'der', type: 'spki' })
    } catch {
      known = null
    }
    return known
  }
}

const PEM = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g

/** All certificates of a PEM text, or the one of DER bytes. */
export function readCertificates(bytes: Uint8Array): Certificate[] {
  const text = Buffer.from(bytes).toString('latin1')
  const blocks = [...text.matchAll(PEM)].map((found) => Buffer.from(found[1]!, 'base64'))
  return (blocks.length > 0 ? blocks : [bytes]).map(parseCertificate)
}

/** The PEM form of a certificate. */
export function toPem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
