import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'

/** Many documents that one person signs with one PIN. The PIN and the open key are in no row. */
export const signingBatches = pgTable(
  'signing_batches',
  {
    id: uuid().primaryKey().defaultRandom(),
    agencyId: uuid().notNull(),
    postId: uuid().notNull(),
    personId: uuid().notNull(),
    /** On whose behalf the post acted when the batch began. */
    onBehalfOf: text(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    /** When the PIN was last given; from here the time left is reckoned. */
    runStartedAt: timestamp({ withTimezone: true }).notNull(),
    /** Which run of which server process holds the open key … */
    runId: uuid(),
    /** … and until when it says so. Past this instant the rest waits for the PIN. */
    heldUntil: timestamp({ withTimezone: true }),
    finishedAt: timestamp({ withTimezone: true }),
  },
  (t) => [
    uniqueIndex('signing_batches_open')
      .on(t.postId, t.personId)
      .where(sql`finished_at is null`),
    index('signing_batches_newest').on(t.postId, t.personId, t.createdAt),
  ],
)

/** One document of a batch: what was looked at, and what became of it. */
export const signingBatchItems = pgTable(
  'signing_batch_items',
  {
    batchId: uuid()
      .notNull()
      .references(() => signingBatches.id),
    position: integer().notNull(),
    documentId: uuid().notNull(),
    /** The revision and the very file that were shown; nothing else is signed. */
    revision: integer().notNull(),
    seenSha256: text().notNull(),
    state: text({ enum: ['waiting', 'signing', 'signed', 'failed', 'left_out'] }).notNull(),
    /** Why not: the refusal's code, reason and facts. */
    code: text(),
    reason: text(),
    data: jsonb().notNull().default({}),
    /** As printed: `KT. CHỦ TỊCH`; of a signed one. */
    competence: text(),
    onBehalfOf: text(),
    signedSha256: text(),
    runId: uuid(),
    changedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.batchId, t.documentId] }),
    index('signing_batch_items_next').on(t.batchId, t.state, t.position),
    index('signing_batch_items_document').on(t.documentId),
  ],
)
