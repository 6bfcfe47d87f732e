import type { ISql, Sql } from 'postgres'
import type { BenchHouse } from './bench-house.ts'
import { addArrivals, addDocuments, addTasks, countWork, makeSources, type Stretch } from './province-rows.ts'
import { seedWorld } from './seed-world.ts'

const tables = ['documents', 'arrivals', 'assignments', 'tasks', 'handled_counts']

/** A generated province that grows: each call of `growTo` adds rows until there are so many documents and as many arrivals. */
export type LargeProvince = { growTo(documents: number): Promise<void> }

/** Seeds so many agencies; `total` is how far it will grow in the end, and what three years are divided by. */
export async function openLargeProvince(
  { house }: BenchHouse,
  agencies: number,
  total: number,
): Promise<LargeProvince> {
  await seedWorld(house, agencies)
  const { sql } = house
  const now = house.clock.now()
  await makeSources(sql)
  await acceptSearchForms(sql)
  let have = 0
  return {
    async growTo(documents) {
      const stretch = { from: have + 1, to: documents, total, now }
      await withoutIndexes(sql, () => addRows(sql, stretch))
      have = documents
    },
  }
}

/** Folding millions of texts would take minutes; the search forms come ready from the subjects, by the same function. */
async function acceptSearchForms(sql: Sql): Promise<void> {
  await sql`alter table documents alter column search_fold drop expression`
  await sql`alter table arrivals alter column search_fold drop expression, alter column code_key drop expression`
}

/** Documents and arrivals know nothing of each other here: they are made side by side. */
async function addRows(sql: Sql, stretch: Stretch): Promise<void> {
  const tenth = {
    ...stretch,
    from: Math.ceil(stretch.from / 10),
    to: Math.floor(stretch.to / 10),
    total: stretch.total / 10,
  }
  await Promise.all([
    unchecked(sql, (tx) => addDocuments(tx, stretch)),
    unchecked(sql, (tx) => addArrivals(tx, stretch)),
    unchecked(sql, (tx) => addTasks(tx, tenth)),
  ])
  await sql`truncate handled_counts`
  await countWork(sql)
}

/** References are not looked up row by row: every value was read from the table that it refers to. */
async function unchecked(sql: Sql, load: (tx: ISql) => Promise<void>): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await load(tx)
  })
}

/** Indexes are built after the rows, as they were defined: the same indexes, in a tenth of the time. */
async function withoutIndexes(sql: Sql, load: () => Promise<void>): Promise<void> {
  const defined = await sql<{ name: string; table: string; definition: string }[]>`
    select c.relname as name, x.indrelid::regclass::text as table, pg_get_indexdef(c.oid) as definition from pg_index x join pg_class c on c.oid = x.indexrelid
    where x.indrelid = any(${tables}::regclass[]) and not exists (select from pg_constraint where conindid = c.oid)`
  for (const { name } of defined) await sql.unsafe(`drop index ${name}`)
  await load()
  const buildOn = async (table: string) => {
    await sql.begin(async (tx) => {
      await tx`set local maintenance_work_mem = '512MB'`
      for (const { definition } of defined.filter((index) => index.table === table)) await tx.unsafe(definition)
    })
    await sql.unsafe(`vacuum analyze ${table}`)
  }
  await Promise.all(tables.map(buildOn))
}
