import { sql } from 'drizzle-orm'
import {
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

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
    /** From this moment on nothing is signed with it: its authority, its provider or its holder has said so. */
    revokedAt: timestamp({ withTimezone: true }),
  },
  (t) => [index('certificates_holder').on(t.holder, t.holderId)],
)

/**
 * Where the key of a certificate is kept: in an encrypted PKCS#12 here (wrapped again with a key from the PIN and the server's
 * secret), on a token or HSM of this server, at a remote signing service, or with the signer, reached through the browser.
 * `parameters` say how to find it; they hold no secret.
 */
export const keyStores = pgTable(
  'key_stores',
  {
    id: uuid().primaryKey().defaultRandom(),
    certificateId: uuid()
      .notNull()
      .references(() => certificates.id),
    kind: text({ enum: ['p12', 'token', 'remote', 'agent'] })
      .notNull()
      .default('p12'),
    /** Only of a PKCS#12. */
    sealed: bytea(),
    parameters: jsonb().$type<Record<string, unknown>>().notNull(),
    pinFailures: integer().notNull().default(0),
    lockedAt: timestamp({ withTimezone: true }),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [
    uniqueIndex('key_stores_certificate').on(t.certificateId),
    check('key_stores_sealed', sql`(${t.kind} = 'p12') = (${t.sealed} is not null)`),
  ],
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
    state: text({ enum: ['prepared', 'signed', 'embedded', 'abandoned'] }).notNull(),
    baseSha256: text().notNull(),
    increment: bytea().notNull(),
    plan: jsonb().$type<Record<string, unknown>>().notNull(),
    tbs: bytea().notNull(),
    /** The value, from when the key holder gave it until it is embedded: a one-time code is never asked twice for it. */
    signature: bytea(),
    /** What a remote service calls the authorisation that its user is confirming on a device. */
    remoteHandle: text(),
    /** When its one-time code was last asked for. */
    codeSentAt: timestamp({ withTimezone: true }),
    /** SHA-256 of the ticket with which a local signing tool fetches and returns the whole file. */
    ticketSha256: text(),
    /** The file that the tool returned, not yet accepted. */
    returnedSha256: text(),
    resultSha256: text(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    embeddedAt: timestamp({ withTimezone: true }),
  },
  (t) => [
    index('signings_subject').on(t.subjectKind, t.subjectId),
    uniqueIndex('signings_ticket').on(t.ticketSha256),
    // One file follows another: of two signings that were prepared on the same one, one is embedded.
    uniqueIndex('signings_embedded_once')
      .on(t.subjectKind, t.subjectId, t.field, t.baseSha256)
      .where(sql`${t.state} = 'embedded'`),
  ],
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

/**
 * The archive copy of a delivered file: the same bytes with validation data and archive time-stamps behind them. The delivered
 * file itself is never replaced. `level` is what the newest file has reached, `nextTryAt` when it is looked at again: to go on
 * while a service fails, to renew before `stampEndsAt`, or never.
 */
export const archiveCopies = pgTable(
  'archive_copies',
  {
    id: uuid().primaryKey().defaultRandom(),
    subjectKind: text({ enum: ['document'] }).notNull(),
    subjectId: uuid().notNull(),
    agencyId: uuid().notNull(),
    sourceSha256: text().notNull(),
    /** The newest file; the source itself as long as nothing was added. */
    fileSha256: text().notNull(),
    state: text({ enum: ['waiting', 'reached', 'unsigned', 'invalid', 'unreadable', 'damaged'] }).notNull(),
    level: text({ enum: ['B-B', 'B-T', 'B-LT', 'B-LTA'] }),
    /** When the first certificate behind the newest archive time-stamp ends. */
    stampEndsAt: timestamp({ withTimezone: true }),
    /** Tries since a level was last reached. */
    attempts: integer().notNull().default(0),
    /** Grows with every try, so that of two at once only one counts. */
    revision: integer().notNull().default(0),
    /** What did not help at the last try, and how; null when nothing is missing. */
    problemService: text({ enum: ['timestamp', 'revocation', 'file', 'server'] }),
    problemDetail: text(),
    nextTryAt: timestamp({ withTimezone: true }),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [
    uniqueIndex('archive_copies_source').on(t.sourceSha256),
    index('archive_copies_waiting').on(t.state, t.createdAt),
  ],
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
