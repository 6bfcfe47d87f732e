import { randomBytes } from 'node:crypto'
import { afterAll, inject } from 'vitest'
import { openDatabase, type OpenDatabase } from '#db/client.ts'

/** The database that has all migrations and no rows. */
export const templateName = 'ecabinet_template'

/** A test file's own database. `url` is for a second pool or another process. */
export type TestDatabase = OpenDatabase & { url: string }

/**
 * A fresh, migrated, empty database for this test file; closed and dropped when the file is done. Call it at the top of the file:
 * `const { db, sql } = await openTestDatabase()`. Files run side by side and never see each other's rows.
 * Measured with 56 tables on two busy cores: clone 15 ms, drop 8 ms, all of this 45 ms. On a disk the clone's 600 files took 490 ms;
 * STRATEGY wal_log takes twice as long; TRUNCATE is no way at all, for append-only tables refuse it.
 */
export async function openTestDatabase(options: { max?: number } = {}): Promise<TestDatabase> {
  const server = inject('testServer')
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${templateName} STRATEGY file_copy`)
  const url = databaseUrl(server, name)
  const database = openDatabase(url, { max: options.max ?? 5, name })
  afterAll(async () => {
    await database.close()
    await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`)
  })
  return { ...database, url }
}

/** The same server, another database. */
export function databaseUrl(server: string, name: string): string {
  return Object.assign(new URL(server), { pathname: `/${name}` }).href
}

async function onServer(server: string, statement: string): Promise<void> {
  const admin = openDatabase(server, { max: 1, name: 'tests' })
  await admin.sql.unsafe(statement)
  await admin.close()
}
