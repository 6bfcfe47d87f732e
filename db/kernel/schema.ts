import {
  bigint,
  bigserial,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'

/** Append-only record of every legal act; `hash` chains each row to the one before it in the same stream. */
export const journal = pgTable(
  'journal',
  {
    stream: text().notNull(),
    seq: integer().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    act: text().notNull(),
    personId: uuid(),
    postId: uuid(),
    agencyId: uuid(),
    onBehalfOf: text(),
    basis: text(),
    data: jsonb().$type<Record<string, unknown>>().notNull(),
    previousHash: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.stream, t.seq] }), index('journal_at').on(t.at)],
)

/** The newest hash of each journal stream; its row lock orders the writers of a stream. */
export const journalHeads = pgTable('journal_heads', {
  stream: text().primaryKey(),
  seq: integer().notNull(),
  hash: text().notNull(),
})

/** One root a day over all stream heads, so that a cut-off tail shows. */
export const journalSeals = pgTable('journal_seals', {
  day: text().primaryKey(),
  root: text().notNull(),
  heads: jsonb().$type<Record<string, { seq: number; hash: string }>>().notNull(),
  previousRoot: text().notNull(),
  at: timestamp({ withTimezone: true }).notNull(),
})

/** The stored answer of each command, so that a repeat gets the same answer and has no second effect. */
export const commands = pgTable(
  'commands',
  {
    personId: uuid().notNull(),
    key: text().notNull(),
    intent: text().notNull(),
    answer: jsonb().$type<{ value: unknown }>().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.key] }), index('commands_at').on(t.at)],
)

/** Events too large for a NOTIFY payload; deleted after a day. */
export const largeEvents = pgTable('large_events', {
  id: bigserial({ mode: 'number' }).primaryKey(),
  event: jsonb().$type<unknown>().notNull(),
  at: timestamp({ withTimezone: true }).notNull(),
})

/** Slow work, born in the transaction of the act that asked for it. */
export const jobs = pgTable(
  'jobs',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    kind: text().notNull(),
    key: text(),
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    state: text({ enum: ['waiting', 'done', 'dead'] })
      .notNull()
      .default('waiting'),
    attempts: integer().notNull().default(0),
    runAt: timestamp({ withTimezone: true }).notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    finishedAt: timestamp({ withTimezone: true }),
    lastError: text(),
  },
  (t) => [index('jobs_due').on(t.state, t.runAt, t.id)],
)

/** Failed tries per key (a login, a PIN, an address); counted before the secret is looked at. */
export const throttles = pgTable('throttles', {
  key: text().primaryKey(),
  failures: integer().notNull(),
  blockedUntil: timestamp({ withTimezone: true }),
  lastAt: timestamp({ withTimezone: true }).notNull(),
})

/** Facts of this installation, such as the epoch that changes when a backup is restored. */
export const installation = pgTable('installation', {
  key: text().primaryKey(),
  value: text().notNull(),
  revision: bigint({ mode: 'number' }).notNull().default(1),
})
