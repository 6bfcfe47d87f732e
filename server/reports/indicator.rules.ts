/** What an agency has to do and has done, each thing counted once. `due`: it has a deadline. */
export type WorkCounts = {
  /** Handled within the deadline. */
  on_time: number
  /** Handled after the deadline. */
  late: number
  /** Handled, and never had a deadline. */
  without_deadline: number
  /** Open, the deadline still ahead. */
  open_in_time: number
  /** Open, the deadline gone by. */
  overdue: number
  /** Open, and has no deadline. */
  open_without_deadline: number
}

/** The lists that numbers open: each count, and the sums that formulas divide by. */
export const buckets = {
  on_time: ['on_time'],
  late: ['late'],
  without_deadline: ['without_deadline'],
  open_in_time: ['open_in_time'],
  overdue: ['overdue'],
  open_without_deadline: ['open_without_deadline'],
  handled: ['on_time', 'late', 'without_deadline'],
  open: ['open_in_time', 'overdue', 'open_without_deadline'],
} as const satisfies Record<string, readonly (keyof WorkCounts)[]>
export type Bucket = keyof typeof buckets

/** How many things a list must show. */
export function sizeOf(counts: WorkCounts, bucket: Bucket): number {
  return buckets[bucket].reduce((sum, part) => sum + counts[part], 0)
}

/** Nothing to do and nothing done. */
export const noWork: WorkCounts = {
  on_time: 0,
  late: 0,
  without_deadline: 0,
  open_in_time: 0,
  overdue: 0,
  open_without_deadline: 0,
}

/** Two agencies or levels together. */
export function addCounts(left: WorkCounts, right: WorkCounts): WorkCounts {
  const keys = Object.keys(noWork) as (keyof WorkCounts)[]
  return Object.fromEntries(keys.map((key) => [key, left[key] + right[key]])) as WorkCounts
}

/** A share, kept as what was counted: a rounded percentage decides nothing. */
export type Share = { numerator: number; denominator: number }

/**
 * I-05 and I-09: handled on time of everything that was due, overdue work included. Work without a deadline, opinions and
 * copies do not count.
 */
export function handledOnTime({ on_time, late, overdue }: WorkCounts): Share {
  return { numerator: on_time, denominator: on_time + late + overdue }
}

/** I-06: open work whose deadline has gone by, of all open work. */
export function overdueOpen(counts: WorkCounts): Share {
  return { numerator: counts.overdue, denominator: sizeOf(counts, 'open') }
}

/**
 * What the thresholds judge: handled late or open past the deadline, of all work with a deadline that was handled in the
 * period or is open.
 * @law CV664 point 4
 */
export function overdueShare({ on_time, late, open_in_time, overdue }: WorkCounts): Share {
  return { numerator: late + overdue, denominator: on_time + late + open_in_time + overdue }
}

/** For display only: per cent rounded to two decimals; null where there is nothing to divide by. */
export function percentOf({ numerator, denominator }: Share): number | null {
  return denominator === 0 ? null : Math.round((numerator * 10_000) / denominator) / 100
}

/** Strictly more than the threshold; exactly 2 % is not. A percentage is decimal text with at most three decimals. @law CV664 point 4 */
export function exceeds(share: Share, thresholdPercent: string): boolean {
  return share.numerator * 100_000 > thousandths(thresholdPercent) * share.denominator
}

/** At least the target; null where there was nothing to do. */
export function reaches(share: Share, targetPercent: string): boolean | null {
  if (share.denominator === 0) return null
  return share.numerator * 100_000 >= thousandths(targetPercent) * share.denominator
}

const thousandths = (percent: string) => Math.round(Number(percent) * 1000)
