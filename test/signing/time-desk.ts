import { createHash, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { OID } from '#server/signing/asn1/oids.ts'
import { integer, nullValue, octetString, oid, sequence, setOf, tagged, tlv } from '#server/signing/asn1/write-der.ts'
import { hashIdentifier, schemeIdentifier, signWithScheme, type Hash } from '#server/signing/cms/signature-scheme.ts'
import { attribute } from '#server/signing/cms/signed-attributes.ts'
import { parseCertificate } from '#server/signing/x509/certificate.ts'
import {
  certificateExtension,
  issueCertificate,
  type Issuer,
  type NamePairs,
} from '#server/signing/x509/issue-certificate.ts'
import { KEY_USAGE } from '#server/signing/x509/extensions.ts'
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
    oid('1.3.6.1.4.1.99999.1'),
    sequence(sequence(oid(OID[imprint.hash]), nullValue()), octetString(imprint.digest)),
    integer(positive()),
    generalized(at),
  )
  const certHash = octetString(createHash('sha256').update(who.certificate).digest())
  const attributes = setOf(
    attribute(OID.contentType, oid(OID.timestampInfo)),
    attribute(OID.messageDigest, octetString(createHash('sha256').update(info).digest())),
    attribute(OID.signingCertificateV2, sequence(sequence(sequence(certHash)))),
  )
  const signer = parseCertificate(who.certificate)
  const signerInfo = sequence(
    integer(1),
    sequence(signer.issuerDer, integer(Buffer.from(signer.serialHex, 'hex'))),
    hashIdentifier('sha256'),
    tlv(0xa0, attributes.subarray(attributes[1]! < 0x80 ? 2 : 2 + (attributes[1]! & 0x7f))),
    schemeIdentifier(ecdsa),
    octetString(signWithScheme(ecdsa, who.key, attributes)),
  )
  const signedData = sequence(
    integer(3),
    setOf(hashIdentifier('sha256')),
    sequence(oid(OID.timestampInfo), tagged(0, octetString(info))),
    tlv(0xa0, ...who.chain),
    setOf(signerInfo),
  )
  return sequence(oid(OID.signedData), tagged(0, signedData))
}
