import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  date,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

/** An incoming document of one agency, from its arrival to its end. */
export const arrivals = pgTable(
  'arrivals',
  {
    id: uuid().primaryKey().defaultRandom(),
    agencyId: uuid().notNull(),
    /** Who sent it; null when the sender is not in the directory. */
    senderAgencyId: uuid(),
    senderName: text().notNull(),
    /** Fixed by the sender at the first attempt and kept for ever. */
    deliveryId: uuid().notNull(),
    /** The same document where the sender is on this server. Linked, never copied. */
    documentId: uuid(),
    code: text().notNull(),
    typeName: text().notNull(),
    issuedOn: date().notNull(),
    subject: text().notNull(),
    signerLine: text().notNull().default(''),
    urgency: text({ enum: ['normal', 'urgent', 'very_urgent', 'express'] }).notNull(),
    fileSha256: text().notNull(),
    filePages: integer(),
    verificationReportId: uuid(),
    verificationOverall: text(),
    state: text({
      enum: ['arrived', 'refused', 'registered', 'directed', 'assigned', 'in_progress', 'done'],
    }).notNull(),
    revision: integer().notNull().default(1),
    number: integer(),
    numberYear: integer(),
    numberBookId: uuid(),
    refusalReason: text(),
    senderDueAt: timestamp({ withTimezone: true }),
    /** The sender's deadline until a leader sets one. */
    dueAt: timestamp({ withTimezone: true }),
    /** The furthest national code that the sender was told; no code is told twice. */
    toldCode: text().notNull().default('01'),
    arrivedAt: timestamp({ withTimezone: true }).notNull(),
    registeredAt: timestamp({ withTimezone: true }),
    doneAt: timestamp({ withTimezone: true }),
    replyDocumentId: uuid(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
    updatedByPostId: uuid().notNull(),
    searchFold: text().generatedAlwaysAs(
      (): ReturnType<typeof sql> => sql`f_fold(code || ' ' || subject || ' ' || sender_name)`,
    ),
    /** Letters and digits of the code: "335 /UBND-TH" and "335/UBND-TH" are one document. */
    codeKey: text().generatedAlwaysAs(
      (): ReturnType<typeof sql> => sql`regexp_replace(f_fold(code), '[^a-z0-9]', '', 'g')`,
    ),
  },
  (t) => [
    uniqueIndex('arrivals_delivery').on(t.agencyId, t.deliveryId),
    uniqueIndex('arrivals_number').on(t.numberBookId, t.numberYear, t.number),
    index('arrivals_agency_newest').on(t.agencyId, t.arrivedAt, t.id),
    index('arrivals_agency_state').on(t.agencyId, t.state, t.arrivedAt, t.id),
    index('arrivals_document').on(t.documentId),
    index('arrivals_same_code').on(t.agencyId, t.codeKey),
    index('arrivals_answered')
      .on(t.replyDocumentId)
      .where(sql`reply_document_id is not null`),
    index('arrivals_search').using('gin', t.agencyId, t.searchFold.op('gin_trgm_ops')),
  ],
)

/** A leader's direction (bút phê) on an arrival. */
export const directions = pgTable(
  'directions',
  {
    id: uuid().primaryKey().defaultRandom(),
    arrivalId: uuid()
      .notNull()
      .references(() => arrivals.id),
    postId: uuid().notNull(),
    opinion: text().notNull(),
    dueAt: timestamp({ withTimezone: true }),
    at: timestamp({ withTimezone: true }).notNull(),
    /** False once another direction has taken its place. */
    current: boolean().notNull().default(true),
  },
  (t) => [index('directions_arrival').on(t.arrivalId)],
)

/** A node of the assignment tree: one lead a branch, any number that coordinate or are informed. */
export const assignments = pgTable(
  'assignments',
  {
    id: uuid().primaryKey().defaultRandom(),
    arrivalId: uuid()
      .notNull()
      .references(() => arrivals.id),
    directionId: uuid().notNull(),
    parentId: uuid().references((): AnyPgColumn => assignments.id),
    agencyId: uuid().notNull(),
    role: text({ enum: ['lead', 'coordinate', 'inform'] }).notNull(),
    unitId: uuid(),
    postId: uuid(),
    dueAt: timestamp({ withTimezone: true }),
    /** `lapsed`: the lead closed the work without waiting for this opinion. */
    state: text({ enum: ['open', 'in_progress', 'done', 'withdrawn', 'returned', 'lapsed'] }).notNull(),
    revision: integer().notNull().default(1),
    createdByPostId: uuid().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    startedAt: timestamp({ withTimezone: true }),
    /** When it left everybody's desk: done, withdrawn, returned or lapsed. */
    endedAt: timestamp({ withTimezone: true }),
    note: text(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
    updatedByPostId: uuid().notNull(),
  },
  (t) => [
    index('assignments_arrival').on(t.arrivalId),
    uniqueIndex('assignments_one_lead')
      .on(t.arrivalId, sql`coalesce(parent_id, '00000000-0000-0000-0000-000000000000')`)
      .where(sql`role = 'lead' and state in ('open', 'in_progress', 'done')`),
    index('assignments_unit').on(t.unitId, t.state),
    index('assignments_post').on(t.postId, t.state),
    index('assignments_open_leads')
      .on(t.agencyId, t.dueAt)
      .where(sql`role = 'lead' and parent_id is null and state in ('open', 'in_progress')`),
    index('assignments_ended_leads')
      .on(t.agencyId, t.endedAt)
      .where(sql`role = 'lead' and parent_id is null and ended_at is not null`),
    // Which were open at an instant of the past: a point in a span, whatever has ended since.
    index('assignments_lead_spans')
      .using('gist', sql`tstzrange(created_at, ended_at)`)
      .where(sql`role = 'lead' and parent_id is null and ended_at is not null`),
  ],
)

/** One row an act on the way of an arrival: received, registered, refused, directed, assigned, started, returned, finished. */
export const arrivalActs = pgTable(
  'arrival_acts',
  {
    id: uuid().primaryKey().defaultRandom(),
    arrivalId: uuid().notNull(),
    /** 1, 2, 3 … in the order in which the acts were done. */
    ordinal: integer().notNull(),
    act: text().notNull(),
    fromState: text(),
    toState: text().notNull(),
    assignmentId: uuid(),
    /** What the actor wrote: the reason, the opinion or the note. */
    text: text(),
    postId: uuid().notNull(),
    onBehalfOf: text(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [uniqueIndex('arrival_acts_order').on(t.arrivalId, t.ordinal)],
)
