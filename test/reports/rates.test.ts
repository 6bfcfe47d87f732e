import { beforeAll, expect, test } from 'vitest'
import { openTestHouse } from '#test/support/house.ts'
import { unitIn } from '#test/support/world.ts'
import { directed, done, type Json, nodeOf, refused } from '#test/documents/arrivals-world.ts'

const house = await openTestHouse()
const unit = (symbol: string) => unitIn(house.world, house.world.sttt, symbol)
const units = { lead: unit('CNTT'), coordinate: unit('BCVT'), inform: unit('TTBCXB') }

async function finish(id: string) {
  const node = nodeOf(await done(house, 'truongphong.cntt', `GET /arrivals/${id}`), 'lead')
  await done(house, 'truongphong.cntt', `POST /assignments/${node.id}/finish`, {
    revision: node.revision,
    note: 'Xong.',
  })
}

const rates = (userName: string, query = '') => done(house, userName, `GET /reports/rates${query}`)
const own = async (userName: string, query = '') => {
  const answer = await rates(userName, query)
  return answer.agencies.find(({ id }: Json) => id === answer.ownAgencyId)
}
const list = async (userName: string, agencyId: string, query: string) =>
  (await done(house, userName, `GET /reports/rates/${agencyId}/list?${query}`)).rows as Json[]

beforeAll(async () => {
  const [onTime, late] = [await directed(house, units), await directed(house, units)]
  await directed(house, units)
  await directed(house, units, { deadline: { on: '2020-07-31' } })
  await directed(house, units, { deadline: null })
  const free = await directed(house, units, { deadline: null })
  house.clock.set('2020-06-30T16:00:00+07:00')
  await finish(onTime.id)
  house.clock.set('2020-07-01T08:00:00+07:00')
  await finish(late.id)
  await finish(free.id)
})

test('a department reads its counts, formulas, target and threshold', async () => {
  const agency = await own('giamdoc.sttt')
  expect(agency.counts.assignment).toEqual({
    on_time: 1,
    late: 1,
    without_deadline: 1,
    open_in_time: 1,
    overdue: 1,
    open_without_deadline: 1,
  })
  const of = (code: string) => agency.indicators.find((indicator: Json) => indicator.code === code)
  expect(of('handled_on_time')).toMatchObject({
    numerator: 1,
    denominator: 3,
    percent: 33.33,
    target: { percent: 98, reached: false },
  })
  expect(of('overdue')).toMatchObject({
    numerator: 2,
    denominator: 4,
    percent: 50,
    threshold: { percent: 2, exceeded: true, points: -0.5 },
  })
  expect(of('overdue_open')).toMatchObject({ numerator: 1, denominator: 3 })
  expect(of('tasks_on_time')).toMatchObject({ numerator: 0, denominator: 0, percent: null })
  const { formulas, period } = await rates('giamdoc.sttt')
  expect(period).toEqual({ name: '2020-07', basis: 'reporting', from: '2020-06-15', to: '2020-07-14' })
  for (const { name, formula } of formulas)
    for (const text of [name.vi, name.en, formula.vi, formula.en]) expect(text.length).toBeGreaterThan(10)
})

test('every number opens exactly the rows that it counts', async () => {
  for (const query of ['', 'period=2020-06&basis=calendar', 'period=2020-07&basis=calendar']) {
    const agency = await own('giamdoc.sttt', `?${query}`)
    const sizes = { ...agency.counts.assignment, ...agency.totals.assignment }
    expect(Object.keys(sizes)).toHaveLength(8)
    for (const [bucket, size] of Object.entries(sizes))
      expect(await list('giamdoc.sttt', agency.id, `${query}&bucket=${bucket}`), `${query} ${bucket}`).toHaveLength(
        size as number,
      )
  }
})

test('a past month keeps its numbers whatever happens later', async () => {
  const june = (await own('giamdoc.sttt', '?period=2020-06&basis=calendar')).counts.assignment
  expect(june).toEqual({
    on_time: 1,
    late: 0,
    without_deadline: 0,
    open_in_time: 3,
    overdue: 0,
    open_without_deadline: 2,
  })
})

test('the committee’s leaders and office see the board with the sum of each level, others their own agency', async () => {
  const board = await rates('chutich')
  expect(board.can).toEqual({ openLists: true, seeBoard: true })
  expect(board.agencies.map(({ id }: Json) => id).sort()).toEqual(
    Object.values(house.world)
      .filter((value) => typeof value === 'string')
      .sort(),
  )
  expect(board.levels.map(({ code, agencies }: Json) => [code, agencies])).toEqual([
    ['province', 4],
    ['district', 1],
  ])
  expect(board.levels[0].counts.assignment.on_time).toBe(1)
  expect((await list('chutich', house.world.sttt, 'bucket=late'))[0]).toMatchObject({
    code: '664/UBND-TH',
    mayOpen: false,
    unit: 'Phòng Công nghệ thông tin',
  })
  expect((await rates('chuyenvien.th')).agencies.map(({ id }: Json) => id)).toEqual([house.world.committee])
  expect((await rates('chuyenvien.cntt')).can).toEqual({ openLists: false, seeBoard: false })
})

test('lists are closed to those who do not see all papers, and to strangers', async () => {
  const line = (agencyId: string) => `GET /reports/rates/${agencyId}/list?bucket=late`
  await refused(house, 'chuyenvien.cntt', line(house.world.sttt), { status: 403, reason: 'forbidden' })
  await refused(house, 'quantri', line(house.world.committee), { status: 403, reason: 'forbidden' })
  await refused(house, 'giamdoc.snv', line(house.world.sttt), { status: 404, reason: 'not_found' })
  await refused(house, 'giamdoc.snv', line(house.world.committee), { status: 404, reason: 'not_found' })
  await refused(house, 'chutich', line('00000000-0000-4000-8000-000000000000'), { status: 404, reason: 'not_found' })
})

test('a period that has not begun and a period that is none are refused', async () => {
  await refused(house, 'chutich', 'GET /reports/rates?period=2020-09', { status: 400, reason: 'period_not_begun' })
  for (const bad of ['2020-13', '2020', 'x', '2020-6'])
    await refused(house, 'chutich', `GET /reports/rates?period=${bad}`, { status: 400, reason: 'invalid_input' })
  await refused(house, 'chutich', `GET /reports/rates/${house.world.sttt}/list?bucket=nonsense`, {
    status: 400,
    reason: 'invalid_input',
  })
})

test('a list is read in pages without a gap or a repeat', async () => {
  const all = (await list('giamdoc.sttt', house.world.sttt, 'bucket=open')).map(({ id }) => id)
  const seen: string[] = []
  let after = ''
  do {
    const page: Json = await done(
      house,
      'giamdoc.sttt',
      `GET /reports/rates/${house.world.sttt}/list?bucket=open&limit=1${after && `&after=${after}`}`,
    )
    seen.push(...page.rows.map(({ id }: Json) => id))
    after = page.next ?? ''
  } while (after)
  expect(seen).toEqual(all)
})
