import type { InferResponseType } from 'hono/client'
import type { api } from '../kernel/api.ts'
import { formatDate, formatDateTime } from '../kernel/format.ts'
import { verificationTexts as t } from '../kernel/messages/verification.ts'
import type { Tone } from '../parts/tone.ts'

type Verification = (typeof api.documents)[':id']['verification']['$get']
/** How far the archive copy of an issued document has come. */
export type ArchiveCopy = NonNullable<InferResponseType<Verification>['archive']>

/** One line about an archive copy: what is reached, and what is waited for until when. */
export function archiveWords(copy: ArchiveCopy): { text: string; tone: Tone } {
  const { state, level, problemService, nextTryAt, stampEndsAt } = copy
  if (state !== 'waiting' && state !== 'reached') return { text: t[`archive_${state}`], tone: 'danger' }
  const reached = level ?? t.archiveNothing
  if (problemService === null) {
    const until = stampEndsAt === null ? t.archiveBegun : t.archiveUntil(formatDate(stampEndsAt))
    return { text: `${reached}; ${until}`, tone: state === 'reached' ? 'ok' : 'info' }
  }
  const waits = t[`archiveWaits_${problemService}`]
  return { text: `${reached}; ${waits}, ${t.archiveNextTry(nextTryAt ? formatDateTime(nextTryAt) : '')}`, tone: 'warn' }
}
