import { join } from 'node:path'
import { openDatabase } from '#db/client.ts'
import { startEmbeddedPostgres } from '#db/embedded/start-embedded-postgres.ts'
import { migrateDatabase } from '#db/migrate.ts'
import { openDiskBlobStore } from '#server/files/disk-blob-store.ts'
import { systemClock } from '#server/kernel/clock.ts'
import type { Config } from '#server/kernel/config.ts'
import type { House } from '#server/kernel/house.ts'
import { openLog } from '#server/kernel/log.ts'
import { hearers } from './wiring.ts'

/**
 * Opens what acts stand on: the database (embedded unless `DATABASE_URL` names one), checked and migrated, the blob
 * store and the log. Refuses a database that cannot sort or fold Vietnamese. `close` releases all of it, in order.
 */
export async function openHouse(config: Config): Promise<{ house: House; close(): Promise<void> }> {
  const log = openLog(config.logLevel)
  const embedded =
    config.databaseUrl === undefined ? await startEmbeddedPostgres({ dataDir: join(config.dataDir, 'postgres') }) : null
  const url = config.databaseUrl ?? embedded!.url
  const database = openDatabase(url)
  const close = async () => {
    await database.close()
    await embedded?.stop()
  }
  try {
    await migrateDatabase(url)
    const blobs = await openDiskBlobStore(join(config.dataDir, 'blobs'))
    const house: House = { config, sql: database.sql, db: database.db, clock: systemClock, blobs, log, hearers }
    return { house, close }
  } catch (error) {
    await close()
    throw error
  }
}
