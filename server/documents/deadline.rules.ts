import {
  addWorkingDays,
  dayOf,
  endOfDay,
  type SpecialDays,
  workingDaysBetween,
} from '#server/kernel/working-calendar.rules.ts'

/** How a leader says when: within so many working days, or by a day. */
export type Deadline = { workingDays: number } | { on: string }

/** The instant at which a deadline that is set now passes. */
export function dueAtFor(deadline: Deadline, now: Date, special: SpecialDays): Date {
  return endOfDay('on' in deadline ? deadline.on : addWorkingDays(dayOf(now), deadline.workingDays, special))
}

/** Working days before its end on which a deadline counts as near. */
const near_days = 2

export type Lateness = 'none' | 'in_time' | 'due_soon' | 'overdue'

/** Còn hạn, sắp đến hạn (at most two working days left), quá hạn; `end` is the instant of completion or now. */
export function latenessOf(dueAt: Date | null, end: Date, special: SpecialDays): Lateness {
  if (dueAt === null) return 'none'
  if (end > dueAt) return 'overdue'
  return workingDaysBetween(dayOf(end), dayOf(dueAt), special) <= near_days ? 'due_soon' : 'in_time'
}
