import { createHash, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { OID } from '#server/signing/asn1/oids.ts'
import { integer, octetString, oid, sequence, tlv } from '#server/signing/asn1/write-der.ts'
import type { Hash } from '#server/signing/cms/signature-scheme.ts'
import { answerOcsp, type OcspResponder } from '#server/signing/demo-authority/answer-ocsp.ts'
import { issueToken } from '#server/signing/demo-authority/answer-timestamp.ts'
import { issueCrl } from '#server/signing/demo-authority/issue-crl.ts'
import type { Revocations } from '#server/signing/demo-authority/revocations.ts'
import { issueDemoResponder } from '#server/signing/demo-pki.ts'
import { addSecurityStore, type SignatureData } from '#server/signing/long-term/add-security-store.ts'
import { AuthorityProblem, type Authorities } from '#server/signing/long-term/authorities.ts'
import { embedTimestamp, prepareDocumentTimestamp } from '#server/signing/long-term/document-timestamp.ts'
import type { SecurityData } from '#server/signing/long-term/security-store.ts'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { askOcsp } from '#server/signing/revocation/ask-ocsp.ts'
import type { RevocationReason } from '#server/signing/revocation/revocation-reason.ts'
import { parseCertificate } from '#server/signing/x509/certificate.ts'
import { KEY_USAGE } from '#server/signing/x509/extensions.ts'
import {
  certificateExtension,
  issueCertificate,
  type Issuer,
  type NamePairs,
} from '#server/signing/x509/issue-certificate.ts'
import { authority, ecdsa } from './signing-desk.ts'

export const DAY_MS = 24 * 3600 * 1000
export const YEAR_MS = 365 * DAY_MS
export const days = (from: Date, count: number) => new Date(from.getTime() + count * DAY_MS)

/** Somebody who signs tokens or answers: a certificate, its key, and the issuers to send along. */
export interface Stamper {
  certificate: Buffer
  chain: Buffer[]
  key: KeyObject
}

export interface StamperWish {
  name: string
  from: Date
  to: Date
  issuer?: Issuer
  usage?: string
  critical?: boolean
  extensions?: Buffer[]
}

/** A certificate with one extended key usage, time-stamping unless told. */
export function stamper(wish: StamperWish): Stamper {
  const key = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey
  const name: NamePairs = [[OID.commonName, wish.name]]
  const usage = certificateExtension(
    OID.extendedKeyUsage,
    sequence(oid(wish.usage ?? OID.timeStamping)),
    wish.critical ?? true,
  )
  const certificate = issueCertificate(
    {
      subject: name,
      key,
      serial: positive(),
      from: wish.from,
      to: wish.to,
      usage: [KEY_USAGE.digitalSignature],
      extensions: [usage, ...(wish.extensions ?? [])],
    },
    wish.issuer ?? authority.issuer,
  )
  return { certificate, chain: [certificate, authority.sub], key }
}

function positive(): Buffer {
  const serial = randomBytes(12)
  serial[0] = (serial[0]! & 0x3f) | 0x40
  return serial
}

const generalized = (at: Date) => tlv(0x18, Buffer.from(at.toISOString().replace(/[-:T]|\.\d+/g, '')))

/** A time-stamp token (RFC 3161) over a digest, as an authority gives it at `at`. */
export function token(who: Stamper, imprint: { hash: Hash; digest: Buffer }, at: Date): Buffer {
  const info = sequence(
    integer(1),
    oid(POLICY),
    sequence(sequence(oid(OID[imprint.hash])), octetString(imprint.digest)),
    integer(positive()),
    generalized(at),
  )
  return issueToken(info, { key: who.key, scheme: ecdsa, certificates: who.chain, policy: POLICY })
}

const POLICY = '1.3.6.1.4.1.99999.1'

/** Appends validation data to a file. */
export function stored(file: Buffer, data: Partial<SecurityData>, bySignature: SignatureData[] = []): Buffer {
  const whole = { certificates: [], ocsps: [], crls: [], ...data }
  return Buffer.concat([file, addSecurityStore(bufferSource(file), whole, bySignature) ?? Buffer.alloc(0)])
}

/** Appends a document time-stamp. */
export function stamped(file: Buffer, who: Stamper, at: Date): Buffer {
  const prepared = prepareDocumentTimestamp(bufferSource(file))
  const sha256 = createHash('sha256').update(file).digest('hex')
  return Buffer.concat([file, embedTimestamp(prepared, token(who, prepared, at), sha256)])
}

/** For `signed`: a token over the signature value. */
export const stampAt =
  (who: Stamper, at: Date, hash: Hash = 'sha256') =>
  (signature: Buffer): Buffer =>
    token(who, { hash, digest: createHash(hash).update(signature).digest() }, at)

/** Names a place where the revocation of a certificate could be asked; nobody serves it. */
export const ASKABLE = certificateExtension(
  OID.authorityInfoAccess,
  sequence(sequence(oid('1.3.6.1.5.5.7.48.1'), tlv(0x86, Buffer.from('http://ocsp.invalid/')))),
)

/** A person's certificate and key under the demonstration's authority, whose revocation has to be asked. */
export function askableSigner(from: Date, to: Date): Stamper {
  const key = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey
  const certificate = issueCertificate(
    {
      subject: [[OID.commonName, 'Trần Thị Mẫu']],
      key,
      serial: positive(),
      from,
      to,
      usage: [KEY_USAGE.digitalSignature, KEY_USAGE.nonRepudiation],
      extensions: [ASKABLE],
    },
    authority.issuer,
  )
  return { certificate, chain: [certificate, authority.sub], key }
}

/** What an OCSP answer is to say, and who says it. */
export interface OcspWish {
  at: Date
  revokedAt?: Date
  reason?: RevocationReason
  by?: OcspResponder
  lasts_ms?: number
}

/** An OCSP answer about one certificate of the demonstration's authority, good for a week unless told. */
export function ocspAbout(certificate: Buffer, wish: OcspWish): Buffer {
  const asked = parseCertificate(certificate)
  const request = askOcsp({ certificates: [{ certificate: asked, issuer: parseCertificate(authority.sub) }] })
  const { revokedAt, reason = 'unspecified' } = wish
  const revoked = new Map(revokedAt ? [[asked.serialHex, { at: revokedAt, reason }]] : [])
  const state = { at: wish.at, lasts_ms: wish.lasts_ms ?? 7 * DAY_MS, revoked, issued: () => true }
  return answerOcsp(request, wish.by ?? responderAt(wish.at), state)
}

const responders = new Map<number, OcspResponder>()

/** The authority renews its responder every year. */
function responderAt(at: Date): OcspResponder {
  const known = responders.get(at.getUTCFullYear()) ?? issueDemoResponder(authority, at)
  responders.set(at.getUTCFullYear(), known)
  return known
}

/** A list of the demonstration's authority, good for a week. */
export function crlAt(at: Date, revoked: Revocations = new Map()): Buffer {
  return issueCrl({ number: 1, thisUpdate: at, nextUpdate: days(at, 7), revoked }, authority.issuer)
}

/** Authorities of a test: `at` is their clock; a service named in `down` does not answer. */
export function services(wish: {
  at: () => Date
  tsa: () => Stamper
  down?: Set<AuthorityProblem['service']>
}): Authorities & { asked: string[] } {
  const asked: string[] = []
  const ask = (service: AuthorityProblem['service']) => {
    asked.push(service)
    if (wish.down?.has(service)) throw new AuthorityProblem(service, 'no answer within 5 s')
  }
  return {
    asked,
    stamp: (imprint) => Promise.resolve().then(() => (ask('timestamp'), token(wish.tsa(), imprint, wish.at()))),
    status: ({ certificate }) =>
      Promise.resolve().then(() => {
        ask('revocation')
        return { kind: 'ocsps', der: ocspAbout(certificate.der, { at: wish.at() }) }
      }),
  }
}
