import { arrivalCountsVisibleTo, arrivalsQuery, arrivalsVisibleTo } from '#server/documents/arrivals.queries.ts'
import { documentListQuery, documentsVisibleTo } from '#server/documents/document-list.queries.ts'
import { taskListQuery, tasksVisibleTo } from '#server/tasks/task-list.queries.ts'
import type { House } from '#server/kernel/house.ts'
import { inBenchHouse } from './bench-house.ts'
import { type Bench, type Tell } from './figure.ts'
import { openLargeProvince } from './large-province.ts'
import { type List, type ListFigures, measureList, middleAndTail } from './read-as.ts'

const sizes = {
  full: { agencies: 200, tenth: 100_000, all: 1_000_000, rounds: 300 },
  small: { agencies: 43, tenth: 500, all: 2000, rounds: 15 },
}

/**
 * The lists of the desks in a province of 200 agencies with a million documents and as many arrivals, newest 50: through the reader, over
 * HTTP, beside the same statements through `postgres` alone, and beside the same list when the province was a tenth as large.
 */
export const documentsBench: Bench = async (scale, tell) => {
  await inBenchHouse(async (bench) => {
    const size = sizes[scale]
    const ground = { ...bench, url: await bench.serve() }
    const province = await openLargeProvince(bench, size.agencies, size.all)
    const lists = deskLists(bench.house)
    const seen: ListFigures[][] = []
    for (const documents of [size.tenth, size.all]) {
      await province.growTo(documents)
      const figures: ListFigures[] = []
      for (const list of lists) figures.push(await measureList(ground, list, size.rounds))
      seen.push(figures)
    }
    lists.forEach((list, at) => tellList(`${list.name}, ${size.all} documents`, seen[0]![at]!, seen[1]![at]!, tell))
  })
}

function deskLists(house: House): List[] {
  const outgoing = (userName: string, name: string, tab: 'all' | 'todo'): List => ({
    name: `outgoing ${name}`,
    userName,
    path: `/api/documents?tab=${tab}&limit=50`,
    read: (tx, actor) => documentsVisibleTo(tx, actor, documentListQuery.parse({ tab, limit: 50 })),
  })
  const incoming = (userName: string, name: string, asked: Record<string, string>): List => ({
    name: `arrivals ${name}`,
    userName,
    path: `/api/arrivals?${new URLSearchParams({ ...asked, limit: '50' }).toString()}`,
    read: (tx, actor) => arrivalsVisibleTo(tx, actor, arrivalsQuery.parse({ ...asked, limit: 50 })),
  })
  const given = (name: string, asked: Record<string, string>): List => ({
    name: `tasks ${name}`,
    userName: 'vanthu',
    path: `/api/tasks?${new URLSearchParams({ ...asked, limit: '50' }).toString()}`,
    read: (tx, actor) =>
      tasksVisibleTo(tx, actor, { ...taskListQuery.parse({ ...asked, limit: 50 }), at: house.clock.now() }),
  })
  return [
    outgoing('vanthu', 'of the agency', 'all'),
    outgoing('chuyenvien.th', 'of one person', 'all'),
    outgoing('chanhvanphong', 'that wait for the office', 'todo'),
    incoming('vanthu', 'of the agency', { tab: 'all' }),
    incoming('vanthu', 'in hand, pressing first', { tab: 'in_hand', order: 'pressing' }),
    incoming('chuyenvien.th', 'of one person', { tab: 'all' }),
    incoming('chuyenvien.th', 'on one desk', { tab: 'mine' }),
    { name: 'arrivals, badges', userName: 'vanthu', path: '/api/arrivals/counts', read: arrivalCountsVisibleTo },
    given('given by the committee, open', { side: 'assigner', scope: 'open' }),
    given('given by the committee, closed', { side: 'assigner', scope: 'closed' }),
  ]
}

function tellList(name: string, tenth: ListFigures, all: ListFigures, tell: Tell): void {
  const of = { case: name, unit: 'ms' }
  const [reader, before] = [middleAndTail(all.reader_ms), middleAndTail(tenth.reader_ms)]
  const http = middleAndTail(all.http_ms)
  tell({
    ...of,
    metric: 'reader p50',
    value: reader.p50,
    beside: ['same statements, postgres alone', middleAndTail(all.alone_ms).p50],
  })
  tell({ ...of, metric: 'reader p95', value: reader.p95, beside: ['a tenth of the rows', before.p95] })
  tell({ ...of, metric: 'HTTP p50', value: http.p50 })
  tell({
    ...of,
    metric: 'HTTP p95',
    value: http.p95,
    beside: ['a tenth of the rows', middleAndTail(tenth.http_ms).p95],
  })
  tell({
    ...of,
    metric: 'HTTP rate',
    value: all.rate,
    unit: 'answers/s',
    beside: ['same statements, postgres alone', all.aloneRate],
  })
  tell({
    ...of,
    metric: 'pages looked at',
    value: all.pages,
    unit: 'pages',
    beside: ['a tenth of the rows', tenth.pages],
  })
}
