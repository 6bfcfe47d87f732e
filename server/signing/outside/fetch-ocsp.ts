import { randomBytes } from 'node:crypto'
import { DerProblem } from '../asn1/der-problem.ts'
import { askOcsp, repeatsNonce, type OcspQuestion } from '../revocation/ask-ocsp.ts'
import { readOcsp, type OcspAnswer } from '../revocation/read-ocsp.ts'
import type { Outside } from './outside.ts'

/** A longer question is always posted (RFC 6960 A.1). */
const MAX_GET_BYTES = 255
const expected = { accept: ['application/ocsp-response'], limit_bytes: 200_000 }

/**
 * Asks an OCSP responder: by POST with a fresh nonce, or, where `cacheable`, by GET without one, so that what stands
 * between may answer. *Rejects* with an `OutsideProblem` or a `DerProblem`; the answer is still to be judged.
 */
export async function fetchOcsp(
  outside: Outside,
  url: string,
  question: Pick<OcspQuestion, 'certificates' | 'hash'>,
  { cacheable = false } = {},
): Promise<OcspAnswer> {
  const path = encodeURIComponent(askOcsp(question).toString('base64'))
  if (cacheable && path.length <= MAX_GET_BYTES)
    return readOcsp(await outside({ url: `${url.replace(/\/$/, '')}/${path}`, ...expected }))
  const nonce = randomBytes(16)
  const body = { type: 'application/ocsp-request', bytes: askOcsp({ ...question, nonce }) }
  const answer = readOcsp(await outside({ url, body, ...expected }))
  if (!repeatsNonce(answer, nonce)) throw new DerProblem('the answer repeats another nonce')
  return answer
}
