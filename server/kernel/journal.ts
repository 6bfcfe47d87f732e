import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { journal, journalHeads } from '#db/kernel/schema.ts'
import type { Actor } from './actor.ts'
import { canonicalJson } from './canonical-json.ts'
import type { Tx } from './house.ts'

/** The hash before the first row of every stream. */
export const firstHash = '0'.repeat(64)

/** A legal act to be written down. `stream` is the thing it happened to: `document:<id>`, `meeting:<id>`, `book:<id>:<year>`. */
export type JournalEntry = {
  stream: string
  act: string
  basis?: string
  /** For whom this act was done, where it is another than the actor's own. */
  onBehalfOf?: string
  data?: Record<string, unknown>
}

export type JournalRow = typeof journal.$inferSelect

/** SHA-256 over the previous hash and every field of the row except the hash itself; hex. */
export function journalHash(row: Omit<JournalRow, 'hash'>): string {
  return createHash('sha256')
    .update(canonicalJson({ ...row, at: row.at.toISOString() }))
    .digest('hex')
}

/**
 * Writes the entries of one unit of work in three statements, however many they are. The heads of their streams are locked in a
 * fixed order, so that two writers cannot wait for each other, and until commit, which makes each chain one line.
 */
export async function appendJournal(
  tx: Tx,
  entries: JournalEntry[],
  by: { actor: Actor | null; at: Date },
): Promise<void> {
  if (entries.length === 0) return
  const heads = await lockHeads(tx, [...new Set(entries.map(({ stream }) => stream))].sort())
  const rows = entries.map((entry) => {
    const row = nextRow(entry, heads.get(entry.stream)!, by)
    heads.set(entry.stream, { seq: row.seq, hash: row.hash })
    return row
  })
  await tx.insert(journal).values(rows)
  await tx
    .insert(journalHeads)
    .values([...heads].map(([stream, head]) => ({ stream, ...head })))
    .onConflictDoUpdate({ target: journalHeads.stream, set: { seq: sql`excluded.seq`, hash: sql`excluded.hash` } })
}

const nobody = { personId: null, postId: null, agencyId: null, onBehalfOf: null }

type Head = { seq: number; hash: string }

function nextRow(entry: JournalEntry, head: Head, by: { actor: Actor | null; at: Date }): JournalRow {
  const { personId, postId, agencyId, onBehalfOf } = by.actor ?? nobody
  const row = {
    stream: entry.stream,
    seq: head.seq + 1,
    at: by.at,
    act: entry.act,
    ...{ personId, postId, agencyId },
    onBehalfOf: entry.onBehalfOf ?? onBehalfOf ?? null,
    basis: entry.basis ?? null,
    data: entry.data ?? {},
    previousHash: head.hash,
  }
  return { ...row, hash: journalHash(row) }
}

/** A stream that has no head yet gets its first; writing the others as they are is what locks them. */
async function lockHeads(tx: Tx, streams: string[]): Promise<Map<string, Head>> {
  const rows = await tx
    .insert(journalHeads)
    .values(streams.map((stream) => ({ stream, seq: 0, hash: firstHash })))
    .onConflictDoUpdate({ target: journalHeads.stream, set: { seq: sql`${journalHeads.seq}` } })
    .returning()
  return new Map(rows.map(({ stream, seq, hash }) => [stream, { seq, hash }]))
}
