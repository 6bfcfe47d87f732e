/*
 * Days and deadlines of the law, in Vietnamese time. A legal day is written `yyyy-MM-dd`, as PostgreSQL's date is.
 * Viet Nam keeps +07:00 all year and has had no summer time since 1975, so a day is a fixed span of the time line.
 */

/** A day in Viet Nam, `yyyy-MM-dd`. Days compare as text. */
export type LegalDay = string

/**
 * What differs from "Monday to Friday": a holiday is false, a Saturday worked in exchange for a bridge day is true. Decided by the
 * government year by year, so it is data (table calendar_days) and never computed.
 */
export type WorkingCalendar = ReadonlyMap<LegalDay, boolean>

const zone_ms = 7 * 3_600_000
const day_ms = 24 * 3_600_000

/** The exceptions as the table has them. */
export function workingCalendar(rows: readonly { day: LegalDay; isWorking: boolean }[]): WorkingCalendar {
  return new Map(rows.map(({ day, isWorking }) => [day, isWorking]))
}

/** The day it is in Viet Nam at this instant: 2020-04-06T18:00Z is 2020-04-07. */
export function legalDay(at: Date): LegalDay {
  return new Date(at.getTime() + zone_ms).toISOString().slice(0, 10)
}

/** The instant of a wall-clock time (`HH:mm`) on a day. *Refuses* (throws) what is no day or no time: a bug, not a wrong entry. */
export function atLegalTime(day: LegalDay, time: string): Date {
  const at = new Date(`${day}T${time}:00+07:00`)
  if (Number.isNaN(at.getTime()) || (time < '24:00' && legalDay(at) !== day))
    throw new RangeError(`no such time: ${day} ${time}`)
  return at
}

/** The first instant that no longer belongs to the day: a deadline of that day is kept by everything before it. @law BLDS2015 art. 148.6 */
export function endOfLegalDay(day: LegalDay): Date {
  return atLegalTime(day, '24:00')
}

/** The day so many calendar days later (earlier, if negative). */
export function addDays(day: LegalDay, count: number): LegalDay {
  return new Date(Date.parse(day) + count * day_ms).toISOString().slice(0, 10)
}

/** True on Monday to Friday that are no holiday, and on a weekend day that is worked in exchange. */
export function isWorkingDay(day: LegalDay, calendar: WorkingCalendar): boolean {
  return calendar.get(day) ?? ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
}

/** The day itself if it is worked, else the next that is: where a period ends on a day off. @law BLDS2015 art. 148.5 */
export function workingDayFrom(day: LegalDay, calendar: WorkingCalendar): LegalDay {
  let found = day
  while (!isWorkingDay(found, calendar)) found = addDays(found, 1)
  return found
}

/**
 * The last day of a period of `count` working days. The day it starts from does not count. A negative count goes back: the latest day
 * that leaves so many working days before `day`. Zero is the day itself.
 * @law BLDS2015 art. 147.2
 */
export function addWorkingDays(day: LegalDay, count: number, calendar: WorkingCalendar): LegalDay {
  const step = Math.sign(count)
  let found = day
  for (let left = Math.abs(count); left > 0;) {
    found = addDays(found, step)
    if (isWorkingDay(found, calendar)) left -= 1
  }
  return found
}

/** How many working days lie after `from` up to and with `to`; negative when `to` is earlier. */
export function workingDaysBetween(from: LegalDay, to: LegalDay, calendar: WorkingCalendar): number {
  if (to < from) return -workingDaysBetween(to, from, calendar)
  let count = 0
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(day, calendar)) count += 1
  return count
}

/** When a morning ends, unless the province says otherwise. */
export const usualMorningEnd = '11:30'

/**
 * The latest instant to send what was signed at `signedAt`: on the day itself, at latest in the morning of the next working day.
 * @law QD28 art. 6.2
 */
export function latestSending(signedAt: Date, calendar: WorkingCalendar, morningEnd = usualMorningEnd): Date {
  return atLegalTime(addWorkingDays(legalDay(signedAt), 1, calendar), morningEnd)
}
