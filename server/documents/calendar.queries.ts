import { gte } from 'drizzle-orm'
import { calendarDays } from '#db/identity/schema.ts'
import type { Tx } from '#server/kernel/house.ts'
import { legalDay, type WorkingCalendar, workingCalendar } from '#server/kernel/working-calendar.rules.ts'

/** The province's calendar from that instant on. It is public and the same for everybody. */
export async function calendarFrom(tx: Tx, at: Date): Promise<WorkingCalendar> {
  return workingCalendar(
    await tx
      .select()
      .from(calendarDays)
      .where(gte(calendarDays.day, legalDay(at))),
  )
}
