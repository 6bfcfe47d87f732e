import { index, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** An upload that passed inspection. The bytes live in the blob store under their SHA-256. */
export const files = pgTable(
  'files',
  {
    id: uuid().primaryKey().defaultRandom(),
    sha256: text().notNull(),
    name: text().notNull(),
    mediaType: text().notNull(),
    sizeBytes: integer().notNull(),
    pages: integer(),
    /** Findings of the inspection (signatures present, text of the first pages …). */
    findings: jsonb().$type<Record<string, unknown>>().notNull(),
    agencyId: uuid().notNull(),
    postId: uuid().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [index('files_agency').on(t.agencyId, t.createdAt), index('files_sha256').on(t.sha256)],
)
