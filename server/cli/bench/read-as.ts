import { identify } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { House, Tx } from '#server/kernel/house.ts'
import { quantile } from './figure.ts'
import { openSecondProcess } from './second-process.ts'
import type { CallAnswer, CallQuestion } from './make-calls.child.ts'
import { visitorOf } from './people-in-session.ts'
import { openReplay, pagesOf, statementsOf } from './sent-statements.ts'

/** A list as somebody opens it: through the reader, and over HTTP. */
export type List = {
  name: string
  userName: string
  path: string
  read(tx: Tx, actor: Actor): Promise<unknown>
}

/** Milliseconds one after the other, answers a second on ten connections, and the pages that the database looked at. */
export type ListFigures = {
  reader_ms: number[]
  alone_ms: number[]
  http_ms: number[]
  rate: number
  aloneRate: number
  pages: number
}

const connections = 10

/** Reads a list so often: in turns through the reader and as its own statements alone, then over HTTP from a second process. */
export async function measureList(
  ground: { house: House; databaseUrl: string; url: string },
  list: List,
  rounds: number,
): Promise<ListFigures> {
  const { house } = ground
  const { cookie } = await visitorOf(house, list.userName)
  const actor = (await identify(house, cookie))!
  const read = () => list.read(house.db, actor)
  for (let round = 0; round < 10; round += 1) await read()
  const statements = await statementsOf(house, read)
  const [one, many] = [
    openReplay(ground.databaseUrl, statements, 1),
    openReplay(ground.databaseUrl, statements, connections),
  ]
  for (let round = 0; round < 10; round += 1) await one.run()
  const took = { reader_ms: [] as number[], alone_ms: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    took.reader_ms.push(await timed(read))
    took.alone_ms.push(await timed(() => one.run()))
  }
  const overHttp = await callRoute({ url: ground.url, path: list.path, cookie }, rounds)
  await rateAlone(many.run, rounds)
  const figures = {
    ...took,
    ...overHttp,
    aloneRate: await rateAlone(many.run, rounds),
    pages: await pagesOf(house, statements),
  }
  await Promise.all([one.close(), many.close()])
  return figures
}

async function callRoute(of: { url: string; path: string; cookie: string }, rounds: number) {
  const caller = openSecondProcess<CallQuestion, CallAnswer>('./make-calls.child.ts')
  const calls = Array.from({ length: rounds }, () => ({ method: 'GET', path: of.path, cookie: of.cookie }))
  try {
    await caller.ask({ url: of.url, calls: calls.slice(0, 20), connections })
    const alone = await caller.ask({ url: of.url, calls, connections: 1 })
    const many = await caller.ask({ url: of.url, calls, connections })
    const refused = alone.statuses.find((status) => status !== 200)
    if (refused !== undefined) throw new Error(`${of.path} answered ${refused}: ${alone.texts[0]}`)
    return { http_ms: [...alone.took_ms], rate: (rounds / many.all_ms) * 1000 }
  } finally {
    caller.close()
  }
}

async function rateAlone(run: () => Promise<void>, rounds: number): Promise<number> {
  let left = rounds
  const line = async () => {
    while (left-- > 0) await run()
  }
  const took_ms = await timed(() => Promise.all(Array.from({ length: connections }, line)))
  return (rounds / took_ms) * 1000
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await run()
  return performance.now() - started
}

/** p50 and p95 as every list tells them. */
export const middleAndTail = (values: readonly number[]) => ({
  p50: quantile(values, 0.5),
  p95: quantile(values, 0.95),
})
