import { setTimeout as sleep } from 'node:timers/promises'
import { pgTable, integer, jsonb, timestamp } from 'drizzle-orm/pg-core'
import { sql as template } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openDatabase } from '#db/client.ts'
import { openTestDatabase } from '#test/support/database.ts'

const { sql, db, url } = await openTestDatabase({ max: 2 })

const samples = pgTable('samples', {
  sampleId: integer().primaryKey(),
  takenAt: timestamp({ withTimezone: true }).notNull(),
  facts: jsonb().$type<unknown>().notNull(),
})
await sql`create table samples (sample_id int primary key, taken_at timestamptz not null, facts jsonb not null)`

const at = new Date('2020-11-06T01:02:03.456Z')

test('both views of the pool write and read an instant and JSON alike', async () => {
  await db.insert(samples).values({ sampleId: 1, takenAt: at, facts: { a: ['x'] } })
  await sql`insert into samples values (2, ${at}, ${sql.json({ a: ['x'] })})`
  const rows = await sql`select * from samples order by 1`
  expect(rows).toEqual([1, 2].map((sample_id) => ({ sample_id, taken_at: at, facts: { a: ['x'] } })))
  const same = [1, 2].map((sampleId) => ({ sampleId, takenAt: at, facts: { a: ['x'] } }))
  expect(await db.select().from(samples).orderBy(samples.sampleId)).toEqual(same)
})

test('an instant may stand in a drizzle template and comes back from one', async () => {
  const [row] = await db.execute(template`select ${at}::timestamptz as at, ${at}::timestamptz < now() as past`)
  expect(row).toEqual({ at, past: true })
})

test('counts are numbers, and a number too large to hold is an error, not a wrong number', async () => {
  const [row] = await sql`select count(*) as n, 9007199254740991::int8 as most from samples`
  expect(row).toEqual({ n: 2, most: Number.MAX_SAFE_INTEGER })
  await expect(sql`select 9007199254740993::int8`).rejects.toThrow(RangeError)
})

test('a cast to a day is the day in Viet Nam', async () => {
  const [row] = await sql`select '2020-04-06T18:00Z'::timestamptz::date as day`
  expect(row).toEqual({ day: '2020-04-07' })
})

test('what is left of a transaction whose connection died never reaches another session', async () => {
  await sql`create table strays (id int)`
  const pool = openDatabase(url, { max: 1 })
  const outcome = pool.sql.begin(async (tx) => {
    const [me] = await tx`select pg_backend_pid() as pid`
    await sql`select pg_terminate_backend(${me!['pid']})`
    await tx`select 1`.catch(() => {})
    await expect.poll(() => pool.sql`select 1 as back`.catch(() => [])).toEqual([{ back: 1 }])
    await tx`insert into strays values (1)`
  })
  await expect(outcome).rejects.toThrow(/CONNECTION_CLOSED|terminat|ECONNRESET/)
  await sleep(200)
  expect(await sql`select * from strays`).toEqual([])
  await pool.close()
})
