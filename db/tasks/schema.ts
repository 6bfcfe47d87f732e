import { sql } from 'drizzle-orm'
import { date, index, integer, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'

/** Work given to an agency with a deadline, from a meeting's conclusion or a document. */
export const tasks = pgTable(
  'tasks',
  {
    id: uuid().primaryKey().defaultRandom(),
    content: text().notNull(),
    /** Where it comes from: the conclusion at an agenda item, or a document. */
    sourceKind: text({ enum: ['conclusion', 'document'] }).notNull(),
    sourceId: uuid().notNull(),
    /** Which of the source's assignments it is; the same one is never given twice. */
    sourcePart: integer().notNull(),
    meetingId: uuid(),
    documentId: uuid(),
    assignerAgencyId: uuid().notNull(),
    assignerPostId: uuid().notNull(),
    leadAgencyId: uuid().notNull(),
    dueAt: timestamp({ withTimezone: true }).notNull(),
    state: text({ enum: ['given', 'in_progress', 'reported_done', 'accepted', 'cancelled'] }).notNull(),
    revision: integer().notNull().default(1),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    /** The day of the product document, not of the click. */
    doneOn: date(),
    acceptedAt: timestamp({ withTimezone: true }),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [
    index('tasks_lead').on(t.leadAgencyId, t.dueAt.desc(), t.id),
    index('tasks_lead_state').on(t.leadAgencyId, t.state, t.dueAt),
    index('tasks_done')
      .on(t.leadAgencyId, t.doneOn)
      .where(sql`state = 'accepted'`),
    index('tasks_assigner').on(t.assignerAgencyId, t.createdAt.desc()),
    index('tasks_meeting').on(t.meetingId),
    uniqueIndex('tasks_source').on(t.sourceKind, t.sourceId, t.sourcePart),
  ],
)

export const taskReports = pgTable(
  'task_reports',
  {
    id: uuid().primaryKey().defaultRandom(),
    taskId: uuid()
      .notNull()
      .references(() => tasks.id),
    /** The revision of the task that the report made: the order of what was said. */
    revision: integer().notNull(),
    kind: text({ enum: ['progress', 'done', 'accepted', 'returned', 'cancelled'] }).notNull(),
    note: text().notNull(),
    /** Where the product or the evidence is a document of this house. */
    documentId: uuid(),
    postId: uuid().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [index('task_reports_task').on(t.taskId, t.revision)],
)
