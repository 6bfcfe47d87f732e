import {
  addWorkingDays,
  endOfLegalDay,
  legalDay,
  type WorkingCalendar,
  workingDaysBetween,
} from '#server/kernel/working-calendar.rules.ts'

/** How a leader says when: within so many working days, or by a day. */
export type Deadline = { workingDays: number } | { on: string }

/** The last instant at which a deadline that is set now is kept; still of its day, so that every screen shows that day. */
export function dueAtFor(deadline: Deadline, now: Date, calendar: WorkingCalendar): Date {
  const day = 'on' in deadline ? deadline.on : addWorkingDays(legalDay(now), deadline.workingDays, calendar)
  return new Date(endOfLegalDay(day).getTime() - 1)
}

/** Working days before its end on which a deadline counts as near. */
const near_days = 2

export type Lateness = 'none' | 'in_time' | 'due_soon' | 'overdue'

/** Còn hạn, sắp đến hạn (at most two working days left), quá hạn; `end` is the instant of completion or now. */
export function latenessOf(dueAt: Date | null, end: Date, calendar: WorkingCalendar): Lateness {
  if (dueAt === null) return 'none'
  if (end > dueAt) return 'overdue'
  return workingDaysBetween(legalDay(end), legalDay(dueAt), calendar) <= near_days ? 'due_soon' : 'in_time'
}
