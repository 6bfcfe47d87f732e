import { sql as template } from 'drizzle-orm'
import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { inArray } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { withPreparedShapes } from '#db/prepared-shapes.ts'
import { openTestDatabase } from '#test/support/database.ts'

// One connection, so that what is prepared on it can be looked at.
const { sql, db } = await openTestDatabase({ max: 1 })
const things = pgTable('things', { id: integer().primaryKey(), name: text().notNull() })
await sql`create table things (id int primary key, name text not null)`

const preparedNow = async () =>
  (await sql.unsafe<{ statement: string }[]>('select statement from pg_prepared_statements')).map(
    (row) => row.statement,
  )
const preparedOver = async (part: string) => (await preparedNow()).filter((statement) => statement.includes(part))

test('what Drizzle builds is prepared once and then used, also in transactions and savepoints', async () => {
  const insert = (tx: Pick<typeof db, 'insert'>, id: number) => tx.insert(things).values({ id, name: `thing ${id}` })
  await insert(db, 1)
  await db.transaction(async (tx) => {
    await insert(tx, 2)
    await tx.transaction((inner) => insert(inner, 3))
  })
  expect(await preparedOver('insert into "things"')).toHaveLength(1)
  expect(await db.$count(things)).toBe(3)
})

test('the same text with values of every kind gives what was put in', async () => {
  for (const value of [5, '5', null, true, 'ộ', new Date('2020-06-23T00:00:00Z')]) {
    const [row] = await db.execute(template`select ${value}::text as value, ${value}::text is null as nothing`)
    expect(row!['nothing']).toBe(value === null)
  }
  expect(
    await db
      .select()
      .from(things)
      .where(inArray(things.id, [1, 3])),
  ).toHaveLength(2)
})

test('a long list and a text without parameters are not prepared', async () => {
  await db
    .select()
    .from(things)
    .where(
      inArray(
        things.id,
        Array.from({ length: 60 }, (_, at) => at),
      ),
    )
  await db.execute(template`select 41 + 1 as never_prepared`)
  expect(await preparedOver('$60')).toEqual([])
  expect(await preparedOver('never_prepared')).toEqual([])
})

test('no more shapes than the limit are prepared; others still answer', async () => {
  const before = (await preparedNow()).length
  for (let n = 0; n < 600; n += 1) await db.execute(template`select ${n}::int as ${template.raw(`shape_${n}`)}`)
  expect((await preparedNow()).length).toBeLessThanOrEqual(before + 500)
  const [row] = await db.execute(template`select ${7}::int as ${template.raw('shape_599')}`)
  expect(row).toEqual({ shape_599: 7 })
})

test('a table that changed under a prepared statement is read anew', async () => {
  const all = () => db.execute(template`select * from things where id = ${1}`)
  await all()
  await sql`alter table things add column weight int`
  expect((await all())[0]).toMatchObject({ id: 1, weight: null })
})

test('plain SQL on the same client is left as it is', async () => {
  const seen = withPreparedShapes(sql)
  expect(await seen`select 1 as one`).toEqual([{ one: 1 }])
  expect(await seen.unsafe('select 2 as two')).toEqual([{ two: 2 }])
})
