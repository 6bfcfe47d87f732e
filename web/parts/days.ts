/** A calendar day as ISO text, `2026-11-30`; no time, no zone. */
export type IsoDay = string

const day_ms = 86_400_000

/**
 * The day that a hurried hand typed, or undefined: `30/11`, `30/11/26`, `30-11-2026`, `30.11.2026`, `30112026`, `2026-11-30`. Without a year it is
 * the year of `today`.
 */
export function readDay(text: string, today: IsoDay): IsoDay | undefined {
  const typed = text.trim()
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed)
  if (iso) return realDay(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const usual =
    /^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?$/.exec(typed) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(typed)
  if (!usual) return undefined
  const year = usual[3] ?? today.slice(0, 4)
  return realDay(year.length === 2 ? 2000 + Number(year) : Number(year), Number(usual[2]), Number(usual[1]))
}

/** `30/11/2026` */
export function writeDay(day: IsoDay): string {
  return day.split('-').reverse().join('/')
}

/** The day so many days later, or earlier when negative. */
export function addDays(day: IsoDay, count: number): IsoDay {
  return new Date(Date.parse(day) + count * day_ms).toISOString().slice(0, 10)
}

/** The same day so many months later, or the last of that month where it has no such day. */
export function addMonths(day: IsoDay, count: number): IsoDay {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + count, 0))
  last.setUTCDate(Math.min(date, last.getUTCDate()))
  return last.toISOString().slice(0, 10)
}

/** 0 for Monday to 6 for Sunday. */
export function weekday(day: IsoDay): number {
  return (new Date(day).getUTCDay() + 6) % 7
}

/** Six weeks from Monday that hold the month of `day`. */
export function weeksOf(day: IsoDay): IsoDay[][] {
  const first = `${day.slice(0, 7)}-01`
  const start = addDays(first, -weekday(first))
  return Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (_, step) => addDays(start, week * 7 + step)))
}

/** Today in Vietnam. */
export function todayInVietnam(now: Date): IsoDay {
  return new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)
}

const moves: Record<string, (day: IsoDay) => IsoDay> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  Home: (day) => addDays(day, -weekday(day)),
  End: (day) => addDays(day, 6 - weekday(day)),
  PageUp: (day) => addMonths(day, -1),
  PageDown: (day) => addMonths(day, 1),
}

/** Where a key leads on a calendar, or undefined when it leads nowhere. */
export function dayAfterKey(day: IsoDay, key: string): IsoDay | undefined {
  return moves[key]?.(day)
}

function realDay(year: number, month: number, date: number): IsoDay | undefined {
  const day = new Date(Date.UTC(year, month - 1, date))
  const isReal = day.getUTCMonth() === month - 1 && day.getUTCDate() === date && year >= 1900 && year < 2200
  return isReal ? day.toISOString().slice(0, 10) : undefined
}
