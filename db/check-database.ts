import type { Sql } from 'postgres'

/** One thing that is wrong with a database, and what its administrator has to do. */
export type DatabaseProblem = { what: string; fix: string }

/** Extensions that the migrations create; part of PostgreSQL's own contrib modules. */
const extensions = ['btree_gin', 'pg_trgm']

/** Everything that keeps eCabinet from working on this database; empty when it fits. Changes nothing. */
export async function databaseProblems(sql: Sql): Promise<DatabaseProblem[]> {
  const [facts] = await sql<Facts[]>`
    select current_setting('server_version_num')::int / 10000 as version,
      current_setting('server_encoding') as encoding,
      lower('Đ') = 'đ' as lowers,
      exists (select from pg_collation where collname = 'vi-x-icu') as "hasVietnamese",
      array(select name::text from pg_available_extensions where name = any(${extensions})) as extensions`
  if (!facts) throw new Error('The database did not answer.')
  const checks = [version, encoding, lowerCase, vietnamese, contrib]
  const problems = checks.map((check) => check(facts)).filter((problem) => problem !== null)
  return problems.length > 0 ? problems : await trigrams(sql)
}

/** Stops the start on a database that would sort, fold or search Vietnamese wrongly; the message has each reason with its fix. */
export async function assertDatabaseFits(sql: Sql): Promise<void> {
  const problems = await databaseProblems(sql)
  if (problems.length === 0) return
  const lines = problems.map(({ what, fix }) => `- ${what} Fix: ${fix}`)
  throw new Error(`eCabinet cannot work on the database in DATABASE_URL:\n${lines.join('\n')}`)
}

type Facts = { version: number; encoding: string; lowers: boolean; hasVietnamese: boolean; extensions: string[] }

const anew =
  "make the database anew: CREATE DATABASE ecabinet TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'vi' LOCALE 'C.UTF-8'."

const version = (facts: Facts) =>
  facts.version >= 15 ? null : { what: `It is PostgreSQL ${facts.version}.`, fix: 'use PostgreSQL 15 or newer.' }

const encoding = (facts: Facts) =>
  facts.encoding === 'UTF8' ? null : { what: `Its encoding is ${facts.encoding}, not UTF8.`, fix: anew }

const lowerCase = (facts: Facts) =>
  facts.lowers ? null : { what: "lower('Đ') is not 'đ' there: its locale knows ASCII letters only.", fix: anew }

const vietnamese = (facts: Facts) =>
  facts.hasVietnamese
    ? null
    : {
        what: 'It has no collation vi-x-icu, so lists would not stand in Vietnamese order.',
        fix: "use a PostgreSQL built with ICU and run SELECT pg_import_system_collations('pg_catalog').",
      }

function contrib(facts: Facts): DatabaseProblem | null {
  const missing = extensions.filter((name) => !facts.extensions.includes(name))
  if (missing.length === 0) return null
  const fix =
    "install PostgreSQL's contrib modules (Debian: part of the package postgresql; others: postgresql-contrib)."
  return { what: `The extensions ${missing.join(', ')} are not installed.`, fix }
}

/** With a locale that calls only ASCII letters "letters", search by trigrams silently finds nothing; seen only once the extension is there. */
async function trigrams(sql: Sql): Promise<DatabaseProblem[]> {
  const [there] = await sql`select from pg_extension where extname = 'pg_trgm'`
  if (!there) return []
  const [found] = await sql<{ works: boolean }[]>`select cardinality(show_trgm('會議Đặng')) > 5 as works`
  return found?.works
    ? []
    : [{ what: 'Trigrams of letters outside ASCII are empty there, so search finds nothing.', fix: anew }]
}
