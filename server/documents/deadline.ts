import { z } from 'zod'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { calendarFrom } from './calendar.queries.ts'
import { dueAtFor } from './deadline.rules.ts'
import { checkDeadline } from './document.rules.ts'

/** `{workingDays: 5}`, `{on: '2020-07-15'}`, or null: no deadline of its own. */
export const deadlineInput = z
  .union([
    z.strictObject({ workingDays: z.int().min(1).max(250) }),
    z.strictObject({ on: z.iso.date().refine((day) => day < '2100-01-01', 'date_too_far') }),
  ])
  .nullable()

/** The instant that a deadline means today, by the province's calendar; refuses `due_in_past`. */
export async function dueAtOf(work: Work, deadline: z.output<typeof deadlineInput>): Promise<Date | null> {
  if (deadline === null) return null
  const dueAt = dueAtFor(deadline, work.at, await calendarFrom(work.tx, work.at))
  checkDeadline(dueAt, work.at)
  return dueAt
}
