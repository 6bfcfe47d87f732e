import { randomUUID } from 'node:crypto'
import { openDatabase, type OpenDatabase } from '#db/client.ts'

/** What the database commits of a ballot's two rows without the house around it; both answer milliseconds. */
type Rows = { poll: string; post: string; person: string; command: string }[]

const rowsFor = (count: number): Rows => {
  const poll = randomUUID()
  return Array.from({ length: count }, () => ({
    poll,
    post: randomUUID(),
    person: randomUUID(),
    command: randomUUID(),
  }))
}

/** A durable transaction a ballot, all asked for at once on ten connections: PostgreSQL groups the commits by itself. */
export async function commitOneByOne(databaseUrl: string, count: number): Promise<number> {
  return timed(openDatabase(databaseUrl, { max: 10, name: 'ecabinet bench' }), async ({ sql }) => {
    await Promise.all(rowsFor(count).map((row) => write(sql, [row])))
  })
}

/** Full batches on one connection: the least that durability costs. */
export async function commitInBatches(databaseUrl: string, count: number, batch = 100): Promise<number> {
  return timed(openDatabase(databaseUrl, { max: 1, name: 'ecabinet bench' }), async ({ sql }) => {
    const rows = rowsFor(count)
    for (let at = 0; at < count; at += batch) await write(sql, rows.slice(at, at + batch))
  })
}

function write(sql: OpenDatabase['sql'], rows: Rows) {
  return sql`
    with c as materialized (select * from json_to_recordset(${JSON.stringify(rows)}::json) as c(poll uuid, post uuid, person uuid, command text)),
    b as (insert into ballots (poll_id, post_id, person_id, command_id, choice, cast_at)
      select poll, post, person, command, 'yes', now() from c)
    insert into ballot_commands (poll_id, post_id, command_id, choice, cast_at) select poll, post, command, 'yes', now() from c`
}

async function timed(database: OpenDatabase, run: (database: OpenDatabase) => Promise<void>): Promise<number> {
  await Promise.all(Array.from({ length: 10 }, () => database.sql`select pg_sleep(0.01)`))
  const started = performance.now()
  await run(database)
  const took_ms = performance.now() - started
  await database.close()
  return took_ms
}
