import { customType, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'

const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

/** Certificates of people and agencies, with the issuers that complete the chain. */
export const certificates = pgTable(
  'certificates',
  {
    id: uuid().primaryKey().defaultRandom(),
    holder: text({ enum: ['person', 'agency'] }).notNull(),
    /** The person's or the agency's id. */
    holderId: uuid().notNull(),
    pem: text().notNull(),
    /** Issuer certificates, leaf's issuer first, PEM. */
    chainPem: text().notNull(),
    subject: text().notNull(),
    serial: text().notNull(),
    validFrom: timestamp({ withTimezone: true }).notNull(),
    validTo: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [index('certificates_holder').on(t.holder, t.holderId)],
)

/** An encrypted PKCS#12: wrapped again with a key from the PIN and the server's secret. */
export const keyStores = pgTable(
  'key_stores',
  {
    id: uuid().primaryKey().defaultRandom(),
    certificateId: uuid()
      .notNull()
      .references(() => certificates.id),
    sealed: bytea().notNull(),
    parameters: jsonb().$type<Record<string, unknown>>().notNull(),
    pinFailures: integer().notNull().default(0),
    lockedAt: timestamp({ withTimezone: true }),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [uniqueIndex('key_stores_certificate').on(t.certificateId)],
)

/** The picture that a signature shows: a blue handwritten signature or the red seal in real size. */
export const signatureImages = pgTable(
  'signature_images',
  {
    id: uuid().primaryKey().defaultRandom(),
    holder: text({ enum: ['person', 'agency'] }).notNull(),
    holderId: uuid().notNull(),
    sha256: text().notNull(),
    widthMm: integer().notNull(),
    heightMm: integer().notNull(),
  },
  (t) => [uniqueIndex('signature_images_holder').on(t.holder, t.holderId)],
)

/** One signing between placeholder and embed; it may take minutes and survives a restart. */
export const signings = pgTable(
  'signings',
  {
    id: uuid().primaryKey().defaultRandom(),
    subjectKind: text().notNull(),
    subjectId: uuid().notNull(),
    field: text().notNull(),
    certificateId: uuid().notNull(),
    postId: uuid().notNull(),
    state: text({ enum: ['prepared', 'embedded', 'abandoned'] }).notNull(),
    baseSha256: text().notNull(),
    increment: bytea().notNull(),
    plan: jsonb().$type<Record<string, unknown>>().notNull(),
    tbs: bytea().notNull(),
    resultSha256: text(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    embeddedAt: timestamp({ withTimezone: true }),
  },
  (t) => [index('signings_subject').on(t.subjectKind, t.subjectId)],
)

/** What the verifier found in a file; kept as evidence with each received document. */
export const verificationReports = pgTable(
  'verification_reports',
  {
    id: uuid().primaryKey().defaultRandom(),
    sha256: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    overall: text().notNull(),
    report: jsonb().$type<unknown>().notNull(),
  },
  (t) => [index('verification_reports_sha256').on(t.sha256, t.at)],
)

/** Trusted root certificates with the profile that they are trusted for. */
export const trustRoots = pgTable('trust_roots', {
  id: uuid().primaryKey().defaultRandom(),
  name: text().notNull(),
  profile: text().notNull(),
  pem: text().notNull(),
  validFrom: timestamp({ withTimezone: true }).notNull(),
  validTo: timestamp({ withTimezone: true }),
})
