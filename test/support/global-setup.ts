import { glob, mkdtemp, rm, stat, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '#db/client.ts'
import { postmasterFile } from '#db/embedded/postmaster.ts'
import { startEmbeddedPostgres } from '#db/embedded/start-embedded-postgres.ts'
import { migrateDatabase } from '#db/migrate.ts'
import { buildScripts } from '#server/cli/build-scripts.ts'
import { databaseUrl, templateName } from './database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the run's own PostgreSQL. */
    testServer: string
  }
}

const prefix = 'ecabinet-tests-'

/** One PostgreSQL a run, with one migrated database that every test file clones; gone when the run ends, however it ends. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await quickFolder()
  await sweep(folder)
  await buildScripts()
  const dataDir = await mkdtemp(path.join(folder, prefix))
  const server = await startEmbeddedPostgres({ dataDir, relaxed: true })
  await makeTemplate(server.url)
  project.provide('testServer', server.url)
  return async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Memory, where there is room for it (a container may have 64 MB): a clone is some 600 files, which a disk takes 30 times as long to make. */
async function quickFolder(): Promise<string> {
  const memory = await statfs('/dev/shm').catch(() => null)
  return memory && memory.bavail * memory.bsize > 2e9 ? '/dev/shm' : tmpdir()
}

/** Removes what a run that was killed left behind: its PostgreSQL is gone and it is no run that is just starting. */
async function sweep(folder: string): Promise<void> {
  for await (const left of glob(`${prefix}*`, { cwd: folder })) {
    const home = path.join(folder, left)
    const seen = await stat(home).catch(() => null)
    const isOld = seen !== null && Date.now() - seen.mtimeMs > 600_000
    if (isOld && postmasterFile(path.join(home, 'cluster')).length === 0)
      await rm(home, { recursive: true, force: true })
  }
}

async function makeTemplate(server: string): Promise<void> {
  const admin = openDatabase(server, { max: 1 })
  await admin.sql.unsafe(`CREATE DATABASE ${templateName}`)
  await admin.close()
  await migrateDatabase(databaseUrl(server, templateName))
}
