import { createHash } from 'node:crypto'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { desc, eq, sql } from 'drizzle-orm'
import { journalHeads, journalSeals } from '#db/kernel/schema.ts'
import { canonicalJson } from './canonical-json.ts'
import type { House, Tx } from './house.ts'
import { firstHash } from './journal.ts'

export type StreamHeads = Record<string, { seq: number; hash: string }>

/** One root over every stream head and the root before it; hex. */
export function sealRoot(heads: StreamHeads, previousRoot: string): string {
  return createHash('sha256').update(canonicalJson({ heads, previousRoot })).digest('hex')
}

/** Where the roots are written a second time, outside the database: one JSON object a line. */
export const sealFile = (dataDir: string) => join(dataDir, 'journal-seals.jsonl')

/** The legal day (Asia/Ho_Chi_Minh) of an instant, `yyyy-MM-dd`. */
const dayOf = (at: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(at)

/**
 * Seals the journal once a legal day; a second call on the same day does nothing. The root is also appended to
 * {@link sealFile}, so that somebody who can rewrite the whole database still leaves a contradiction.
 */
export async function sealJournal(house: House): Promise<{ day: string; root: string } | null> {
  const at = house.clock.now()
  const day = dayOf(at)
  const sealed = await house.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('journal-seal', 0))`)
    const [existing] = await tx.select().from(journalSeals).where(eq(journalSeals.day, day))
    return existing ? null : insertSeal(tx, day, at)
  })
  if (sealed)
    await appendFile(sealFile(house.config.dataDir), `${JSON.stringify({ ...sealed, at: at.toISOString() })}\n`)
  return sealed
}

async function insertSeal(tx: Tx, day: string, at: Date) {
  const rows = await tx.select().from(journalHeads).orderBy(journalHeads.stream)
  const heads = Object.fromEntries(rows.map(({ stream, seq, hash }) => [stream, { seq, hash }]))
  const [last] = await tx.select().from(journalSeals).orderBy(desc(journalSeals.day)).limit(1)
  const previousRoot = last?.root ?? firstHash
  const root = sealRoot(heads, previousRoot)
  await tx.insert(journalSeals).values({ day, root, heads, previousRoot, at })
  return { day, root }
}
