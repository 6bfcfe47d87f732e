import type { Bucket } from '../../server/reports/indicator.rules.ts'
import { formatNumber } from '../kernel/format.ts'
import { reportsTexts as t } from '../kernel/messages/reports.ts'
import { paths } from '../kernel/paths.ts'
import type { IconName } from '../parts/icons.ts'
import type { Tone } from '../parts/tone.ts'
import { type PeriodChoice, periodSearch } from './period-choice.ts'
import type { Indicator, WorkKind } from './rates-board.svelte.ts'

type Word = { label: string; tone: Tone; icon?: IconName }

/** A percentage of the server: `94,74 %`, a dash where there was nothing to divide by. */
export function percentWord(percent: number | null): string {
  return percent === null ? '–' : `${formatNumber(percent, 2)} %`
}

/** Points of the yearly score with their sign: `−0,5`. */
export function pointsWord(points: number): string {
  return points < 0 ? `−${formatNumber(-points, 2)}` : formatNumber(points, 2)
}

/** How an indicator stands to its target or threshold, in word, colour and icon. */
export function judgementWord({ percent, target, threshold }: Indicator): Word | null {
  if (percent === null) return { label: t.noWork, tone: 'calm', icon: 'minus' }
  if (threshold) return threshold.exceeded ? { label: t.exceeded, tone: 'danger' } : { label: t.within, tone: 'ok' }
  if (target) return target.reached ? { label: t.reached, tone: 'ok' } : { label: t.missed, tone: 'danger' }
  return null
}

/** What a number counts, in words. */
export function bucketWord(bucket: Bucket): string {
  return t[`bucket_${bucket}`]
}

const countedTones: Record<string, Tone> = { on_time: 'ok', late: 'danger', overdue: 'danger', open_in_time: 'info' }

/** How one thing was counted, in word and colour. */
export function countedWord(bucket: Bucket): Word {
  return { label: bucketWord(bucket), tone: countedTones[bucket] ?? 'calm' }
}

/** Where the list that a number counts is. */
export function listAddress(of: { agencyId: string; bucket: Bucket; work: WorkKind; choice: PeriodChoice }): string {
  const said = [...(of.work === 'task' ? [['viec', 'task']] : []), ...periodSearch(of.choice)]
  const search = new URLSearchParams(said).toString()
  return paths.rateList(of.agencyId, of.bucket) + (search ? `?${search}` : '')
}
