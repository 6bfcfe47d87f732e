import { sql } from 'drizzle-orm'
import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

/** Levels of government as data: there was a district level until 30/06/2025 and there is none since. */
export const levels = pgTable('levels', {
  code: text().primaryKey(),
  nameVi: text().notNull(),
  nameEn: text().notNull(),
  rank: integer().notNull(),
  validFrom: date().notNull(),
  validTo: date(),
  instrument: text().notNull(),
})

export const agencies = pgTable(
  'agencies',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Code after QĐ 20/2020 (`H01.02`), level 1 first. */
    codeQd20: text().notNull(),
    /** Code after QCVN 102 (`000.00.02.H01`). */
    code102: text().notNull(),
    name: text().notNull(),
    shortName: text().notNull(),
    /** The agency's group in a document symbol: UBND, SNV. */
    symbol: text().notNull(),
    levelCode: text()
      .notNull()
      .references(() => levels.code),
    parentId: uuid(),
    /** Where its documents are dated: "An Giang", "Long Xuyên". */
    place: text().notNull(),
    /** Picker groups: `department`, `district`, `commune`, `province`, `office`. */
    kind: text().notNull(),
    position: integer().notNull().default(0),
    validFrom: date().notNull(),
    validTo: date(),
    mergedInto: uuid(),
    /** Only an installed-here agency has posts and receives inside this server. */
    contact: text().notNull().default(''),
    searchFold: text().generatedAlwaysAs(
      (): ReturnType<typeof sql> => sql`f_fold(name || ' ' || short_name || ' ' || symbol || ' ' || code_qd20)`,
    ),
  },
  (t) => [
    uniqueIndex('agencies_code').on(t.codeQd20, t.validFrom),
    index('agencies_parent').on(t.parentId),
    index('agencies_search').using('gin', t.searchFold.op('gin_trgm_ops')),
  ],
)

export const units = pgTable(
  'units',
  {
    id: uuid().primaryKey().defaultRandom(),
    agencyId: uuid()
      .notNull()
      .references(() => agencies.id),
    name: text().notNull(),
    symbol: text().notNull(),
    /** The office (Văn phòng, Phòng Hành chính) checks form and keeps the agency's registers. */
    isOffice: boolean().notNull().default(false),
    position: integer().notNull().default(0),
    validFrom: date().notNull(),
    validTo: date(),
  },
  (t) => [index('units_agency').on(t.agencyId)],
)

export const people = pgTable(
  'people',
  {
    id: uuid().primaryKey().defaultRandom(),
    userName: text().notNull(),
    fullName: text().notNull(),
    sortKey: text().notNull(),
    passwordHash: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    disabledAt: timestamp({ withTimezone: true }),
  },
  (t) => [uniqueIndex('people_user_name').on(t.userName)],
)

/** Rights belong to the post, not the person; one person may hold several in several agencies. */
export const posts = pgTable(
  'posts',
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid()
      .notNull()
      .references(() => people.id),
    agencyId: uuid()
      .notNull()
      .references(() => agencies.id),
    unitId: uuid().references(() => units.id),
    title: text().notNull(),
    role: text({
      enum: [
        'chairman',
        'vice_chairman',
        'office_chief',
        'director',
        'unit_head',
        'specialist',
        'secretary',
        'clerk',
        'admin',
      ],
    }).notNull(),
    position: integer().notNull().default(0),
    validFrom: date().notNull(),
    validTo: date(),
  },
  (t) => [index('posts_person').on(t.personId), index('posts_agency').on(t.agencyId, t.role)],
)

/** Who may sign in which form, on whose behalf. */
export const signingAuthorities = pgTable(
  'signing_authorities',
  {
    id: uuid().primaryKey().defaultRandom(),
    postId: uuid()
      .notNull()
      .references(() => posts.id),
    /** The printed authority line: `CHỦ TỊCH`, `KT. CHỦ TỊCH`, `TL. CHỦ TỊCH`, `GIÁM ĐỐC`. */
    competence: text().notNull(),
    /** The printed title below it when it differs: `PHÓ CHỦ TỊCH`. */
    printedTitle: text().notNull(),
    onBehalfOf: text(),
    validFrom: date().notNull(),
    validTo: date(),
    instrument: text().notNull(),
  },
  (t) => [index('signing_authorities_post').on(t.postId)],
)

/** Lucia sessions: the id is the SHA-256 of the token, which is stored nowhere. */
export const sessions = pgTable(
  'sessions',
  {
    id: text().primaryKey(),
    personId: uuid()
      .notNull()
      .references(() => people.id),
    postId: uuid()
      .notNull()
      .references(() => posts.id),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    lastSeenAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    userAgent: text().notNull().default(''),
    address: text().notNull().default(''),
  },
  (t) => [index('sessions_person').on(t.personId)],
)

/** Working-day calendar of the province: holidays and swapped days, decided yearly. */
export const calendarDays = pgTable('calendar_days', {
  day: date().primaryKey(),
  isWorking: boolean().notNull(),
  name: text().notNull(),
  instrument: text().notNull(),
})

/** Named groups for the recipient picker ("các sở, ban, ngành"). */
export const agencyGroups = pgTable('agency_groups', {
  id: uuid().primaryKey().defaultRandom(),
  ownerAgencyId: uuid().notNull(),
  name: text().notNull(),
  position: integer().notNull().default(0),
})

export const agencyGroupMembers = pgTable(
  'agency_group_members',
  { groupId: uuid().notNull(), agencyId: uuid().notNull() },
  (t) => [primaryKey({ columns: [t.groupId, t.agencyId] })],
)

/** Per-person display and key settings that follow the person across devices. */
export const preferences = pgTable('preferences', {
  personId: uuid().primaryKey(),
  settings: jsonb().$type<Record<string, unknown>>().notNull(),
})
