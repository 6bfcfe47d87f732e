import { z } from 'zod'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { legalDay } from '#server/kernel/working-calendar.rules.ts'
import { countsVisibleTo } from './counts.queries.ts'
import { indicatorCodes, indicators, type WorkKind } from './formula-texts.rules.ts'
import { addCounts, noWork, percentOf, sizeOf, type WorkCounts } from './indicator.rules.ts'
import { judgedAt, type Period, periodOf, periodWith } from './period.rules.ts'
import { opensLists, seesBoard, seesRates } from './reports.permissions.ts'
import { holdingOn, judgeTarget, judgeThreshold } from './standard.rules.ts'
import { standardsBy } from './standard.queries.ts'

/** A month, by default the one that runs; reporting months end on the 14th. */
export const periodQuery = z.object({
  period: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
    .optional(),
  basis: z.enum(['reporting', 'calendar']).default('reporting'),
})

/** The period that was asked for. */
export function periodAsked({ period, basis }: z.output<typeof periodQuery>, now: Date): Period {
  return period === undefined ? periodWith(legalDay(now), basis) : periodOf(period, basis)
}

type Work = Record<WorkKind, WorkCounts>
type Standards = Awaited<ReturnType<typeof standardsBy>>
type Judge = { period: Period; standards: Standards }

/**
 * The rates of the own agency, for leaders and the office also those below it (the board) and the sum of each level, with target,
 * threshold and formula of every indicator. Refuses `period_not_begun`.
 */
export async function ratesFor(tx: Tx, actor: Actor, of: z.output<typeof periodQuery> & { now: Date }) {
  if (!seesRates(actor)) refuse('forbidden', 'forbidden')
  const period = periodAsked(of, of.now)
  const at = judgedAt(period, of.now)
  const judge = { period, standards: await standardsBy(tx, period.to) }
  const agencies = inPairs(await countsVisibleTo(tx, actor, { period, at }))
  return {
    period,
    judgedAt: at,
    ownAgencyId: actor.agencyId,
    formulas: indicatorCodes.map((code) => ({ code, ...wordsOf(code) })),
    agencies: agencies.map((agency) => ({ ...agency, ...judged(agency.counts, agency.levelCode, judge) })),
    levels: levelsOf(agencies, judge),
    can: { openLists: opensLists(actor), seeBoard: seesBoard(actor) },
  }
}

const wordsOf = (code: (typeof indicatorCodes)[number]) => {
  const { work, name, formula } = indicators[code]
  return { work, name, formula }
}

type Agency = { id: string; name: string; shortName: string; kind: string; levelCode: string; counts: Work }

/** Two rows an agency, arrivals first, become one. */
function inPairs(rows: Awaited<ReturnType<typeof countsVisibleTo>>): Agency[] {
  const found = new Map<string, Agency>()
  for (const row of rows) {
    const { id, name, short_name: shortName, kind, level_code: levelCode, work } = row
    const agency = found.get(id) ?? {
      id,
      name,
      shortName,
      kind,
      levelCode,
      counts: { assignment: noWork, task: noWork },
    }
    found.set(id, { ...agency, counts: { ...agency.counts, [work]: addCounts(noWork, row) } })
  }
  return [...found.values()]
}

function judged(counts: Work, levelCode: string, { period, standards }: Judge) {
  return {
    totals: { assignment: totalsOf(counts.assignment), task: totalsOf(counts.task) },
    indicators: indicatorCodes.map((code) => {
      const share = indicators[code].share(counts[indicators[code].work])
      const asked = { indicator: code, levelCode, day: period.to }
      const target = judgeTarget(share, holdingOn(standards.targets, asked))
      const threshold = judgeThreshold(share, holdingOn(standards.penaltyRules, asked))
      return { code, ...share, percent: percentOf(share), target, threshold }
    }),
  }
}

const totalsOf = (counts: WorkCounts) => ({ handled: sizeOf(counts, 'handled'), open: sizeOf(counts, 'open') })

/** The sum of each level's agencies, highest level first. */
function levelsOf(agencies: Agency[], judge: Judge) {
  return judge.standards.levels.flatMap(({ code, nameVi, nameEn }) => {
    const own = agencies.filter(({ levelCode }) => levelCode === code)
    if (own.length === 0) return []
    const sum = (work: WorkKind) => own.map(({ counts }) => counts[work]).reduce(addCounts, noWork)
    const counts = { assignment: sum('assignment'), task: sum('task') }
    return [{ code, name: { vi: nameVi, en: nameEn }, agencies: own.length, counts, ...judged(counts, code, judge) }]
  })
}
