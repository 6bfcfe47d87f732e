import type { Sql } from 'postgres'

/** Bookkeeping of requests that says nothing of what they changed. */
const bookkeeping = ['sessions', 'throttles', 'jobs', 'verification_reports']

/** A fingerprint of every table, so that two moments can be compared: `{ documents: '3 rows, 8f…' }`. */
export async function contentOf(sql: Sql): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and not table_name = any(${bookkeeping}) order by 1`
  const parts = tables.map(
    ({
      name,
    }) => `select '${name}' as name, count(*) || ' rows, ' || coalesce(sum(hashtextextended(t::text, 0)), 0) as print
      from "${name}" t`,
  )
  const rows = await sql.unsafe<{ name: string; print: string }[]>(parts.join(' union all '))
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]))
}
