import { reportsTexts as t } from '../kernel/messages/reports.ts'
import type { Tone } from '../parts/tone.ts'
import { judgementWord, pointsWord } from './rate-words.ts'
import { type AgencyRates, type IndicatorCode, indicatorOf } from './rates-board.svelte.ts'

/** One agency's bar. */
interface Bar {
  id: string
  name: string
  percent: number
  tone: Tone
  word: string
}

/**
 * The bars of a level, the worst first; how many agencies had nothing to divide by; the line that all are judged by; the end of the
 * scale, which for overdue work is the next ten per cent.
 */
export function barsOf(agencies: readonly AgencyRates[], code: IndicatorCode) {
  const bars = agencies.flatMap((agency): Bar[] => {
    const indicator = indicatorOf(agency, code)
    if (!indicator || indicator.percent === null) return []
    const { tone = 'info' as const, label = '' } = judgementWord(indicator) ?? {}
    const points = indicator.threshold?.points ?? 0
    const word = points < 0 ? `${label}, ${t.points(pointsWord(points))}` : label
    return [{ id: agency.id, name: agency.name, percent: indicator.percent, tone, word }]
  })
  const worst = (a: Bar, b: Bar) => (code === 'overdue' ? b.percent - a.percent : a.percent - b.percent)
  const first = agencies[0] && indicatorOf(agencies[0], code)
  const highest = Math.max(10, ...bars.map(({ percent }) => percent))
  return {
    bars: bars.toSorted(worst),
    quiet: agencies.length - bars.length,
    line: (first?.target ?? first?.threshold)?.percent,
    max: code === 'overdue' ? Math.min(100, Math.ceil(highest / 10) * 10) : 100,
  }
}
