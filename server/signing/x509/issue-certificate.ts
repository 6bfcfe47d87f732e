import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { OID } from '../asn1/oids.ts'
import {
  bitString,
  boolean,
  integer,
  octetString,
  oid,
  printableString,
  sequence,
  setOf,
  tagged,
  time,
  tlv,
  utf8String,
} from '../asn1/write-der.ts'
import { schemeIdentifier, signWithScheme, type SignatureScheme } from '../cms/signature-scheme.ts'
import { KEY_USAGE } from './extensions.ts'

/** A name as pairs of attribute type and value, most general first. */
export type NamePairs = [string, string][]

export interface CertificateWish {
  subject: NamePairs
  /** Public or private: only its public half is used. */
  key: KeyObject
  serial: Uint8Array
  from: Date
  to: Date
  /** A certificate authority, with how many authorities may follow below it. */
  authority?: { pathLength: number }
  /** Bits of {@link KEY_USAGE}. */
  usage: number[]
  /** Ready DER extensions. */
  extensions?: Buffer[]
}

/** Whoever signs a certificate: a private key, how it signs, its name and its public key's identifier. */
export interface Issuer {
  key: KeyObject
  scheme: SignatureScheme
  name: NamePairs
}

/** An X.509 v3 certificate in DER, for demonstrations and tests; a real authority does far more. */
export function issueCertificate(wish: CertificateWish, issuer: Issuer): Buffer {
  const algorithm = schemeIdentifier(issuer.scheme)
  const tbs = sequence(
    tagged(0, integer(2)),
    integer(wish.serial),
    algorithm,
    encodeName(issuer.name),
    sequence(time(wish.from), time(wish.to)),
    encodeName(wish.subject),
    spkiOf(wish.key),
    tagged(3, sequence(...extensionsOf(wish, issuer))),
  )
  return sequence(tbs, algorithm, bitString(signWithScheme(issuer.scheme, issuer.key, tbs)))
}

function extensionsOf(wish: CertificateWish, issuer: Issuer): Buffer[] {
  const { authority } = wish
  const constraints = authority ? sequence(boolean(true), integer(authority.pathLength)) : sequence()
  return [
    certificateExtension(OID.basicConstraints, constraints, true),
    certificateExtension(OID.keyUsage, usageBits(wish.usage), true),
    certificateExtension(OID.subjectKeyIdentifier, octetString(keyIdentifier(wish.key))),
    certificateExtension(OID.authorityKeyIdentifier, sequence(tlv(0x80, keyIdentifier(issuer.key)))),
    ...(wish.extensions ?? []),
  ]
}

/** One extension in DER. */
export function certificateExtension(id: string, value: Uint8Array, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value))
}

/** A distinguished name in DER: country as PrintableString, everything else UTF-8. */
export function encodeName(name: NamePairs): Buffer {
  return sequence(
    ...name.map(([type, value]) =>
      setOf(sequence(oid(type), type === OID.country ? printableString(value) : utf8String(value))),
    ),
  )
}

function spkiOf(key: KeyObject): Buffer {
  const half = key.type === 'private' ? createPublicKey(key) : key
  return half.export({ type: 'spki', format: 'der' })
}

/** The identifier of a key as certificates and lists name it here: SHA-1 over the whole public key. */
export function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha1').update(spkiOf(key)).digest()
}

function usageBits(usage: number[]): Buffer {
  const bits = Buffer.alloc(1)
  for (const bit of usage) bits[0] = bits[0]! | (0x80 >> bit)
  const unused = bits[0] === 0 ? 0 : 31 - Math.clz32(bits[0]! & -bits[0]!)
  return bitString(bits, unused)
}

/** What an end entity that signs documents may do. */
export const SIGNER_USAGE = [KEY_USAGE.digitalSignature, KEY_USAGE.nonRepudiation]

/** What a certificate authority may do. */
export const AUTHORITY_USAGE = [KEY_USAGE.keyCertSign, KEY_USAGE.crlSign]
