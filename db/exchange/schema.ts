import { sql } from 'drizzle-orm'
import { index, integer, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'

/** One document on its way to one recipient. The id is fixed at the first attempt and kept for ever. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: uuid().primaryKey().defaultRandom(),
    documentId: uuid().notNull(),
    senderAgencyId: uuid().notNull(),
    recipientAgencyId: uuid().notNull(),
    /** `queued`, then the national codes 01 arrived, 02 refused, 03 registered, 04 assigned, 05 in progress, 06 done … */
    status: text().notNull(),
    statusAt: timestamp({ withTimezone: true }).notNull(),
    statusNote: text(),
    attempts: integer().notNull().default(0),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    /** Why the last attempt failed; null once it went through. */
    problem: text(),
    /** A refusal stays on the sender's desk until somebody has seen it. */
    acknowledgedRefusalAt: timestamp({ withTimezone: true }),
    acknowledgedByPostId: uuid(),
  },
  (t) => [
    uniqueIndex('deliveries_once').on(t.documentId, t.recipientAgencyId),
    index('deliveries_sender').on(t.senderAgencyId, t.createdAt.desc()),
    index('deliveries_refused')
      .on(t.senderAgencyId, t.statusAt.desc())
      .where(sql`status = '02' and acknowledged_refusal_at is null`),
  ],
)

/** Every change of a delivery's status, append-only. */
export const deliveryStatuses = pgTable(
  'delivery_statuses',
  {
    deliveryId: uuid().notNull(),
    ordinal: integer().notNull(),
    status: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    byName: text().notNull(),
    note: text(),
  },
  (t) => [
    primaryKey({ columns: [t.deliveryId, t.ordinal] }),
    uniqueIndex('delivery_statuses_once').on(t.deliveryId, t.status),
  ],
)
