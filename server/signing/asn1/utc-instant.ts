import { DerProblem } from './der-problem.ts'

/**
 * The instant of year, month (from 1), day, hour, minute and second in UTC, with a fraction such as `.25` to the
 * millisecond. A day or hour that is none is a {@link DerProblem}; `Date` would carry a 31 February over into March.
 */
export function utcInstant(fields: string[], fraction = ''): Date {
  const [year, month, day, hour, minute, second] = fields
  const found = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}Z`)
  if (Number.isNaN(found.getTime()) || found.getUTCDate() !== Number(day)) throw new DerProblem('a day that is none')
  return found
}
