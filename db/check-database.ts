import type { Sql } from 'postgres'
import { StartProblem } from '#server/kernel/start-problem.ts'

/** One thing that is wrong with a database, and what its administrator has to do. */
export type DatabaseProblem = { what: string; fix: string }

/** Extensions that the migrations create; part of PostgreSQL's own contrib modules. */
const extensions = ['btree_gin', 'pg_trgm']

/** Everything that keeps eCabinet from working on this database; empty when it fits. Changes nothing. */
export async function databaseProblems(sql: Sql): Promise<DatabaseProblem[]> {
  for (const look of [foundation, abilities, trigrams]) {
    const problems = await look(sql)
    if (problems.length > 0) return problems
  }
  return []
}

/** Codes that tell of the way to the database, not of the database. */
const wayCodes = /^(E[A-Z]+|CONNECT_TIMEOUT|28000|28P01|3D000)$/

function unreachable(error: Error & { code?: string }): never {
  if (!wayCodes.test(error.code ?? '')) throw error
  throw new StartProblem(`the database does not let us in: ${error.message || error.code}. Fix: check DATABASE_URL.`)
}

/** Stops the start on a database that would sort, fold or search Vietnamese wrongly; the message has each reason with its fix. */
export async function assertDatabaseFits(sql: Sql): Promise<void> {
  const problems = await databaseProblems(sql).catch(unreachable)
  if (problems.length === 0) return
  const lines = problems.map(({ what, fix }) => `- ${what} Fix: ${fix}`)
  throw new StartProblem(`the database does not fit.\n${lines.join('\n')}`)
}

const anew =
  "make the database anew: CREATE DATABASE ecabinet TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'vi' LOCALE 'C.UTF-8'."

/** Looked at first: where these are wrong, the other questions cannot even be asked. */
async function foundation(sql: Sql): Promise<DatabaseProblem[]> {
  const [facts] = await sql<{ version: number; encoding: string }[]>`
    select current_setting('server_version_num')::int / 10000 as version, current_setting('server_encoding') as encoding`
  const { version, encoding } = facts!
  const problems: DatabaseProblem[] = []
  if (version < 15) problems.push({ what: `It is PostgreSQL ${version}.`, fix: 'use PostgreSQL 15 or newer.' })
  if (encoding !== 'UTF8') problems.push({ what: `Its encoding is ${encoding}, not UTF8.`, fix: anew })
  return problems
}

async function abilities(sql: Sql): Promise<DatabaseProblem[]> {
  const [facts] = await sql<{ lowers: boolean; hasVietnamese: boolean; missing: string[] }[]>`
    select lower('Đ') = 'đ' as lowers,
      exists (select from pg_collation where collname = 'vi-x-icu') as "hasVietnamese",
      array(select unnest(${extensions}::text[]) except select name from pg_available_extensions order by 1) as missing`
  const { lowers, hasVietnamese, missing } = facts!
  const problems: DatabaseProblem[] = []
  if (!lowers) problems.push({ what: "lower('Đ') is not 'đ' there: its locale knows ASCII letters only.", fix: anew })
  if (!hasVietnamese) problems.push(noVietnameseOrder)
  if (missing.length > 0) problems.push({ what: `The extensions ${missing.join(', ')} are not there.`, fix: contrib })
  return problems
}

const noVietnameseOrder = {
  what: 'It has no collation vi-x-icu, so lists would not stand in Vietnamese order.',
  fix: "use a PostgreSQL built with ICU and run SELECT pg_import_system_collations('pg_catalog').",
}
const contrib =
  "install PostgreSQL's contrib modules (Debian: in the package postgresql; elsewhere: postgresql-contrib)."

/** With a locale that calls only ASCII letters "letters", search by trigrams silently finds nothing; seen once the extension is there. */
async function trigrams(sql: Sql): Promise<DatabaseProblem[]> {
  const [there] = await sql`select from pg_extension where extname = 'pg_trgm'`
  if (!there) return []
  const [found] = await sql<{ works: boolean }[]>`select cardinality(show_trgm('會議Đặng')) > 5 as works`
  if (found?.works) return []
  return [{ what: 'Trigrams of letters outside ASCII are empty there, so search finds nothing.', fix: anew }]
}
