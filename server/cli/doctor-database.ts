import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseProblems } from '#db/check-database.ts'
import { openDatabase, type OpenDatabase } from '#db/client.ts'
import { joinEmbeddedPostgres } from '#db/embedded/start-embedded-postgres.ts'
import type { Config } from '#server/kernel/config.ts'
import { waitingArchiveCopies } from '#server/signing/door.ts'
import type { Finding } from './doctor-findings.ts'

/**
 * Whether the database answers, fits Vietnamese and keeps the same time. Where there is no embedded one yet, a throw-away one is
 * started instead, so that nothing is left behind and the answer is still a real one.
 */
export async function databaseFindings(config: Config): Promise<Finding[]> {
  try {
    return config.databaseUrl === undefined
      ? await embedded(config.dataDir)
      : await look(config.databaseUrl, 'DATABASE_URL')
  } catch (error) {
    const fix =
      config.databaseUrl === undefined
        ? 'read the log in DATA_DIR/postgres, or set DATABASE_URL.'
        : 'check DATABASE_URL.'
    return [{ name: 'database', state: 'bad', what: firstLine(error), fix }]
  }
}

const firstLine = (error: unknown) =>
  (error instanceof Error ? error.message || String((error as { code?: string }).code) : String(error)).split('\n')[0]!

async function embedded(dataDir: string): Promise<Finding[]> {
  const home = join(dataDir, 'postgres')
  if (existsSync(join(home, 'cluster'))) return lookAtEmbedded(home, 'embedded')
  const trial = await mkdtemp(join(tmpdir(), 'ecabinet-doctor-'))
  try {
    return await lookAtEmbedded(trial, 'embedded, not made yet; a trial one works')
  } finally {
    await rm(trial, { recursive: true })
  }
}

async function lookAtEmbedded(dataDir: string, kind: string): Promise<Finding[]> {
  const { url, stop } = await joinEmbeddedPostgres({ dataDir })
  try {
    return await look(url, kind)
  } finally {
    await stop()
  }
}

async function look(url: string, kind: string): Promise<Finding[]> {
  const database = openDatabase(url, { max: 1, name: 'ecabinet doctor' })
  try {
    const problems = await databaseProblems(database.sql)
    if (problems.length > 0) return problems.map(({ what, fix }) => ({ name: 'database', state: 'bad', what, fix }))
    const [facts] = await database.sql<{ version: string }[]>`select current_setting('server_version') as version`
    const what = `PostgreSQL ${facts!.version} (${kind}): sorts, folds and searches Vietnamese`
    return [{ name: 'database', state: 'good', what }, await timeThere(database), ...(await archiveFindings(database))]
  } finally {
    await database.close()
  }
}

/** Sessions, deadlines and time-stamps go wrong where two machines disagree on the time. */
async function timeThere({ sql }: OpenDatabase): Promise<Finding> {
  const asked_ms = Date.now()
  const [row] = await sql<{ now: Date }[]>`select clock_timestamp() as now`
  const apart_s = Math.abs(row!.now.getTime() - (asked_ms + Date.now()) / 2) / 1000
  if (apart_s < 5) return { name: 'time', state: 'good', what: `server and database differ by ${apart_s.toFixed(1)} s` }
  const what = `server and database differ by ${Math.round(apart_s)} s.`
  return { name: 'time', state: apart_s < 300 ? 'warning' : 'bad', what, fix: 'keep both clocks by NTP.' }
}

/** A few minutes are the work itself; what waits for a day waits for somebody. */
const longWait_ms = 24 * 3_600_000

/** How many archive copies wait for a service outside; nothing to say before the database has been migrated. */
async function archiveFindings({ sql, db }: OpenDatabase): Promise<Finding[]> {
  const [table] = await sql<{ there: boolean }[]>`select to_regclass('archive_copies') is not null as there`
  if (!table!.there) return []
  const { waiting, since } = await waitingArchiveCopies(db)
  if (waiting === 0 || !since) return [{ name: 'archive', state: 'good', what: 'no archive copy waits' }]
  const what = `${waiting} archive copies wait for a time-stamp or revocation service, the oldest since ${since.toISOString()}`
  if (Date.now() - since.getTime() < longWait_ms) return [{ name: 'archive', state: 'good', what }]
  return [{ name: 'archive', state: 'warning', what: `${what}.`, fix: 'check TIMESTAMP_URL and OUTSIDE_HOSTS.' }]
}
