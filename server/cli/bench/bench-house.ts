import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '#db/embedded/start-embedded-postgres.ts'
import { openHouse } from '#server/open-house.ts'
import { serveHouse } from '#server/serve-house.ts'
import { shiftedClock } from '#server/kernel/clock.ts'
import { readConfig } from '#server/kernel/config.ts'
import type { House } from '#server/kernel/house.ts'

/** A house of its own for a bench: an empty, durable database in a temporary folder. `databaseUrl` is for the raw peers. */
export type BenchHouse = {
  house: House
  databaseUrl: string
  /** Serves it as an installation is served, on a free port of this machine; answers the address. */
  serve(): Promise<string>
}

/** A working day of 2020, as in the demo: the generated province has the districts of that time. */
const opensAt = Date.parse('2020-06-23T08:00:00+07:00')

/** Opens a house that knows no installation's settings, runs the bench in it and removes everything, however the bench ends. */
export async function inBenchHouse(run: (bench: BenchHouse) => Promise<void>): Promise<void> {
  const folder = await temporaryFolder()
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder.path, 'postgres') })
  const config = readConfig({ DATA_DIR: folder.path, DATABASE_URL: postgres.url, PORT: '0', LOG_LEVEL: 'error' })
  const opened = await openHouse(config)
  const house = { ...opened.house, clock: shiftedClock(opensAt - Date.now()) }
  let served: Awaited<ReturnType<typeof serveHouse>> | undefined
  try {
    await run({
      house,
      databaseUrl: postgres.url,
      serve: async () => (served = await serveHouse(house)).url,
    })
  } finally {
    await served?.close()
    await opened.close()
    await postgres.stop()
    folder.remove()
  }
}

/** An empty folder that is gone when `remove` is called or this process ends, whichever is first. */
export async function temporaryFolder(): Promise<{ path: string; remove(): void }> {
  const path = await mkdtemp(join(tmpdir(), 'ecabinet-bench-'))
  const remove = () => {
    process.off('exit', remove)
    rmSync(path, { recursive: true, force: true, maxRetries: 5 })
  }
  process.once('exit', remove)
  return { path, remove }
}
