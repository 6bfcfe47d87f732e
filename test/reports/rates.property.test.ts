import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assignPerson } from '#server/documents/assign-person.ts'
import { arrivalDetailFor } from '#server/documents/arrival-detail.queries.ts'
import { finishAssignment } from '#server/documents/finish-assignment.ts'
import { giveDirection } from '#server/documents/give-direction.ts'
import { receiveArrival } from '#server/documents/receive-arrival.ts'
import { registerArrival } from '#server/documents/register-arrival.ts'
import { returnAssignment } from '#server/documents/return-assignment.ts'
import { startWork } from '#server/documents/start-work.ts'
import { perform, performAsSystem, type Work } from '#server/kernel/unit-of-work.ts'
import type { WorkCounts } from '#server/reports/indicator.rules.ts'
import { rateListFor } from '#server/reports/rate-list.queries.ts'
import { ratesFor } from '#server/reports/rates.queries.ts'
import { delivery, type Json, nodeOf } from '#test/documents/arrivals-world.ts'
import { openTestHouse } from '#test/support/house.ts'
import { actorOf, unitIn } from '#test/support/world.ts'

const house = await openTestHouse({ at: '2020-05-28T08:00:00+07:00' })
const { world, clock } = house
const unit = (symbol: string) => unitIn(world, world.sttt, symbol)
const leads = [unit('CNTT'), unit('BCVT')]
const heads = { [leads[0]!]: 'truongphong.cntt', [leads[1]!]: 'truongphong.bcvt' }
const people = { [leads[0]!]: 'chuyenvien.cntt', [leads[1]!]: 'chuyenvien.bcvt' }

type Step =
  | { do: 'wait'; hours: number }
  | { do: 'direct'; days: number | null; lead: 0 | 1 }
  | { do: 'direct_again' | 'assign' | 'start' | 'return' | 'finish'; which: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 60 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('direct' as const),
      days: fc.option(fc.integer({ min: 1, max: 4 }), { freq: 4 }),
      lead: fc.constantFrom(0 as const, 1 as const),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'direct_again' as const,
        'assign' as const,
        'start' as const,
        'return' as const,
        'finish' as const,
        'finish' as const,
      ),
      which: fc.nat(),
    }),
  },
)

const arrivals: string[] = []
const as = (userName: string, run: (work: Work) => Promise<unknown>) =>
  perform(house.house, actorOf(world, userName), { key: null, intent: '' }, run)
const look = (id: string): Promise<Json> =>
  arrivalDetailFor(house.house.db, actorOf(world, 'vanthu.sttt'), { id, now: clock.now() })
const direction = { opinion: 'Tham mưu.', coordinateUnitIds: [], informUnitIds: [unit('TTBCXB')] }

async function newWork({ days, lead }: Extract<Step, { do: 'direct' }>) {
  const input = delivery(house)
  const { arrivalId: id } = await performAsSystem(house.house, world.sttt, (work) => receiveArrival(work, input))
  arrivals.push(id)
  await as('vanthu.sttt', (work) =>
    registerArrival(work, { id, revision: 1, confirmDuplicate: true, confirmInvalid: false }),
  )
  const deadline = days === null ? null : { workingDays: days }
  await as('giamdoc.sttt', (work) =>
    giveDirection(work, { id, revision: 2, leadUnitId: leads[lead]!, deadline, ...direction }),
  )
}

/** One step of a history on one of the arrivals; steps that its state does not allow are refused and change nothing. */
async function take(now: Step): Promise<void> {
  if (now.do === 'wait') return void clock.advance({ hours: now.hours })
  if (now.do === 'direct') return newWork(now)
  const id = arrivals[now.which % Math.max(1, arrivals.length)]
  if (id === undefined) return
  await stepOn(now.do, await look(id)).catch((error: unknown) =>
    expect(String(error)).toMatch(/wrong_state|forbidden|not_found/),
  )
}

async function stepOn(act: Exclude<Step['do'], 'wait' | 'direct'>, detail: Json): Promise<unknown> {
  const { id, revision } = detail
  if (act === 'direct_again') {
    const again = { id, revision, leadUnitId: leads[revision % 2]!, deadline: { workingDays: 2 }, ...direction }
    return as('giamdoc.sttt', (work) => giveDirection(work, again))
  }
  const node = nodeOf(detail, 'lead')
  const person = node.children.find(({ state }: Json) => state === 'open' || state === 'in_progress')
  const own = person ? { node: person, by: people[node.unitId]! } : { node, by: heads[node.unitId]! }
  const postId = actorOf(world, people[node.unitId]!).postId
  const base = { id: own.node.id, revision: own.node.revision }
  if (act === 'assign')
    return as(heads[node.unitId]!, (work) =>
      assignPerson(work, { ...base, id: node.id, revision: node.revision, postId, deadline: null }),
    )
  if (act === 'start') return as(own.by, (work) => startWork(work, base))
  if (act === 'return') return as(own.by, (work) => returnAssignment(work, { ...base, reason: 'Không đúng lĩnh vực.' }))
  return as(own.by, (work) => finishAssignment(work, { ...base, note: 'Đã xong.' }))
}

type Node = {
  role: string
  parent_id: string | null
  state: string
  due_at: Date | null
  created_at: Date
  ended_at: Date | null
}

/** The same numbers from every row by hand, with no roll-up, no index and no SQL date. */
async function recount(period: { from: string; to: string }, at: Date): Promise<WorkCounts> {
  const nodes = await house.house.sql<Node[]>`select * from assignments where agency_id = ${world.sttt}`
  const first = new Date(`${period.from}T00:00:00+07:00`)
  const after = new Date(new Date(`${period.to}T00:00:00+07:00`).getTime() + 86_400_000)
  const counted = nodes.filter((node) => node.role === 'lead' && node.parent_id === null)
  const handled = counted.filter((node) => node.state === 'done' && node.ended_at! >= first && node.ended_at! < after)
  const open = counted.filter((node) => node.created_at <= at && (node.ended_at === null || node.ended_at > at))
  const size = (list: Node[], fits: (node: Node) => boolean) => list.filter(fits).length
  return {
    on_time: size(handled, (node) => node.due_at !== null && node.ended_at! <= node.due_at),
    late: size(handled, (node) => node.due_at !== null && node.ended_at! > node.due_at),
    without_deadline: size(handled, (node) => node.due_at === null),
    open_in_time: size(open, (node) => node.due_at !== null && node.due_at >= at),
    overdue: size(open, (node) => node.due_at !== null && node.due_at < at),
    open_without_deadline: size(open, (node) => node.due_at === null),
  }
}

async function compare(asked: { period: string; basis: 'reporting' | 'calendar' }) {
  const actor = actorOf(world, 'giamdoc.sttt')
  const answer = await ratesFor(house.house.db, actor, { ...asked, now: clock.now() })
  const agency = answer.agencies.find(({ id }) => id === world.sttt)!
  expect(agency.counts.assignment).toEqual(await recount(answer.period, answer.judgedAt))
  const sizes = { ...agency.counts.assignment, ...agency.totals.assignment }
  for (const [bucket, size] of Object.entries(sizes)) {
    const list = { work: 'assignment', bucket: bucket as keyof WorkCounts, limit: 200, agencyId: world.sttt } as const
    const { rows } = await rateListFor(house.house.db, actor, { ...asked, ...list, now: clock.now() })
    expect(rows, bucket).toHaveLength(size)
  }
}

test('after any history the roll-up is the recount, for the running month and for past ones, and every list has the length of its number', async () => {
  const histories = fc.array(step, { minLength: 15, maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(histories, async (steps) => {
      for (const now of steps) await take(now)
      for (const period of ['2020-05', '2020-06', '2020-07'])
        for (const basis of ['reporting', 'calendar'] as const)
          if (new Date(`${period}-01T00:00:00+07:00`) < clock.now()) await compare({ period, basis })
    }),
    { numRuns: 12, endOnFailure: true, seed: 664, interruptAfterTimeLimit: 60_000 },
  )
  const [{ done }] = (await house.house
    .sql`select count(*)::int as done from arrivals where state = 'done'`) as unknown as [{ done: number }]
  expect(done).toBeGreaterThan(10)
}, 90_000)
