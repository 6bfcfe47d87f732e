import { DerProblem } from '../asn1/der-problem.ts'
import { OID } from '../asn1/oids.ts'
import { readDer } from '../asn1/read-der.ts'
import type { CmsSignedData } from '../cms/parse-cms.ts'
import { hashOf, type Hash } from '../cms/signature-scheme.ts'

/** What a time-stamp states (TSTInfo, RFC 3161). */
export interface TimestampInfo {
  imprintHash: Hash | null
  imprint: Buffer
  time: Date
}

/** Reads the TSTInfo inside a time-stamp token. */
export function timestampContent(cms: CmsSignedData): TimestampInfo {
  if (cms.contentType !== OID.timestampInfo || !cms.encapsulated) throw new DerProblem('no time-stamp inside')
  const [version, policy, imprint, serial, time] = readDer(cms.encapsulated).expect(0x30).children()
  if (!version || !policy || !imprint || !serial || !time) throw new DerProblem('the time-stamp is incomplete')
  const [algorithm, value] = imprint.expect(0x30).children()
  if (!algorithm || !value) throw new DerProblem('the time-stamp has no imprint')
  return {
    imprintHash: hashOf(algorithm),
    imprint: value.expect(0x04).content,
    time: stampTime(time.expect(0x18).content),
  }
}

/** GeneralizedTime as time-stamps use it: fractions of a second are allowed. */
function stampTime(content: Buffer): Date {
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(content.toString('latin1'))
  if (!found) throw new DerProblem('the time-stamp has no usable time')
  const [, year, month, day, hour, minute, second, fraction] = found
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${(fraction ?? '').slice(0, 4)}Z`)
}
