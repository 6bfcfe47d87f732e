import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterAll } from 'vitest'
import { openDiskBlobStore } from '#server/files/disk-blob-store.ts'
import type { Actor } from '#server/kernel/actor.ts'
import { readConfig } from '#server/kernel/config.ts'
import type { Hearers } from '#server/kernel/domain-events.ts'
import type { House } from '#server/kernel/house.ts'
import { fixedClock } from '#test/support/clock.ts'
import { openTestDatabase } from '#test/support/database.ts'

/** A house with no rooms in it, for tests of the kernel itself. */
export async function openKernelHouse(hearers: Hearers = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'ecabinet-kernel-'))
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }))
  const { db, sql, url } = await openTestDatabase()
  const clock = fixedClock('2020-06-23T08:00:00+07:00')
  const config = readConfig({ DATA_DIR: dataDir })
  const blobs = await openDiskBlobStore(join(dataDir, 'blobs'))
  const house: House = { config, db, sql, clock, blobs, log: pino({ level: 'silent' }), hearers }
  return { house, clock, url }
}

/** Somebody with an id of his own. */
export function somebody(): Actor {
  return {
    personId: randomUUID(),
    personName: 'Nguyễn Văn Thử',
    postId: randomUUID(),
    title: 'Văn thư',
    role: 'clerk',
    agencyId: randomUUID(),
    unitId: null,
    inOffice: true,
    sessionId: 'test',
  }
}
