import { existsSync, readFileSync } from 'node:fs'
import { asc, gt, or, and, eq } from 'drizzle-orm'
import { journal, journalHeads, journalSeals } from '#db/kernel/schema.ts'
import type { Tx } from './house.ts'
import { firstHash, journalHash, type JournalRow } from './journal.ts'
import { sealRoot, type StreamHeads } from './journal-seal.ts'

/** The first place where the journal contradicts itself; `seq` is null where a whole stream or a seal is at fault. */
export type AuditFault = { stream: string; seq: number | null; problem: AuditProblem }
export type AuditProblem =
  | 'row_changed'
  | 'row_missing'
  | 'tail_cut'
  | 'stream_without_head'
  | 'stream_vanished'
  | 'seal_changed'
  | 'seal_missing'
  | 'seal_contradicted'

export type AuditResult = { rows: number; streams: number; seals: number; faults: AuditFault[] }

const batchRows = 5000

/**
 * Recomputes the whole chain and holds it against the stream heads, the daily seals and the seal file. Finds any
 * edited, deleted, inserted or reordered row, a cut-off tail, and a rewritten database whose seals were taken before.
 */
export async function auditJournal(db: Tx, sealFilePath: string): Promise<AuditResult> {
  const walk = new ChainWalk()
  for await (const row of allRows(db)) walk.step(row)
  const heads = await db.select().from(journalHeads).orderBy(asc(journalHeads.stream))
  const ends = walk.finish(heads)
  const seals = await db.select().from(journalSeals).orderBy(asc(journalSeals.day))
  const sealFaults = checkSeals(seals, ends, walk, readSealFile(sealFilePath))
  return { rows: walk.rows, streams: heads.length, seals: seals.length, faults: [...walk.faults, ...sealFaults] }
}

async function* allRows(db: Tx): AsyncGenerator<JournalRow> {
  let stream = ''
  let seq = 0
  for (;;) {
    const rows = await db
      .select()
      .from(journal)
      .where(or(gt(journal.stream, stream), and(eq(journal.stream, stream), gt(journal.seq, seq))))
      .orderBy(asc(journal.stream), asc(journal.seq))
      .limit(batchRows)
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < batchRows) return
    stream = last.stream
    seq = last.seq
  }
}

/** Follows the rows in (stream, seq) order and remembers the first fault of each stream. */
class ChainWalk {
  rows = 0
  faults: AuditFault[] = []
  /** `stream seq` → hash of every row that a seal may name. */
  hashes = new Map<string, string>()
  private ends = new Map<string, { seq: number; hash: string }>()
  private broken = new Set<string>()

  step(row: JournalRow): void {
    this.rows += 1
    const { hash, ...rest } = row
    const end = this.ends.get(row.stream) ?? { seq: 0, hash: firstHash }
    if (row.seq !== end.seq + 1) this.fault(row.stream, end.seq + 1, 'row_missing')
    else if (row.previousHash !== end.hash || journalHash(rest) !== hash) this.fault(row.stream, row.seq, 'row_changed')
    this.ends.set(row.stream, { seq: row.seq, hash })
    this.hashes.set(`${row.stream} ${row.seq}`, hash)
  }

  finish(heads: (typeof journalHeads.$inferSelect)[]): Map<string, { seq: number; hash: string }> {
    const known = new Set(heads.map((head) => head.stream))
    for (const stream of this.ends.keys()) if (!known.has(stream)) this.fault(stream, null, 'stream_without_head')
    for (const head of heads) {
      const end = this.ends.get(head.stream)
      if (!end) this.fault(head.stream, null, 'stream_vanished')
      else if (end.seq !== head.seq || end.hash !== head.hash)
        this.fault(head.stream, Math.min(end.seq, head.seq) + 1, 'tail_cut')
    }
    return this.ends
  }

  private fault(stream: string, seq: number | null, problem: AuditProblem): void {
    if (this.broken.has(stream)) return
    this.broken.add(stream)
    this.faults.push({ stream, seq, problem })
  }
}

type Seal = typeof journalSeals.$inferSelect
type WrittenSeal = { day: string; root: string }

function checkSeals(
  seals: Seal[],
  ends: Map<string, { seq: number; hash: string }>,
  walk: ChainWalk,
  written: WrittenSeal[],
): AuditFault[] {
  const faults: AuditFault[] = []
  let previousRoot = firstHash
  for (const seal of seals) {
    if (seal.previousRoot !== previousRoot || sealRoot(seal.heads, seal.previousRoot) !== seal.root) {
      faults.push({ stream: `seal:${seal.day}`, seq: null, problem: 'seal_changed' })
    }
    faults.push(...contradictions(seal.heads, ends, walk))
    previousRoot = seal.root
  }
  const roots = new Map(seals.map((seal) => [seal.day, seal.root]))
  for (const { day, root } of written) {
    const problem = !roots.has(day) ? 'seal_missing' : roots.get(day) !== root ? 'seal_contradicted' : null
    if (problem) faults.push({ stream: `seal:${day}`, seq: null, problem })
  }
  return faults
}

function contradictions(heads: StreamHeads, ends: Map<string, { seq: number }>, walk: ChainWalk): AuditFault[] {
  const faults: AuditFault[] = []
  for (const [stream, { seq, hash }] of Object.entries(heads)) {
    const now = walk.hashes.get(`${stream} ${seq}`)
    if (now === hash) continue
    faults.push({
      stream,
      seq: now === undefined ? (ends.get(stream)?.seq ?? 0) + 1 : seq,
      problem: 'seal_contradicted',
    })
  }
  return faults
}

function readSealFile(path: string): WrittenSeal[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
  return lines.map((text) => JSON.parse(text) as WrittenSeal)
}
