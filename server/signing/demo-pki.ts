import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { OID } from './asn1/oids.ts'
import { nullValue, oid, sequence } from './asn1/write-der.ts'
import type { SignatureScheme } from './cms/signature-scheme.ts'
import type { OcspResponder } from './demo-authority/answer-ocsp.ts'
import type { TimestampAuthority } from './demo-authority/answer-timestamp.ts'
import { writePkcs12 } from './key-holders/write-pkcs12.ts'
import { parseCertificate } from './x509/certificate.ts'
import { KEY_USAGE } from './x509/extensions.ts'
import {
  AUTHORITY_USAGE,
  certificateExtension,
  issueCertificate,
  SIGNER_USAGE,
  type Issuer,
  type NamePairs,
} from './x509/issue-certificate.ts'

/** A made-up certificate authority of two levels. Its root is trusted nowhere but in the demonstration. */
export interface DemoAuthority {
  /** DER. */
  root: Buffer
  sub: Buffer
  issuer: Issuer
}

/** Whom a demonstration certificate names. */
export type DemoSubject =
  | { kind: 'person'; name: string; title: string; agency: string; serial: string }
  | { kind: 'agency'; name: string; code: string }

export interface DemoIdentity {
  certificate: Buffer
  /** The certificate, then the authority below the root. */
  chain: Buffer[]
  key: KeyObject
}

const YEAR_MS = 365 * 24 * 3600 * 1000
const DEMO_SCHEME: SignatureScheme = { kind: 'ecdsa', hash: 'sha256' }
const ROOT_NAME: NamePairs = [
  [OID.country, 'VN'],
  [OID.organization, 'eCabinet DEMO'],
  [OID.commonName, 'eCabinet DEMO Root CA'],
]
const SUB_NAME: NamePairs = [
  [OID.country, 'VN'],
  [OID.organization, 'eCabinet DEMO'],
  [OID.commonName, 'CA DEMO phục vụ các cơ quan nhà nước'],
]

const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey

/** Makes the demonstration's root and the authority below it, valid twenty years from `at` on (and two before it). */
export function makeDemoAuthority(at: Date): DemoAuthority {
  const root: Issuer = { key: newKey(), scheme: DEMO_SCHEME, name: ROOT_NAME }
  const issuer: Issuer = { key: newKey(), scheme: DEMO_SCHEME, name: SUB_NAME }
  const authority = (who: Issuer, years: number, pathLength: number) =>
    issueCertificate(
      { subject: who.name, key: who.key, usage: AUTHORITY_USAGE, authority: { pathLength }, ...validity(at, years) },
      root,
    )
  return { root: authority(root, 20, 1), sub: authority(issuer, 20, 0), issuer }
}

/** Issues one signer's certificate for ten years: ECDSA P-256, marked as for signatures or for seals (ETSI EN 319 412-5). */
export function issueDemoIdentity(authority: DemoAuthority, subject: DemoSubject, at: Date): DemoIdentity {
  const key = newKey()
  const purpose = subject.kind === 'person' ? OID.qcTypeSign : OID.qcTypeSeal
  const statements = sequence(sequence(oid(OID.qcType), sequence(oid(purpose))))
  const certificate = issueCertificate(
    {
      subject: subjectName(subject),
      key,
      usage: SIGNER_USAGE,
      extensions: [certificateExtension(OID.qcStatements, statements)],
      ...validity(at, 10),
    },
    authority.issuer,
  )
  return { certificate, chain: [certificate, authority.sub], key }
}

/** The demonstration's time-stamp authority, for ten years. Its policy stands in an arc that is made up. */
export function issueDemoTimestampAuthority(authority: DemoAuthority, at: Date): TimestampAuthority {
  const key = newKey()
  const certificate = issueCertificate(
    {
      subject: [
        [OID.country, 'VN'],
        [OID.organization, 'eCabinet DEMO'],
        [OID.commonName, 'TSA DEMO cấp dấu thời gian'],
      ],
      key,
      usage: [KEY_USAGE.digitalSignature],
      extensions: [certificateExtension(OID.extendedKeyUsage, sequence(oid(OID.timeStamping)), true)],
      ...validity(at, 10),
    },
    authority.issuer,
  )
  return { key, scheme: DEMO_SCHEME, certificates: [certificate, authority.sub], policy: '2.999.3161.1' }
}

/** Whom the demonstration's authority lets answer for it, for ten years; nobody need ask for its own status. */
export function issueDemoResponder(authority: DemoAuthority, at: Date): OcspResponder {
  const key = newKey()
  const certificate = issueCertificate(
    {
      subject: [
        [OID.country, 'VN'],
        [OID.organization, 'eCabinet DEMO'],
        [OID.commonName, 'OCSP DEMO'],
      ],
      key,
      usage: [KEY_USAGE.digitalSignature],
      extensions: [
        certificateExtension(OID.extendedKeyUsage, sequence(oid(OID.ocspSigning))),
        certificateExtension(OID.ocspNoCheck, nullValue()),
      ],
      ...validity(at, 10),
    },
    authority.issuer,
  )
  return { key, scheme: DEMO_SCHEME, certificate, issuer: parseCertificate(authority.sub) }
}

/** The identity as an encrypted PKCS#12 file. */
export function demoPkcs12(identity: DemoIdentity, password: string): Buffer {
  return writePkcs12({ key: identity.key, certificates: identity.chain, password, iterations: 2048 })
}

function validity(at: Date, years: number) {
  const from = new Date(at.getTime() - 2 * YEAR_MS)
  return { serial: positiveSerial(), from, to: new Date(at.getTime() + years * YEAR_MS) }
}

function positiveSerial(): Buffer {
  const serial = randomBytes(16)
  serial[0] = (serial[0]! & 0x7f) | 0x40
  return serial
}

function subjectName(subject: DemoSubject): NamePairs {
  if (subject.kind === 'agency')
    return [
      [OID.country, 'VN'],
      [OID.organization, subject.name],
      [OID.organizationIdentifier, subject.code],
      [OID.commonName, subject.name],
    ]
  return [
    [OID.country, 'VN'],
    [OID.organization, subject.agency],
    [OID.title, subject.title],
    [OID.serialNumber, subject.serial],
    [OID.commonName, subject.name],
  ]
}
