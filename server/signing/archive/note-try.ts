import type { Work } from '#server/kernel/unit-of-work.ts'
import type { Level } from '../long-term/extend-file.ts'
import { updateArchiveCopy, type ArchiveCopyRow } from './archive-copy.queries.ts'
import { nextLook, nextTry, renewalAt, stateAfter } from './archive-copy.rules.ts'
import type { TryEnd, TryProblem } from './weigh-extension.ts'

/** What a try reached; `sha256` names the longer file where one was made. */
export type TryResult = {
  level: Level | null
  stampEndsAt: Date | null
  sha256: string | null
  problem: TryProblem | null
}
/** What one try came to. */
export type Try = TryEnd | TryResult

/**
 * Writes a try down and asks for the next. Where another try of the same file was faster, nothing is written: what this one made is
 * nobody's. Journals what changed; an outage is journalled once, not at every try. *Emits* `document.changed`.
 */
export async function noteTry(work: Work, seen: ArchiveCopyRow, outcome: Try): Promise<void> {
  const columns = 'ends' in outcome ? ended(seen, outcome) : tried(work, seen, outcome)
  if (!(await updateArchiveCopy(work.tx, seen, { ...columns, updatedAt: work.at }))) return
  const stream = `${seen.subjectKind}:${seen.subjectId}`
  for (const { act, data } of acts(seen, outcome))
    work.record({ stream, act, data: { archiveCopyId: seen.id, ...data } })
  const payload = { kind: seen.subjectKind, id: seen.subjectId, documentId: seen.subjectId }
  work.emit({ topic: stream, type: 'document.changed', payload })
  const archiveCopyId = seen.id
  if (columns.nextTryAt)
    work.enqueue({ kind: 'signing.extend', key: seen.id, payload: { archiveCopyId }, runAt: columns.nextTryAt })
}

type Columns = Partial<ArchiveCopyRow> & Pick<ArchiveCopyRow, 'nextTryAt'>

function ended(seen: ArchiveCopyRow, { ends, detail }: TryEnd): Columns {
  const state = stateAfter(seen.state, ends)
  return { state, attempts: seen.attempts + 1, problemService: 'file', problemDetail: detail, nextTryAt: null }
}

function tried(work: Work, seen: ArchiveCopyRow, { level, stampEndsAt, sha256, problem }: TryResult): Columns {
  const { at, house } = work
  const reached = { level, stampEndsAt, fileSha256: sha256 ?? seen.fileSha256 }
  if (!problem) {
    const state = seen.state === 'waiting' ? stateAfter('waiting', 'reach') : seen.state
    const nextTryAt = stampEndsAt ? renewalAt(at, stampEndsAt, house.config.archiveRenewal_days) : nextLook(at)
    return { ...reached, state, attempts: 0, problemService: null, problemDetail: null, nextTryAt }
  }
  const state = seen.state === 'reached' ? stateAfter('reached', 'fall_due') : seen.state
  const attempts = seen.attempts + 1
  const nextTryAt = problem.rests ? nextLook(at) : nextTry(at, attempts)
  return { ...reached, state, attempts, problemService: problem.service, problemDetail: problem.detail, nextTryAt }
}

type Noted = { act: string; data: Record<string, unknown> }

function acts(seen: ArchiveCopyRow, outcome: Try): Noted[] {
  if ('ends' in outcome) return [{ act: 'archive.ended', data: { end: outcome.ends, detail: outcome.detail } }]
  const { level, stampEndsAt, sha256, problem } = outcome
  const noted: Noted[] = []
  const extended = {
    baseSha256: seen.fileSha256,
    resultSha256: sha256,
    level,
    stampEndsAt: stampEndsAt?.toISOString() ?? null,
  }
  if (sha256) noted.push({ act: 'archive.extended', data: extended })
  if (problem && problem.service !== seen.problemService)
    noted.push({ act: 'archive.waits', data: { service: problem.service, detail: problem.detail, level } })
  return noted
}
