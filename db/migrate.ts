import { fileURLToPath } from 'node:url'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { assertDatabaseFits } from './check-database.ts'
import { openDatabase } from './client.ts'

/** Held for the whole migration; any number will do as long as it stays the same. */
const migrationLock = 8_320_260_422

/**
 * Brings the database to the newest schema, all or nothing. Of several servers that start at once one migrates and the
 * others wait; a process killed meanwhile leaves the old schema and no lock. *Refuses* a database that does not fit before it
 * touches anything. `url` must reach PostgreSQL itself or a pooler in session mode.
 */
export async function migrateDatabase(url: string, folder = new URL('./migrations', import.meta.url)): Promise<void> {
  const { sql, db, close } = openDatabase(url, { max: 1, name: 'ecabinet migrate' })
  try {
    await assertDatabaseFits(sql)
    await sql`select pg_advisory_lock(${migrationLock})`
    await migrate(db, { migrationsFolder: fileURLToPath(folder) })
    await assertDatabaseFits(sql)
  } finally {
    await close()
  }
}
