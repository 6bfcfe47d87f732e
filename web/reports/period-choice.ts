import { searchParams } from 'sv-router'
import { type PeriodBasis, periodOf, periodWith } from '../../server/reports/period.rules.ts'
import { formatDate } from '../kernel/format.ts'
import { reportsTexts as t } from '../kernel/messages/reports.ts'
import { todayInVietnam } from '../parts/days.ts'

const monthsShown = 13

/** Which month of which kind; `period` '' means the one that runs. It stands in the address, so a board can be sent to somebody. */
export interface PeriodChoice {
  period: string
  basis: PeriodBasis
}

/** What the address says, reactive. */
export function chosenPeriod(): PeriodChoice {
  const period = String(searchParams.get('ky') ?? '')
  return {
    period: /^20\d\d-(0[1-9]|1[0-2])$/.test(period) ? period : '',
    basis: searchParams.get('cach') === 'calendar' ? 'calendar' : 'reporting',
  }
}

/** Writes the choice into the address without a new step back. */
export function choosePeriod({ period, basis }: PeriodChoice): void {
  if (period) searchParams.set('ky', period, { replace: true })
  else searchParams.delete('ky', undefined, { replace: true })
  if (basis === 'calendar') searchParams.set('cach', basis, { replace: true })
  else searchParams.delete('cach', undefined, { replace: true })
}

/** The choice as the reader takes it. */
export function periodQueryOf({ period, basis }: PeriodChoice): { period?: string; basis: PeriodBasis } {
  return period === '' ? { basis } : { period, basis }
}

/** The choice behind `?`, to hand on to another page of the room. */
export function periodSearch({ period, basis }: PeriodChoice): [string, string][] {
  const said: [string, string][] = []
  if (period) said.push(['ky', period])
  if (basis === 'calendar') said.push(['cach', basis])
  return said
}

/** The month that runs and those before it, newest first. */
export function monthsOf(now: Date, basis: PeriodBasis): { value: string; label: string }[] {
  let month = periodWith(todayInVietnam(now), basis).name
  return Array.from({ length: monthsShown }, () => {
    const value = month
    month = monthBefore(month)
    return { value, label: t.month(monthName(value)) }
  })
}

/** `15/05/2020 – 14/06/2020`. */
export function spanOf({ from, to }: { from: string; to: string }): string {
  return t.span(formatDate(from), formatDate(to))
}

/** `6/2020`. */
function monthName(month: string): string {
  return `${Number(month.slice(5))}/${month.slice(0, 4)}`
}

/** The reporting period of a month begins in the month before it. */
function monthBefore(month: string): string {
  return periodOf(month, 'reporting').from.slice(0, 7)
}
