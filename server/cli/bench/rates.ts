import { ratesFor } from '#server/reports/rates.queries.ts'
import type { House } from '#server/kernel/house.ts'
import { inBenchHouse } from './bench-house.ts'
import type { Bench } from './figure.ts'
import { openLargeProvince } from './large-province.ts'
import { type List, measureList, middleAndTail } from './read-as.ts'

/** By which law things are counted on the boards that are read. */
const basis = 'reporting'

const sizes = {
  full: { agencies: 200, all: 1_000_000, rounds: 200 },
  small: { agencies: 43, all: 2000, rounds: 10 },
}

/** The board over all agencies of the province: handled work from the daily roll-up, open work from its index. */
export const ratesBench: Bench = async (scale, tell) => {
  await inBenchHouse(async (bench) => {
    const { agencies, all, rounds } = sizes[scale]
    const ground = { ...bench, url: await bench.serve() }
    await (await openLargeProvince(bench, agencies, all)).growTo(all)
    for (const board of boards(bench.house)) {
      const figures = await measureList(ground, board, rounds)
      const of = { case: `${board.name}, ${agencies} agencies, ${all} arrivals`, unit: 'ms' }
      const [reader, alone] = [middleAndTail(figures.reader_ms), middleAndTail(figures.alone_ms)]
      tell({ ...of, metric: 'reader p50', value: reader.p50, beside: ['same statements, postgres alone', alone.p50] })
      tell({ ...of, metric: 'reader p95', value: reader.p95 })
      tell({ ...of, metric: 'HTTP p95', value: middleAndTail(figures.http_ms).p95 })
      tell({ ...of, metric: 'pages looked at', value: figures.pages, unit: 'pages' })
    }
  })
}

function boards(house: House): List[] {
  const board = (name: string, userName: string, period?: string): List => ({
    name,
    userName,
    path: `/api/reports/rates?basis=${basis}${period ? `&period=${period}` : ''}`,
    read: (tx, actor) => ratesFor(tx, actor, { basis, period, now: house.clock.now() }),
  })
  return [
    board('the board of this month', 'chutich'),
    board('the board of a past month', 'chutich', '2020-01'),
    board('one department', 'giamdoc.sttt'),
  ]
}
