import { asc, eq, sql } from 'drizzle-orm'
import { journal, journalSeals } from '#db/kernel/schema.ts'
import type { Tx } from './house.ts'
import { firstHash, type JournalRow } from './journal.ts'

/** One stream of the journal with what the daily seals say of it; enough to recompute its chain anywhere. */
export type JournalExcerpt = {
  rows: JournalRow[]
  head: { seq: number; hash: string }
  seals: { day: string; root: string; previousRoot: string; head: { seq: number; hash: string } }[]
}

/** The whole stream, oldest row first. Whoever may see the thing that it is about may see it. */
export async function journalExcerpt(tx: Tx, stream: string): Promise<JournalExcerpt> {
  const rows = await tx.select().from(journal).where(eq(journal.stream, stream)).orderBy(asc(journal.seq))
  const { day, root, previousRoot, heads } = journalSeals
  const seals = await tx
    .select({ day, root, previousRoot, head: sql<{ seq: number; hash: string }>`${heads} -> ${stream}` })
    .from(journalSeals)
    .where(sql`${heads} ? ${stream}`)
    .orderBy(asc(day))
  const last = rows.at(-1)
  return { rows, head: last ? { seq: last.seq, hash: last.hash } : { seq: 0, hash: firstHash }, seals }
}
