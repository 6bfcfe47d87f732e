import type { AuthorityProblem } from '../long-term/authorities.ts'
import type { Revision } from '../long-term/confined-workbench.ts'
import { LEVELS, type Extension, type Level } from '../long-term/extend-file.ts'
import type { VerificationReport } from '../verify/report.ts'
import type { ArchiveCopyRow } from './archive-copy.queries.ts'
import type { ArchiveCopyMove } from './archive-copy.rules.ts'

/** What did not help, in a line; `rests` when only a person can change it, so that trying again soon is of no use. */
export type TryProblem = { service: 'timestamp' | 'revocation' | 'file' | 'server'; detail: string; rests?: boolean }
/** An end that no service can change. */
export type TryEnd = { ends: ArchiveCopyMove; detail: string }
/** What an extension is worth: the bytes to append (null: none), and what the row is to say. */
export type Weighed =
  TryEnd | { level: Level; stampEndsAt: Date | null; more: Buffer | null; problem: TryProblem | null }

type Known = Pick<ArchiveCopyRow, 'level' | 'stampEndsAt'>
type Made = { extension: Extension; revisions: readonly Revision[] }

/**
 * Judges what was made of an archive copy. It only grows by what is worth something: a higher level, or a time-stamp that lasts
 * longer. A new time-stamp that does not hold (its authority is not trusted) is left out.
 */
export function weighExtension(known: Known, made: Made): Weighed {
  const { level, report, problem, stampEndsAt } = made.extension
  const ends = endOf(made)
  if (ends || level === null) return { ends: ends ?? 'find_unsigned', detail: wordsOf(report) }
  const holds = newStampHolds(made)
  const lasts = holds && isLater(stampEndsAt, known.stampEndsAt)
  const isWorth = isHigher(level, known.level) || (level === 'B-LTA' && lasts)
  const more = isWorth ? bytesOf(made, holds) : null
  const fault = problem ? failureOf(problem) : faultOfStamp(known, holds, more)
  return { level, stampEndsAt: lasts ? stampEndsAt : known.stampEndsAt, more, problem: fault }
}

const failureOf = ({ service, message }: AuthorityProblem): TryProblem => ({ service, detail: message })

function faultOfStamp(known: Known, holds: boolean, more: Buffer | null): TryProblem | null {
  if (!holds) return UNTRUSTED
  return known.level === 'B-LTA' && more === null ? NO_NEWER : null
}

const UNTRUSTED: TryProblem = { service: 'timestamp', detail: 'the time-stamp is of no trusted authority', rests: true }
const NO_NEWER: TryProblem = {
  service: 'timestamp',
  detail: 'the authority still stamps with the certificate that is about to end',
  rests: true,
}

/** A false time-stamp that was only just made says nothing against the file. */
function endOf({ extension: { report }, revisions }: Made): ArchiveCopyMove | null {
  if (report.overall === 'unreadable') return 'find_unreadable'
  if (report.signatures.length === 0) return report.overall === 'invalid' ? 'find_invalid' : 'find_unsigned'
  if (report.overall !== 'invalid') return null
  const signers = report.signatures.filter(({ kind }) => kind !== 'timestamp')
  const isFalse = signers.some((one) => one.indication === 'TOTAL-FAILED' || one.changesAfter === 'forbidden')
  return isFalse || revisions.length === 0 ? 'find_invalid' : null
}

function newStampHolds({ extension: { report }, revisions }: Made): boolean {
  if (revisions.at(-1)?.kind !== 'stamp') return true
  return report.signatures.findLast(({ kind }) => kind === 'timestamp')?.indication === 'TOTAL-PASSED'
}

function bytesOf({ revisions }: Made, holds: boolean): Buffer | null {
  const worth = holds ? revisions : revisions.slice(0, -1)
  return worth.length > 0 ? Buffer.concat(worth.map(({ bytes }) => bytes)) : null
}

const rank = (level: Level | null) => LEVELS.indexOf(level ?? 'B-B')
const isHigher = (level: Level, known: Level | null) => rank(level) > rank(known)
const isLater = (end: Date | null, known: Date | null) => end !== null && (known === null || end > known)

function wordsOf({ overall, problems, signatures }: VerificationReport): string {
  const codes = [...problems, ...signatures.flatMap((one) => one.problems)].map(({ code }) => code)
  return [overall, ...new Set(codes)].join(' ')
}
