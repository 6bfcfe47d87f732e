import type { LegalDay } from '#server/kernel/working-calendar.rules.ts'
import { exceeds, reaches, type Share } from './indicator.rules.ts'

type Dated = { indicator: string; levelCode: string; validFrom: LegalDay; validTo: LegalDay | null; instrument: string }

/** What a level must reach, since when and by which instrument. */
export type Target = Dated & { percent: string }
/** What a level must not pass, and what each month of passing costs. */
export type PenaltyRule = Dated & { thresholdPercent: string; points: string }

/** Which indicator of which level on which day. */
export type Asked = { indicator: string; levelCode: string; day: LegalDay }

/** The row that holds on that day; of several the newest. None where the law sets none: a level that has ended keeps its past. */
export function holdingOn<Row extends Dated>(rows: readonly Row[], { indicator, levelCode, day }: Asked): Row | null {
  const holding = rows.filter(
    (row) =>
      row.indicator === indicator &&
      row.levelCode === levelCode &&
      row.validFrom <= day &&
      (row.validTo === null || day <= row.validTo),
  )
  return holding.toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0] ?? null
}

/** How a share stands to its target, where there is one. */
export function judgeTarget(share: Share, target: Target | null) {
  if (!target) return null
  return { percent: Number(target.percent), instrument: target.instrument, reached: reaches(share, target.percent) }
}

/**
 * How a share stands to its threshold, where there is one. Passing it costs `points` of the yearly score, once a month however
 * far it is passed.
 * @law CV664 point 4
 */
export function judgeThreshold(share: Share, rule: PenaltyRule | null) {
  if (!rule) return null
  const exceeded = exceeds(share, rule.thresholdPercent)
  const points = exceeded ? -Number(rule.points) : 0
  return { percent: Number(rule.thresholdPercent), instrument: rule.instrument, exceeded, points }
}
