import { sql } from 'drizzle-orm'
import { date, index, integer, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'

/** The document types of the decree as data: abbreviation, family and the instrument that set them. */
export const documentTypes = pgTable('document_types', {
  code: text().primaryKey(),
  nameVi: text().notNull(),
  nameEn: text().notNull(),
  /** Printed in the symbol; empty for công văn. */
  abbreviation: text().notNull(),
  family: text({ enum: ['administrative', 'normative', 'copy'] }).notNull(),
  position: integer().notNull(),
  validFrom: date().notNull(),
  validTo: date(),
  instrument: text().notNull(),
})

/** A book of numbers of one agency: outgoing series or the arrivals. */
export const numberBooks = pgTable(
  'number_books',
  {
    id: uuid().primaryKey().defaultRandom(),
    agencyId: uuid().notNull(),
    kind: text({ enum: ['outgoing', 'incoming'] }).notNull(),
    name: text().notNull(),
    /** Document types numbered in this book; empty = all types not claimed by another book. */
    typeCodes: text().array().notNull().default([]),
    closedAt: timestamp({ withTimezone: true }),
  },
  (t) => [index('number_books_agency').on(t.agencyId, t.kind)],
)

/** The last number of a book in a year; its row lock makes numbers gapless. */
export const numberCounters = pgTable(
  'number_counters',
  { bookId: uuid().notNull(), year: integer().notNull(), last: integer().notNull() },
  (t) => [primaryKey({ columns: [t.bookId, t.year] })],
)

/** Every number ever given, also the void ones. */
export const numbers = pgTable(
  'numbers',
  {
    bookId: uuid().notNull(),
    year: integer().notNull(),
    number: integer().notNull(),
    state: text({ enum: ['reserved', 'used', 'void'] }).notNull(),
    documentId: uuid(),
    arrivalId: uuid(),
    reason: text(),
    postId: uuid().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.bookId, t.year, t.number] }),
    index('numbers_document').on(t.documentId),
    index('numbers_arrival').on(t.arrivalId),
  ],
)

export const documents = pgTable(
  'documents',
  {
    id: uuid().primaryKey().defaultRandom(),
    agencyId: uuid().notNull(),
    unitId: uuid().notNull(),
    drafterPostId: uuid().notNull(),
    typeCode: text()
      .notNull()
      .references(() => documentTypes.code),
    subject: text().notNull(),
    body: text().notNull(),
    urgency: text({ enum: ['normal', 'urgent', 'very_urgent', 'express'] }).notNull(),
    circulation: text({ enum: ['normal', 'internal', 'return_after_reading'] })
      .notNull()
      .default('normal'),
    /** "Kính gửi" as printed, a line each ("Các sở, ban, ngành tỉnh"); empty = the recipients' names. */
    addressLines: text().array().notNull().default([]),
    /** "Nơi nhận" as printed, without the line of the archive; empty = what follows from the recipients. */
    copyLines: text().array().notNull().default([]),
    dueAt: timestamp({ withTimezone: true }),
    signerPostId: uuid(),
    signingAuthorityId: uuid(),
    state: text({
      enum: [
        'draft',
        'head_review',
        'office_review',
        'awaiting_signature',
        'signed',
        'numbered',
        'sealed',
        'issued',
        'recalled',
      ],
    }).notNull(),
    /** Grows with every change; a stale one is refused. */
    revision: integer().notNull().default(1),
    /** SHA-256 of the file as it stands now: composed, signed, sealed. */
    fileSha256: text(),
    filePages: integer(),
    /** The drafter's own upload, where the body was not typed here. */
    sourceFileId: uuid(),
    number: integer(),
    numberYear: integer(),
    numberBookId: uuid(),
    /** Group after the slash: `UBND-TH`. */
    symbol: text().notNull(),
    /** As printed: `664/UBND-TH`. */
    code: text(),
    issuedOn: date(),
    issuedAt: timestamp({ withTimezone: true }),
    /** The incoming document that this one answers. */
    answersArrivalId: uuid(),
    /** The meeting whose conclusions this notice carries. */
    meetingId: uuid(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
    updatedByPostId: uuid().notNull(),
    searchFold: text().generatedAlwaysAs(
      (): ReturnType<typeof sql> => sql`f_fold(coalesce(code, '') || ' ' || subject)`,
    ),
  },
  (t) => [
    index('documents_agency_newest').on(t.agencyId, t.updatedAt, t.id),
    index('documents_agency_open')
      .on(t.agencyId, t.updatedAt, t.id)
      .where(sql`state not in ('issued', 'recalled')`),
    index('documents_drafter').on(t.drafterPostId, t.updatedAt, t.id),
    uniqueIndex('documents_number').on(t.numberBookId, t.numberYear, t.number),
    index('documents_search').using('gin', t.agencyId, t.searchFold.op('gin_trgm_ops')),
    index('documents_meeting').on(t.meetingId),
    index('documents_answers')
      .on(t.answersArrivalId)
      .where(sql`answers_arrival_id is not null`),
  ],
)

/** Each submitted state of a draft: what the reviewers and the signer saw. */
export const documentVersions = pgTable(
  'document_versions',
  {
    documentId: uuid().notNull(),
    version: integer().notNull(),
    subject: text().notNull(),
    body: text().notNull(),
    fileSha256: text().notNull(),
    postId: uuid().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.documentId, t.version] })],
)

export const documentRecipients = pgTable(
  'document_recipients',
  { documentId: uuid().notNull(), agencyId: uuid().notNull(), position: integer().notNull() },
  (t) => [primaryKey({ columns: [t.documentId, t.agencyId] })],
)

/** One row an act on the way of a draft: submitted, approved, returned, signed, numbered, sealed, issued. */
export const documentActs = pgTable(
  'document_acts',
  {
    id: uuid().primaryKey().defaultRandom(),
    documentId: uuid().notNull(),
    /** The document's revision after the act: orders the acts, and no two acts can follow the same one. */
    revision: integer().notNull(),
    act: text().notNull(),
    fromState: text().notNull(),
    toState: text().notNull(),
    version: integer(),
    reason: text(),
    postId: uuid().notNull(),
    onBehalfOf: text(),
    fileSha256: text(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [uniqueIndex('document_acts_document').on(t.documentId, t.revision)],
)
