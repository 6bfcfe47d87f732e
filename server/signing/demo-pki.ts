import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { OID } from './asn1/oids.ts'
import { nullValue, oid, sequence } from './asn1/write-der.ts'
import type { SignatureScheme } from './cms/signature-scheme.ts'
import { DEMO_ADDRESSES, type DemoPki } from './demo-authority/demo-services.ts'
import type { OcspResponder } from './demo-authority/answer-ocsp.ts'
import type { TimestampAuthority } from './demo-authority/answer-timestamp.ts'
import { writePkcs12 } from './key-holders/write-pkcs12.ts'
import { parseCertificate } from './x509/certificate.ts'
import { KEY_USAGE } from './x509/extensions.ts'
import { serviceExtensions, type ServiceAddresses } from './x509/service-addresses.ts'
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
  rootIssuer: Issuer
  /** Extensions that name the services of the lower authority; none where nobody would answer there. */
  services: Buffer[]
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

/**
 * Makes the demonstration's root and the authority below it, valid twenty years from `at` on (and two before it). One that
 * `publishes` names its services in every certificate, so that signatures are judged by what these answer.
 */
export function makeDemoAuthority(at: Date, { publishes = false } = {}): DemoAuthority {
  const root: Issuer = { key: newKey(), scheme: DEMO_SCHEME, name: ROOT_NAME }
  const issuer: Issuer = { key: newKey(), scheme: DEMO_SCHEME, name: SUB_NAME }
  const authority = (who: Issuer, pathLength: number, extensions: Buffer[]) =>
    issueCertificate(
      {
        subject: who.name,
        key: who.key,
        usage: AUTHORITY_USAGE,
        authority: { pathLength },
        extensions,
        ...validity(at, 20),
      },
      root,
    )
  const named = (addresses: ServiceAddresses) => (publishes ? serviceExtensions(addresses) : [])
  return {
    root: authority(root, 1, []),
    sub: authority(issuer, 0, named(DEMO_ADDRESSES.authority)),
    issuer,
    rootIssuer: root,
    services: named(DEMO_ADDRESSES.signer),
  }
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
      extensions: [certificateExtension(OID.qcStatements, statements), ...authority.services],
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
      extensions: [
        certificateExtension(OID.extendedKeyUsage, sequence(oid(OID.timeStamping)), true),
        ...authority.services,
      ],
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

/** Everything that the demonstration's services answer with. `issued` are the signers' certificates. */
export function makeDemoPki(authority: DemoAuthority, issued: Buffer[], at: Date): DemoPki {
  const responder = issueDemoResponder(authority, at)
  const { key, policy, certificates } = issueDemoTimestampAuthority(authority, at)
  const tsa = { key, policy, certificate: Buffer.from(certificates[0]!) }
  const all = [...issued, responder.certificate, tsa.certificate]
  return {
    root: { certificate: authority.root, issuer: authority.rootIssuer },
    sub: { certificate: authority.sub, issuer: authority.issuer },
    responder: { key: responder.key, certificate: Buffer.from(responder.certificate) },
    tsa,
    issued: new Set(all.map((der) => parseCertificate(der).serialHex)),
    revoked: new Map(),
  }
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
