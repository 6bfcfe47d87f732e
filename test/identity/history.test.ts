import { expect, test } from 'vitest'
import { seedHistory } from '#db/seed/history.ts'
import { seedProvince } from '#db/seed/province.ts'
import { openTestHouse } from '#test/support/house.ts'

const { house } = await openTestHouse({ world: false, env: { DEMO: 'true' } })
const { sql } = house
await seedProvince(house)
const results = await Promise.all([seedHistory(house), seedHistory(house)])

test('the past is written once, though two begin at the same time', async () => {
  expect(results.sort()).toEqual([false, true])
  expect(await seedHistory(house)).toBe(false)
})

test('every department has handled work, and none of it lies in the future', async () => {
  const rows = await sql<{ done: number; open: number; late: number; ahead: number }[]>`
    select count(*) filter (where state = 'done')::int as done, count(*) filter (where state <> 'done')::int as open,
      count(*) filter (where done_at > due_at)::int as late,
      count(*) filter (where greatest(arrived_at, registered_at, done_at, updated_at) > ${house.clock.now()})::int as ahead
    from arrivals group by agency_id`
  expect(rows).toHaveLength(19)
  for (const { done, ahead } of rows) {
    expect(done).toBeGreaterThan(20)
    expect(ahead).toBe(0)
  }
  const sum = (key: 'open' | 'late') => rows.reduce((total, row) => total + row[key], 0)
  expect(sum('late')).toBeGreaterThan(10)
  expect(sum('open')).toBeGreaterThan(40)
})

test('the roll-up says what the rows say', async () => {
  const fromRows = await sql`
    select agency_id, (ended_at at time zone 'Asia/Ho_Chi_Minh')::date::text as day,
      count(*) filter (where ended_at <= due_at)::int as on_time, count(*) filter (where ended_at > due_at)::int as late,
      count(*) filter (where due_at is null)::int as without_deadline
    from assignments where role = 'lead' and parent_id is null and state = 'done' group by 1, 2 order by 1, 2`
  const rolledUp = await sql`
    select agency_id, day::text, on_time, late, without_deadline from handled_counts where kind = 'assignment' order by 1, 2`
  expect(rolledUp).toEqual(fromRows)
  expect(rolledUp.length).toBeGreaterThan(100)
})

test('arrival numbers run from 1 without a gap, and the counter stands at the last', async () => {
  const books = await sql`
    select n.book_id, max(n.number) as last, count(*)::int as given, c.last as counter from numbers n
    join number_counters c on c.book_id = n.book_id and c.year = n.year group by n.book_id, n.year, c.last`
  expect(books).toHaveLength(19)
  for (const { last, given, counter } of books) expect([given, counter]).toEqual([last, last])
  const astray = await sql`
    select a.id from arrivals a left join numbers n
      on (n.book_id, n.year, n.number, n.arrival_id) = (a.number_book_id, a.number_year, a.number, a.id)
    where n.number is null`
  expect(astray).toEqual([])
})

test('steps follow one another, by posts of the department, and end where the arrival stands', async () => {
  const bad = await sql`
    select x.arrival_id from (
      select c.*, lag(c.at) over w as before, lag(c.to_state) over w as came_from,
        last_value(c.to_state) over (partition by c.arrival_id order by c.ordinal rows between unbounded preceding and unbounded following) as ends
      from arrival_acts c window w as (partition by c.arrival_id order by c.ordinal)) x
    join arrivals a on a.id = x.arrival_id join posts p on p.id = x.post_id
    where x.at <= x.before or x.from_state is distinct from x.came_from or x.ends <> a.state or p.agency_id <> a.agency_id`
  expect(bad).toEqual([])
})

test('letters go out on working days, below number 664, with a sheet that exists', async () => {
  expect(
    await sql`select code from arrivals where extract(isodow from issued_on) > 5 or issued_on = '2020-04-30'`,
  ).toEqual([])
  const [last] = await sql`select max(split_part(code, '/', 1)::int) as number from arrivals`
  expect(last!['number']).toBeLessThan(664)
  for (const { sha } of await sql<{ sha: string }[]>`select distinct file_sha256 as sha from arrivals`)
    expect(await house.blobs.sizeOf(sha)).toBeGreaterThan(10_000)
})
