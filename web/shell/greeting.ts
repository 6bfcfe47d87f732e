import { formatTime } from '../kernel/format.ts'
import { shellTexts as t } from '../kernel/messages/shell.ts'

/** A greeting for the hour in Vietnam: until 11:00, until 18:00, after. */
export function greeting(moment: Date, name: string): string {
  const hour = Number(formatTime(moment).slice(0, 2))
  if (hour < 11) return t.goodMorning(name)
  return hour < 18 ? t.goodAfternoon(name) : t.goodEvening(name)
}
