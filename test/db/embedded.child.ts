import { openDatabase } from '#db/client.ts'
import { startEmbeddedPostgres } from '#db/embedded/start-embedded-postgres.ts'

/* Starts the embedded database in the folder it is told, says what it found as one JSON line, and stays or stops. */

/** The user this process runs as, where the database answers and what it answered. */
export type Found = { uid: number; url: string; lower: string }

const [dataDir = '', then = 'stop'] = process.argv.slice(2)
const { url, stop } = await startEmbeddedPostgres({ dataDir })
const { sql, close } = openDatabase(url, { max: 1 })
const [row] = await sql<{ lower: string }[]>`select lower('ĐỘC LẬP')`
console.log(JSON.stringify({ uid: process.getuid?.() ?? -1, url, lower: row!.lower } satisfies Found))
if (then === 'stop') {
  await close()
  await stop()
}
