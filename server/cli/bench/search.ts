import { arrivalsQuery, arrivalsVisibleTo } from '#server/documents/arrivals.queries.ts'
import { documentListQuery, documentsVisibleTo } from '#server/documents/document-list.queries.ts'
import { inBenchHouse } from './bench-house.ts'
import type { Bench } from './figure.ts'
import { openLargeProvince } from './large-province.ts'
import { type List, measureList, middleAndTail } from './read-as.ts'

const sizes = {
  full: { agencies: 200, all: 1_000_000, rounds: 200 },
  small: { agencies: 43, all: 2000, rounds: 10 },
}

/** Typed without tones: found in one paper of sixteen, in one of some thousands, by its number, and in none. */
const phrases = {
  common: 'giai quyet thu tuc hanh chinh',
  rare: 'ra soat phong chay chua chay tai so tai chinh',
  code: '12345/ubnd-th',
  absent: 'khong co trong so nao',
}

/** Search of the largest agency's desks in a province of a million documents and as many arrivals. */
export const searchBench: Bench = async (scale, tell) => {
  await inBenchHouse(async (bench) => {
    const { agencies, all, rounds } = sizes[scale]
    const ground = { ...bench, url: await bench.serve() }
    await (await openLargeProvince(bench, agencies, all)).growTo(all)
    for (const list of Object.entries(phrases).flatMap(([kind, q]) => searches(kind, q))) {
      const figures = await measureList(ground, list, rounds)
      const of = { case: `${list.name}, ${all} documents`, unit: 'ms' }
      const [reader, alone] = [middleAndTail(figures.reader_ms), middleAndTail(figures.alone_ms)]
      tell({ ...of, metric: 'reader p50', value: reader.p50, beside: ['same statements, postgres alone', alone.p50] })
      tell({ ...of, metric: 'reader p95', value: reader.p95 })
      tell({ ...of, metric: 'HTTP p95', value: middleAndTail(figures.http_ms).p95 })
      tell({ ...of, metric: 'pages looked at', value: figures.pages, unit: 'pages' })
    }
  })
}

function searches(kind: string, q: string): List[] {
  const query = new URLSearchParams({ q, limit: '50' }).toString()
  return [
    {
      name: `outgoing, ${kind} phrase`,
      userName: 'vanthu',
      path: `/api/documents?${query}`,
      read: (tx, actor) => documentsVisibleTo(tx, actor, documentListQuery.parse({ q, limit: 50 })),
    },
    {
      name: `arrivals, ${kind} phrase`,
      userName: 'vanthu',
      path: `/api/arrivals?${query}`,
      read: (tx, actor) => arrivalsVisibleTo(tx, actor, arrivalsQuery.parse({ q, limit: 50 })),
    },
  ]
}
