import { createHash, type KeyObject } from 'node:crypto'
import { DerProblem } from '../asn1/der-problem.ts'
import { OID } from '../asn1/oids.ts'
import { need, readDer, type DerNode } from '../asn1/read-der.ts'
import { bitString, integer, oid, sequence, tlv, utf8String } from '../asn1/write-der.ts'
import { buildCms } from '../cms/build-cms.ts'
import { signWithScheme, type Hash, type SignatureScheme } from '../cms/signature-scheme.ts'
import { signedAttributes } from '../cms/signed-attributes.ts'
import { readImprint } from '../timestamp/timestamp-info.ts'

/** Whoever stamps: a key with its certificate (for time-stamping only) first, then its issuers. */
export interface TimestampAuthority {
  key: KeyObject
  scheme: SignatureScheme
  certificates: Uint8Array[]
  /** The policy that it stamps under, dotted. */
  policy: string
}

/** What one stamp differs in from the next. */
export interface StampMoment {
  at: Date
  /** A number that this authority never gives again. */
  serial: Uint8Array
}

const IMPRINT_BYTES: Partial<Record<Hash, number>> = { sha256: 32, sha384: 48, sha512: 64 }
/** Bits of PKIFailureInfo (RFC 3161 2.4.2). */
const FAILURE = { badAlg: 0, badDataFormat: 5, unacceptedPolicy: 15, unacceptedExtension: 16 } as const

/**
 * Answers a TimeStampReq with a TimeStampResp, both DER, as a time-stamp authority does. For the demonstration and for
 * tests: its clock is whatever it is given. Refuses, as an answer with a status, what is malformed, what is hashed with
 * anything but SHA-256/384/512, another policy and any extension.
 */
export function answerTimestamp(request: Uint8Array, authority: TimestampAuthority, moment: StampMoment): Buffer {
  try {
    return answer(readDer(request).expect(0x30).children(), authority, moment)
  } catch (error) {
    if (!(error instanceof DerProblem)) throw error
    return refusal('badDataFormat', error.message)
  }
}

function answer(parts: DerNode[], authority: TimestampAuthority, moment: StampMoment): Buffer {
  const [version, imprintNode, ...rest] = parts
  if (need(version, 'the version').integer() !== 1) throw new DerProblem('an unknown version')
  const imprint = need(imprintNode, 'the imprint')
  const part = new Map(rest.map((node) => [node.tag, node]))
  const refused = refusalOf(imprint, part, authority)
  if (refused) return refused
  const info = sequence(
    integer(1),
    oid(authority.policy),
    imprint.raw,
    integer(moment.serial),
    stampTime(moment.at),
    sequence(integer(1)),
    ...(part.has(0x02) ? [part.get(0x02)!.raw] : []),
  )
  const wantsCertificate = part.get(0x01)?.boolean() ?? false
  return sequence(sequence(integer(0)), issueToken(info, authority, wantsCertificate))
}

function refusalOf(imprintNode: DerNode, part: Map<number, DerNode>, { policy }: TimestampAuthority): Buffer | null {
  const { imprintHash, imprint } = readImprint(imprintNode)
  const length = imprintHash && IMPRINT_BYTES[imprintHash]
  if (!length) return refusal('badAlg', 'SHA-256, SHA-384 or SHA-512')
  if (imprint.length !== length) throw new DerProblem('the imprint has another length')
  if (part.has(0xa0)) return refusal('unacceptedExtension', 'no extension is known')
  const wanted = part.get(0x06)?.oid() ?? policy
  return wanted === policy ? null : refusal('unacceptedPolicy', policy)
}

/** A time-stamp token over ready TSTInfo. */
export function issueToken(info: Uint8Array, authority: TimestampAuthority, withCertificates = true): Buffer {
  const { key, scheme, certificates } = authority
  const digest = createHash(scheme.hash).update(info).digest()
  const attributes = signedAttributes(digest, scheme.hash, certificates[0]!, OID.timestampInfo)
  return buildCms({
    scheme,
    signedAttributes: attributes,
    signature: signWithScheme(scheme, key, attributes),
    certificates: [...certificates],
    withoutCertificates: !withCertificates,
    content: { type: OID.timestampInfo, bytes: info },
  })
}

/** GeneralizedTime with milliseconds, without zeros at the end (RFC 3161 2.4.2). */
function stampTime(at: Date): Buffer {
  const text = at.toISOString().replace(/[-:TZ]/g, '')
  return tlv(0x18, Buffer.from(`${text.replace(/\.?0+$/, '')}Z`))
}

function refusal(failure: keyof typeof FAILURE, words: string): Buffer {
  const bit = FAILURE[failure]
  const bits = Buffer.alloc((bit >> 3) + 1)
  bits[bit >> 3] = 0x80 >> (bit & 7)
  return sequence(sequence(integer(2), sequence(utf8String(words)), bitString(bits, 7 - (bit & 7))))
}
