import { DerProblem } from '../asn1/der-problem.ts'
import { need, readDer, type DerNode } from '../asn1/read-der.ts'
import { integer } from '../asn1/write-der.ts'
import { parseCms } from '../cms/parse-cms.ts'
import type { Problem } from '../verify/report.ts'
import type { TimestampQuestion } from './ask-timestamp.ts'
import { timestampInfo, type TimestampInfo } from './timestamp-info.ts'

/** A token that answers the question, or why there is none. `token` is a whole CMS in DER, still to be judged. */
export type TimestampAnswer = { token: Buffer; info: TimestampInfo } | { token: null; problem: Problem }

const STATUS = ['granted', 'granted with changes', 'rejected', 'waiting', 'revocation warning', 'revoked']

/**
 * Reads a TimeStampResp (RFC 3161 2.4.2) and holds it against the question: imprint, nonce and policy must be the ones
 * that were sent. Never throws. Problems: `timestamp_refused` (the authority said no), `timestamp_answer_malformed`,
 * `timestamp_answer_differs` (a token, but not for this question). Signature and certificate are for `checkToken`.
 */
export function readTimestampAnswer(bytes: Uint8Array, question: TimestampQuestion): TimestampAnswer {
  try {
    const [status, token] = readDer(bytes).expect(0x30).children()
    const refusal = refusalIn(need(status, 'the status'))
    if (refusal) return no('timestamp_refused', refusal)
    const cms = need(token, 'the token').raw
    const info = timestampInfo(parseCms(cms))
    const difference = differenceFrom(question, info)
    return difference ? no('timestamp_answer_differs', difference) : { token: cms, info }
  } catch (error) {
    if (!(error instanceof DerProblem)) throw error
    return no('timestamp_answer_malformed', error.message)
  }
}

const no = (code: string, detail: string): TimestampAnswer => ({ token: null, problem: { code, detail } })

function refusalIn(statusInfo: DerNode): string | null {
  const [status, ...rest] = statusInfo.expect(0x30).children()
  const code = need(status, 'the status').integer()
  if (code < 2) return null
  const words = rest.find(({ tag }) => tag === 0x30)?.children() ?? []
  const why = rest.find(({ tag }) => tag === 0x03)
  const failure = why ? failureWord(why.content) : null
  return [STATUS[code] ?? `status ${code}`, failure, ...words.map(({ content }) => content.toString('utf8', 0, 200))]
    .filter(Boolean)
    .join(': ')
}

const FAILURES: Record<number, string> = {
  0: 'bad algorithm',
  2: 'bad request',
  5: 'bad data format',
  14: 'time not available',
  15: 'unaccepted policy',
  16: 'unaccepted extension',
  17: 'additional information not available',
  25: 'system failure',
}

/** The first bit of PKIFailureInfo that is set. */
function failureWord(content: Buffer): string | null {
  const bits = content.subarray(1)
  const first = Object.keys(FAILURES).find((bit) => ((bits[Number(bit) >> 3] ?? 0) & (0x80 >> (Number(bit) & 7))) !== 0)
  return first === undefined ? null : FAILURES[Number(first)]!
}

function differenceFrom(question: TimestampQuestion, info: TimestampInfo): string | null {
  if (info.imprintHash !== question.hash || !info.imprint.equals(question.imprint)) return 'it stamps something else'
  if (info.nonceHex !== readDer(integer(question.nonce)).integerHex()) return 'it does not repeat the nonce'
  if (question.policy !== undefined && info.policy !== question.policy) return `its policy is ${info.policy}`
  return null
}
