import { DerProblem } from '../asn1/der-problem.ts'
import { OID } from '../asn1/oids.ts'
import { need, readDer, type DerNode } from '../asn1/read-der.ts'
import { utcInstant } from '../asn1/utc-instant.ts'
import type { CmsSignedData } from '../cms/parse-cms.ts'
import { hashOf, type Hash } from '../cms/signature-scheme.ts'

/** What a time-stamp states (TSTInfo, RFC 3161 2.4.2). */
export interface TimestampInfo {
  /** Null for a hash that nobody here knows. */
  imprintHash: Hash | null
  imprint: Buffer
  /** The stated instant, to the millisecond. */
  time: Date
  /** How far the true instant may lie on either side; null when the authority does not say. */
  accuracy_ms: number | null
  /** The policy of the time-stamp authority, dotted. */
  policy: string
  serialHex: string
  /** The number that the asker sent along, as hexadecimal; null when there is none. */
  nonceHex: string | null
}

/** Reads the TSTInfo inside a time-stamp token. A critical extension is a {@link DerProblem}: none is known. */
export function timestampInfo(cms: CmsSignedData): TimestampInfo {
  if (cms.contentType !== OID.timestampInfo || !cms.encapsulated) throw new DerProblem('no time-stamp inside')
  const [version, policy, imprint, serial, time, ...rest] = readDer(cms.encapsulated).expect(0x30).children()
  if (need(version, 'the version').integer() !== 1) throw new DerProblem('an unknown version of time-stamp')
  const optional = new Map(rest.map((node) => [node.tag, node]))
  if (optional.size !== rest.length) throw new DerProblem('a part of the time-stamp stands twice')
  refuseCritical(optional.get(0xa1))
  return {
    ...readImprint(need(imprint, 'the imprint')),
    time: stampTime(need(time, 'the time').expect(0x18).content),
    accuracy_ms: accuracyOf(optional.get(0x30)),
    policy: need(policy, 'the policy').oid(),
    serialHex: need(serial, 'the serial number').expect(0x02).content.toString('hex'),
    nonceHex: optional.get(0x02)?.integerHex() ?? null,
  }
}

/** MessageImprint: which hash, and its value. */
export function readImprint(node: DerNode): { imprintHash: Hash | null; imprint: Buffer } {
  const [algorithm, value] = node.expect(0x30).children()
  const imprintHash = hashOf(need(algorithm, 'the hash algorithm').expect(0x30))
  return { imprintHash, imprint: need(value, 'the imprint').expect(0x04).content }
}

/** GeneralizedTime as time-stamps use it: fractions of a second are allowed. */
function stampTime(content: Buffer): Date {
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(content.toString('latin1'))
  if (!found) throw new DerProblem('the time-stamp has no usable time')
  return utcInstant(found.slice(1, 7), found[7])
}

/** `Accuracy`: seconds, then `[0]` milliseconds and `[1]` microseconds, which are rounded up. */
function accuracyOf(node: DerNode | undefined): number | null {
  if (!node) return null
  const parts = new Map(node.children().map((part) => [part.tag, part.content]))
  const number = (tag: number) => Number.parseInt(`0${(parts.get(tag) ?? Buffer.alloc(0)).toString('hex', 0, 5)}`, 16)
  return number(0x02) * 1000 + number(0x80) + Math.ceil(number(0x81) / 1000)
}

function refuseCritical(extensions: DerNode | undefined): void {
  for (const extension of extensions?.children() ?? []) {
    const [id, critical] = extension.expect(0x30).children()
    if (critical?.tag === 0x01 && critical.boolean())
      throw new DerProblem(`a critical extension of the time-stamp is unknown: ${id?.oid()}`)
  }
}
