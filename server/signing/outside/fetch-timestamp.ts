import { randomBytes } from 'node:crypto'
import { askTimestamp, type TimestampQuestion } from '../timestamp/ask-timestamp.ts'
import { readTimestampAnswer, type TimestampAnswer } from '../timestamp/read-timestamp-answer.ts'
import type { Outside } from './outside.ts'

/**
 * Asks a time-stamp authority over HTTP (RFC 3161 3.4) with a fresh nonce. *Rejects* with an `OutsideProblem` when it
 * cannot be asked; an authority that says no, or stamps something else, is an answer with a problem.
 */
export async function fetchTimestamp(
  outside: Outside,
  url: string,
  question: Omit<TimestampQuestion, 'nonce'>,
): Promise<TimestampAnswer> {
  const asked = { ...question, nonce: randomBytes(16) }
  const bytes = await outside({
    url,
    body: { type: 'application/timestamp-query', bytes: askTimestamp(asked) },
    accept: ['application/timestamp-reply'],
    limit_bytes: 100_000,
  })
  return readTimestampAnswer(bytes, asked)
}
