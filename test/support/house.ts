import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { createApp } from '#server/app.ts'
import { openDiskBlobStore } from '#server/files/disk-blob-store.ts'
import { readConfig } from '#server/kernel/config.ts'
import type { House } from '#server/kernel/house.ts'
import { openLog } from '#server/kernel/log.ts'
import { hearers } from '#server/wiring.ts'
import { fixedClock } from './clock.ts'
import { openTestDatabase } from './database.ts'
import { insertWorld } from './world.ts'

/** `at` sets the clock; `env` the settings; `world: false` leaves the database empty. */
export type TestHouseOptions = { at?: string; env?: Record<string, string>; world?: boolean }

/**
 * A whole house for one test file: its own database with the small known world of `world.ts`, a clock that stands at the
 * day of letter 664, the app as it is served. Everything goes away when the file is done.
 */
export async function openTestHouse(options: TestHouseOptions = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'ecabinet-house-'))
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }))
  const { db, sql, url, close } = await openTestDatabase()
  const clock = fixedClock(options.at ?? '2020-06-23T08:00:00+07:00')
  const config = readConfig({
    DATA_DIR: dataDir,
    PORT: '0',
    LOG_LEVEL: process.env['TEST_LOG'] ?? 'silent',
    ...options.env,
  })
  const blobs = await openDiskBlobStore(join(dataDir, 'blobs'))
  const log = openLog(config.logLevel)
  const house: House = { config, db, sql, clock, blobs, log, hearers }
  const world = await insertWorld(db, { at: clock.now(), empty: options.world === false })
  return { house, app: createApp(house), world, clock, url, close }
}

export type TestHouse = Awaited<ReturnType<typeof openTestHouse>>
export type TestApp = TestHouse['app']
