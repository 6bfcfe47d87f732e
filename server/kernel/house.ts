import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { Logger } from 'pino'
import type { Sql } from 'postgres'
import type { BlobStore } from '#server/files/blob-store.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Hearers } from './domain-events.ts'

export type Database = PostgresJsDatabase
/** A transaction of {@link Database}; queries take either. */
export type Tx = Pick<
  Database,
  | 'select'
  | 'selectDistinct'
  | 'selectDistinctOn'
  | 'insert'
  | 'update'
  | 'delete'
  | 'execute'
  | '$with'
  | 'with'
  | '$count'
>

/** Everything an act may stand on. Made once in `main.ts`; tests make their own. */
export type House = {
  config: Config
  sql: Sql
  db: Database
  clock: Clock
  blobs: BlobStore
  log: Logger
  /** Who hears which domain event; filled by `wiring.ts`. */
  hearers: Hearers
}
