import { date, index, integer, numeric, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'

/** Targets by indicator and level, with the instrument that set them and the dates it holds. */
export const targets = pgTable(
  'targets',
  {
    id: uuid().primaryKey().defaultRandom(),
    indicator: text().notNull(),
    levelCode: text().notNull(),
    percent: numeric({ precision: 6, scale: 3 }).notNull(),
    validFrom: date().notNull(),
    validTo: date(),
    instrument: text().notNull(),
  },
  (t) => [uniqueIndex('targets_once').on(t.indicator, t.levelCode, t.validFrom)],
)

/** Thresholds whose strict crossing costs points each month (2 % province, 3.5 % district in 2020). */
export const penaltyRules = pgTable('penalty_rules', {
  id: uuid().primaryKey().defaultRandom(),
  indicator: text().notNull(),
  levelCode: text().notNull(),
  thresholdPercent: numeric({ precision: 6, scale: 3 }).notNull(),
  points: numeric({ precision: 6, scale: 3 }).notNull(),
  validFrom: date().notNull(),
  validTo: date(),
  instrument: text().notNull(),
})

/**
 * Handled work by agency, kind and the day it was finished; kept in the act's own transaction, so that a board over
 * millions of rows reads a few hundred. Work still open is counted from its index, because lateness moves with the clock.
 */
export const handledCounts = pgTable(
  'handled_counts',
  {
    agencyId: uuid().notNull(),
    kind: text({ enum: ['assignment', 'task'] }).notNull(),
    day: date().notNull(),
    onTime: integer().notNull().default(0),
    late: integer().notNull().default(0),
    withoutDeadline: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.agencyId, t.kind, t.day] }), index('handled_counts_day').on(t.kind, t.day)],
)
