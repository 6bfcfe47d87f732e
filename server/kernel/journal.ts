import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
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
 * Writes the entries of one unit of work, stream by stream in a fixed order so that two writers cannot wait for each
 * other. The head row's lock is held until commit and makes the chain of a stream one line.
 */
export async function appendJournal(
  tx: Tx,
  entries: JournalEntry[],
  by: { actor: Actor | null; at: Date },
): Promise<void> {
  const ordered = entries
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => (a.entry.stream < b.entry.stream ? -1 : a.entry.stream > b.entry.stream ? 1 : a.index - b.index))
  for (const { entry } of ordered) await appendOne(tx, entry, by)
}

const nobody = { personId: null, postId: null, agencyId: null, onBehalfOf: null }

async function appendOne(tx: Tx, entry: JournalEntry, by: { actor: Actor | null; at: Date }) {
  const head = await lockHead(tx, entry.stream)
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
  const hash = journalHash(row)
  await tx.insert(journal).values({ ...row, hash })
  await tx.update(journalHeads).set({ seq: row.seq, hash }).where(eq(journalHeads.stream, entry.stream))
}

async function lockHead(tx: Tx, stream: string) {
  await tx.insert(journalHeads).values({ stream, seq: 0, hash: firstHash }).onConflictDoNothing()
  const [head] = await tx.select().from(journalHeads).where(eq(journalHeads.stream, stream)).for('update')
  if (!head) throw new Error(`journal head of ${stream} vanished`)
  return head
}
