import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { ballotCommands } from '#db/meetings/schema.ts'
import { type BenchHouse, inBenchHouse } from './bench-house.ts'
import type { Call } from './call.ts'
import { type Bench, median, quantile, type Tell } from './figure.ts'
import type { CallAnswer, CallQuestion } from './make-calls.child.ts'
import { type Hall, openHall } from './meeting-hall.ts'
import { commitInBatches, commitOneByOne } from './raw-commits.ts'
import { openSecondProcess, type SecondProcess } from './second-process.ts'

const sizes = { full: { voters: 1000, rounds: 5 }, small: { voters: 30, rounds: 2 } }
const choices = ['yes', 'no', 'abstain'] as const

type Voters = SecondProcess<CallQuestion, CallAnswer>
type Stage = { bench: BenchHouse; hall: Hall; voters: Voters }

/**
 * A thousand voters with running sessions cast durable ballots over HTTP: within one second, and all at once. Beside it what the same
 * database commits without us: the same rows as one transaction a ballot on ten connections, and as full batches on one.
 */
export const ballotsBench: Bench = async (scale, tell) => {
  await inBenchHouse(async (bench) => {
    const { voters: count, rounds } = sizes[scale]
    const hall = await openHall(bench, count)
    const voters = openSecondProcess<CallQuestion, CallAnswer>('./make-calls.child.ts')
    const stage = { bench, hall, voters }
    try {
      await comeIn(stage)
      await vote(stage, undefined)
      await withinOneSecond(stage, tell)
      await allAtOnce(stage, rounds, tell)
    } finally {
      voters.close()
    }
  })
}

/** A connection a voter, as the browsers of the hall hold them. */
async function comeIn({ hall, voters }: Stage): Promise<void> {
  const calls = hall.deputies.map(({ cookie }) => ({ method: 'GET', path: '/api/session', cookie }))
  await voters.ask({ url: hall.url, calls, connections: calls.length })
}

type Vote = { pollId: string; calls: Call[]; answer: CallAnswer }

async function vote({ hall, voters }: Stage, over_ms: number | undefined): Promise<Vote> {
  const { pollId } = await hall.ask<{ pollId: string }>(`POST /meetings/${hall.meetingId}/polls`, {
    itemId: hall.itemId,
    question: 'Thông qua?',
  })
  const path = `/api/meetings/${hall.meetingId}/polls/${pollId}/ballot`
  const calls = hall.deputies.map(({ cookie }, at) => {
    return { method: 'POST', path, cookie, key: randomUUID(), body: { choice: choices[at % choices.length] } }
  })
  const wish = { url: hall.url, calls, connections: calls.length, ...(over_ms === undefined ? {} : { over_ms }) }
  const answer = await voters.ask(wish)
  await hall.ask(`POST /meetings/${hall.meetingId}/polls/${pollId}/close`)
  return { pollId, calls, answer }
}

async function withinOneSecond(stage: Stage, tell: Tell): Promise<void> {
  const { pollId, calls, answer } = await vote(stage, 1000)
  const of = { case: `${calls.length} ballots within one second`, unit: 'ms' }
  const acknowledged = answer.statuses.filter((status) => status === 200).length
  tell({ ...of, metric: 'acknowledged', value: acknowledged, unit: 'ballots', beside: ['cast', calls.length] })
  for (const share of [0.5, 0.99])
    tell({ ...of, metric: `p${share * 100}`, value: quantile([...answer.took_ms], share) })
  tell({ ...of, metric: 'last acknowledged', value: answer.all_ms })
  const again = await stage.voters.ask({ url: stage.hall.url, calls, connections: calls.length })
  const changed = again.texts.filter((text, at) => text !== answer.texts[at]).length
  tell({ ...of, metric: 'repeats with another answer', value: changed, unit: 'ballots' })
  const kept = await keptBallots(stage.bench, pollId)
  const lost = calls.filter(({ key }, at) => answer.statuses[at] === 200 && !kept.has(key!)).length
  tell({ ...of, metric: 'lost', value: lost, unit: 'ballots' })
  const voters = new Set(kept.values()).size
  tell({ ...of, metric: 'double', value: kept.size - voters, unit: 'ballots' })
}

/** Every cast that counted, by its operation id, with its voter. */
async function keptBallots({ house }: BenchHouse, pollId: string): Promise<Map<string, string>> {
  const kept = await house.db.select().from(ballotCommands).where(eq(ballotCommands.pollId, pollId))
  return new Map(kept.map(({ commandId, postId }) => [commandId, postId]))
}

/** Votes and raw commits in turns, so that both meet the same machine. */
async function allAtOnce(stage: Stage, rounds: number, tell: Tell): Promise<void> {
  const rates = { ours: [] as number[], single: [] as number[], batched: [] as number[], p99: [] as number[] }
  const count = stage.hall.deputies.length
  for (let round = 0; round < rounds; round += 1) {
    const { answer } = await vote(stage, undefined)
    rates.ours.push(rate(count, answer.all_ms))
    rates.p99.push(quantile([...answer.took_ms], 0.99))
    rates.single.push(rate(count, await commitOneByOne(stage.bench.databaseUrl, count)))
    rates.batched.push(rate(count, await commitInBatches(stage.bench.databaseUrl, count)))
  }
  const of = { case: `${count} ballots at once`, metric: 'rate', unit: 'ballots/s', value: median(rates.ours) }
  tell({ ...of, beside: ['one transaction a ballot, ten connections', median(rates.single)] })
  tell({ ...of, beside: ['one transaction a hundred ballots, no HTTP', median(rates.batched)] })
  tell({ ...of, metric: 'p99', unit: 'ms', value: median(rates.p99) })
}

const rate = (count: number, took_ms: number) => (count / took_ms) * 1000
