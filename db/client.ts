import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres, { type Sql } from 'postgres'
import { checkDriver } from './check-driver.ts'
import { withPreparedShapes } from './prepared-shapes.ts'

/** One pool of connections, seen as SQL text (`sql`) and through the tables (`db`). */
export type OpenDatabase = { sql: Sql; db: PostgresJsDatabase; close(): Promise<void> }

/** `max` connections (10); `name` is what `pg_stat_activity` shows. */
export type ClientOptions = { max?: number; name?: string }

/**
 * Opens a pool. Connects on first use and again after the database was away: acts under way then are rejected
 * (`CONNECTION_CLOSED`, `ECONNREFUSED`), nothing hangs, later ones succeed. Both views read and write alike: timestamptz as `Date`,
 * date as `YYYY-MM-DD`, int8 as number, numeric as text. A cast to a day in SQL is the day in Viet Nam.
 * *Refuses when* the driver is unpatched.
 */
export function openDatabase(url: string, options: ClientOptions = {}): OpenDatabase {
  checkDriver()
  const client = postgres(url, {
    max: options.max ?? 10,
    onnotice: () => {},
    connect_timeout: 10,
    backoff: (tries) => Math.min(0.02 * 2 ** tries, 1) * (0.5 + Math.random() / 2),
    types: { bigint: safeInteger },
    connection: {
      application_name: options.name ?? 'ecabinet',
      TimeZone: 'Asia/Ho_Chi_Minh',
      idle_in_transaction_session_timeout: 60_000,
    },
  }) as unknown as Sql
  const db = withPlainSqlKept(client, () => drizzle(withPreparedShapes(client), { casing: 'snake_case' }))
  return { sql: client, db, close: () => client.end({ timeout: 5 }) }
}

/** Counters and ids stay far below 2^53; a larger value is a bug that must not be rounded in silence. */
const safeInteger = {
  to: 20,
  from: [20],
  serialize: (value: number | bigint | string) => String(value),
  parse(text: string): number {
    const value = Number(text)
    if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} does not fit a number`)
    return value
  },
}

const timestamptz = 1184
const jsonTypes = [114, 3802]

/**
 * drizzle() replaces the client's readers and writers of dates and JSON by ones that pass text through, which breaks `Date`
 * and `sql.json()` in plain SQL on the same client. Its own columns read a `Date` just as well, so we put the originals
 * back; JSON that is already text, as drizzle sends it, stays as it is.
 */
function withPlainSqlKept<Made>(client: Sql, make: () => Made): Made {
  const { parsers, serializers } = client.options
  const parse = parsers[timestamptz]
  const serialize = serializers[timestamptz]
  const made = make()
  if (parse) parsers[timestamptz] = parse
  if (serialize) serializers[timestamptz] = serialize
  for (const type of jsonTypes)
    serializers[type] = (value) => (typeof value === 'string' ? value : JSON.stringify(value))
  return made
}
