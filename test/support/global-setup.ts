import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '#db/client.ts'
import { startEmbeddedPostgres } from '#db/embedded/start-embedded-postgres.ts'
import { migrateDatabase } from '#db/migrate.ts'
import { databaseUrl, templateName } from './database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the run's own PostgreSQL. */
    testServer: string
  }
}

/** One PostgreSQL a run, with one migrated database that every test file clones; gone when the run ends, however it ends. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'ecabinet-tests-'))
  const server = await startEmbeddedPostgres({ dataDir, relaxed: true })
  await makeTemplate(server.url)
  project.provide('testServer', server.url)
  return async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function makeTemplate(server: string): Promise<void> {
  const admin = openDatabase(server, { max: 1 })
  await admin.sql.unsafe(`CREATE DATABASE ${templateName}`)
  await admin.close()
  await migrateDatabase(databaseUrl(server, templateName))
}
