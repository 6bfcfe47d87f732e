import { parseArgs } from 'node:util'
import { openDatabase } from '#db/client.ts'
import { joinEmbeddedPostgres } from '#db/embedded/start-embedded-postgres.ts'
import { join } from 'node:path'
import { auditJournal, type AuditResult } from '#server/kernel/audit.ts'
import { readConfig } from '#server/kernel/config.ts'
import { sealFile } from '#server/kernel/journal-seal.ts'

const usage = `Usage: ecabinet audit verify [--json]

Recomputes the hash chain of every journal stream and holds it against the stream heads, the daily seals in the database and the seal
file in DATA_DIR. Names the first row of each stream that was edited, deleted, inserted, reordered or cut off. Needs no network.

Exit status: 0 sound, 1 tampered with, 64 usage.`

/** `ecabinet audit verify`. Answers the exit status. */
export async function auditCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  if (values.help || positionals[0] !== 'verify') {
    console.log(usage)
    return values.help ? 0 : 64
  }
  const result = await auditInstallation()
  console.log(values.json ? JSON.stringify(result) : inWords(result))
  return result.faults.length === 0 ? 0 : 1
}

async function auditInstallation(): Promise<AuditResult> {
  const config = readConfig(process.env)
  const embedded =
    config.databaseUrl === undefined ? await joinEmbeddedPostgres({ dataDir: join(config.dataDir, 'postgres') }) : null
  const database = openDatabase(config.databaseUrl ?? embedded!.url, { max: 1, name: 'ecabinet audit' })
  try {
    return await auditJournal(database.db, sealFile(config.dataDir))
  } finally {
    await database.close()
    await embedded?.stop()
  }
}

function inWords({ rows, streams, seals, faults }: AuditResult): string {
  const counted = `${rows} rows in ${streams} streams, ${seals} daily seals`
  if (faults.length === 0) return `The journal is sound: ${counted}.`
  const lines = faults.map(
    ({ stream, seq, problem }) => `  ${stream}${seq === null ? '' : ` row ${seq}`}: ${problem.replaceAll('_', ' ')}`,
  )
  return [`The journal was tampered with (${counted}). First fault of each stream:`, ...lines].join('\n')
}
