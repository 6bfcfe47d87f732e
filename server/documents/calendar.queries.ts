import { gte } from 'drizzle-orm'
import { calendarDays } from '#db/identity/schema.ts'
import type { Tx } from '#server/kernel/house.ts'
import { dayOf, type SpecialDays } from '#server/kernel/working-calendar.rules.ts'

/** The days from that instant on which differ from Monday to Friday. They are public and the same for everybody. */
export async function specialDaysFrom(tx: Tx, at: Date): Promise<SpecialDays> {
  const days = await tx
    .select()
    .from(calendarDays)
    .where(gte(calendarDays.day, dayOf(at)))
  return new Map(days.map(({ day, isWorking }) => [day, isWorking]))
}
