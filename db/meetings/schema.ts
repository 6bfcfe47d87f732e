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

/** Rules of a kind of meeting as data, with the instrument that set them. */
export const meetingTypes = pgTable('meeting_types', {
  code: text().primaryKey(),
  nameVi: text().notNull(),
  nameEn: text().notNull(),
  /** Share of all members that must be present, strictly at least (2/3 of a session of the committee). */
  quorumNumerator: integer().notNull(),
  quorumDenominator: integer().notNull(),
  /** Passed when strictly more than this share votes for it, counted over `majorityOf`. */
  majorityNumerator: integer().notNull(),
  majorityDenominator: integer().notNull(),
  majorityOf: text({ enum: ['all_members', 'present_members'] }).notNull(),
  tie: text({ enum: ['chair_decides', 'rejected'] }).notNull(),
  mayChangeBallot: boolean().notNull(),
  instrument: text().notNull(),
  validFrom: date().notNull(),
  validTo: date(),
})

export const meetings = pgTable(
  'meetings',
  {
    id: uuid().primaryKey().defaultRandom(),
    agencyId: uuid().notNull(),
    typeCode: text()
      .notNull()
      .references(() => meetingTypes.code),
    title: text().notNull(),
    startsAt: timestamp({ withTimezone: true }).notNull(),
    endsAt: timestamp({ withTimezone: true }).notNull(),
    place: text().notNull(),
    state: text({ enum: ['prepared', 'invited', 'open', 'paused', 'closed', 'concluded', 'cancelled'] }).notNull(),
    /** Number of the last entry of the meeting's log; its row lock orders the writers. */
    seq: integer().notNull().default(0),
    epoch: text().notNull(),
    currentItemId: uuid(),
    /** What the presenter shows: paper, page, who. */
    stage: jsonb().$type<{ paperId: string; page: number; postId: string } | null>(),
    /** Who was given the stage beside the chair and the secretaries. */
    presenterPostId: uuid(),
    revision: integer().notNull().default(1),
    openedAt: timestamp({ withTimezone: true }),
    closedAt: timestamp({ withTimezone: true }),
    noticeDocumentId: uuid(),
    createdByPostId: uuid().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [index('meetings_agency').on(t.agencyId, t.startsAt.desc())],
)

export const meetingMembers = pgTable(
  'meeting_members',
  {
    meetingId: uuid().notNull(),
    postId: uuid().notNull(),
    /** chair and secretary run it, members vote, invited people speak, a screen shows. */
    part: text({ enum: ['chair', 'secretary', 'member', 'invited'] }).notNull(),
    mayVote: boolean().notNull(),
    position: integer().notNull(),
    answer: text({ enum: ['none', 'attending', 'absent'] })
      .notNull()
      .default('none'),
    answerNote: text(),
    presence: text({ enum: ['none', 'in_room', 'online'] })
      .notNull()
      .default('none'),
    checkedInAt: timestamp({ withTimezone: true }),
  },
  (t) => [primaryKey({ columns: [t.meetingId, t.postId] }), index('meeting_members_post').on(t.postId)],
)

export const agendaItems = pgTable(
  'agenda_items',
  {
    id: uuid().primaryKey().defaultRandom(),
    meetingId: uuid().notNull(),
    position: integer().notNull(),
    title: text().notNull(),
    leadAgencyId: uuid(),
    minutes: integer().notNull(),
    state: text({ enum: ['waiting', 'current', 'done'] })
      .notNull()
      .default('waiting'),
  },
  (t) => [index('agenda_items_meeting').on(t.meetingId, t.position)],
)

/** A paper at an item: a document of this house by link, or an uploaded file. */
export const papers = pgTable(
  'papers',
  {
    id: uuid().primaryKey().defaultRandom(),
    meetingId: uuid().notNull(),
    itemId: uuid().notNull(),
    position: integer().notNull(),
    title: text().notNull(),
    documentId: uuid(),
    fileId: uuid(),
    fileSha256: text().notNull(),
    pages: integer().notNull(),
    sizeBytes: integer().notNull(),
    version: integer().notNull().default(1),
    publishedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [index('papers_meeting').on(t.meetingId, t.itemId, t.position)],
)

export const polls = pgTable(
  'polls',
  {
    id: uuid().primaryKey().defaultRandom(),
    meetingId: uuid().notNull(),
    itemId: uuid().notNull(),
    question: text().notNull(),
    /** Only named polls today; a secret poll is sealed until it closes. */
    kind: text({ enum: ['named'] }).notNull(),
    state: text({ enum: ['open', 'closed'] }).notNull(),
    /** The rule as it stood at the opening, with its legal basis. */
    rule: jsonb().$type<Record<string, unknown>>().notNull(),
    openedByPostId: uuid().notNull(),
    openedAt: timestamp({ withTimezone: true }).notNull(),
    closedAt: timestamp({ withTimezone: true }),
    result: jsonb().$type<Record<string, unknown>>(),
    /** The turnout that the log told last; the ballots themselves may be ahead of it. */
    toldTurnout: integer().notNull().default(0),
  },
  (t) => [
    index('polls_meeting').on(t.meetingId, t.openedAt),
    uniqueIndex('polls_one_open')
      .on(t.meetingId)
      .where(sql`state = 'open'`),
  ],
)

/** Who may vote, frozen when the poll opens. */
export const pollVoters = pgTable(
  'poll_voters',
  {
    pollId: uuid().notNull(),
    postId: uuid().notNull(),
    isChair: boolean().notNull(),
  },
  (t) => [primaryKey({ columns: [t.pollId, t.postId] })],
)

/** One ballot a voter, as it counts now: the primary key decides who was first. */
export const ballots = pgTable(
  'ballots',
  {
    pollId: uuid().notNull(),
    postId: uuid().notNull(),
    choice: text({ enum: ['yes', 'no', 'abstain'] }).notNull(),
    commandId: text().notNull(),
    personId: uuid().notNull(),
    castAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.pollId, t.postId] })],
)

/** Every cast that ever counted, by its operation id: a late repeat finds its answer here and cannot undo a newer ballot. */
export const ballotCommands = pgTable(
  'ballot_commands',
  {
    pollId: uuid().notNull(),
    postId: uuid().notNull(),
    commandId: text().notNull(),
    choice: text({ enum: ['yes', 'no', 'abstain'] }).notNull(),
    castAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.pollId, t.postId, t.commandId] })],
)

export const conclusions = pgTable(
  'conclusions',
  {
    id: uuid().primaryKey().defaultRandom(),
    meetingId: uuid().notNull(),
    itemId: uuid().notNull(),
    text: text().notNull(),
    /** Tasks that it gives: agency, content, deadline. Made into rows of the tasks room when the notice is drafted. */
    assignments: jsonb().$type<{ agencyId: string; content: string; dueAt: string }[]>().notNull(),
    postId: uuid().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    revision: integer().notNull().default(1),
  },
  (t) => [uniqueIndex('conclusions_item').on(t.meetingId, t.itemId)],
)

/** The one ordered log of a meeting: what a reconnecting screen replays, and the minutes' raw material. */
export const meetingLog = pgTable(
  'meeting_log',
  {
    meetingId: uuid().notNull(),
    seq: integer().notNull(),
    commandId: text(),
    type: text().notNull(),
    /** Audience classes that may read the payload; others get an empty tick. */
    audience: text().array().notNull(),
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    postId: uuid(),
    /** The chair, where a secretary acted in the chair's place. */
    onBehalfOfPostId: uuid(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.meetingId, t.seq] }),
    uniqueIndex('meeting_log_command').on(t.meetingId, t.commandId),
  ],
)
