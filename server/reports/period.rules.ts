import { refuse } from '#server/kernel/refusal.ts'
import { addDays, endOfLegalDay, type LegalDay, legalDay } from '#server/kernel/working-calendar.rules.ts'

/** `reporting`: from the 15th of the month before to the 14th. `calendar`: from the first to the last day of the month. */
export type PeriodBasis = 'reporting' | 'calendar'

/** A month of reports, `2020-06`, with its first and last day. */
export type Period = { name: string; basis: PeriodBasis; from: LegalDay; to: LegalDay }

/**
 * The period of a month. The reporting month 2020-06 runs from 15/05/2020 to 14/06/2020.
 * @law ND09-2019 art. 12
 */
export function periodOf(name: string, basis: PeriodBasis): Period {
  if (basis === 'reporting') return { name, basis, from: `${monthBefore(name)}-15`, to: `${name}-14` }
  return { name, basis, from: `${name}-01`, to: addDays(`${monthAfter(name)}-01`, -1) }
}

/** The period that a day belongs to. */
export function periodWith(day: LegalDay, basis: PeriodBasis): Period {
  const month = day.slice(0, 7)
  const next = basis === 'reporting' && day.slice(8) >= '15'
  return periodOf(next ? monthAfter(month) : month, basis)
}

/**
 * The instant at which open work is judged: now while the period runs, its last instant afterwards, so that a past month keeps
 * its numbers. Refuses `period_not_begun`.
 */
export function judgedAt(period: Period, now: Date): Date {
  if (legalDay(now) < period.from) refuse('invalid', 'period_not_begun', { from: period.from })
  const end = new Date(endOfLegalDay(period.to).getTime() - 1)
  return now < end ? now : end
}

function monthBefore(month: string): string {
  return addDays(`${month}-01`, -1).slice(0, 7)
}

function monthAfter(month: string): string {
  return addDays(`${month}-01`, 31).slice(0, 7)
}
