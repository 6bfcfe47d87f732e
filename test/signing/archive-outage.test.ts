import { archiveCopies } from '#db/signing/schema.ts'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openArchiveDesk } from './archive-desk.ts'

const desk = await openArchiveDesk()
const { house, clock, down } = desk
const { actsOf, judged, openJobs } = desk

test('while the time-stamp authority is silent the copy stands at B-LT, waits for days without dying, and then goes on', async () => {
  const sha256 = await desk.deliver(await desk.letter())
  down.add('tsa')
  await desk.work()
  const first = await desk.copyOf(sha256)
  expect(first).toMatchObject({ state: 'waiting', level: 'B-LT', problemService: 'timestamp', attempts: 1 })
  expect(judged(await desk.fileOf(sha256)).signatures).toMatchObject([{ level: 'B-LT' }])
  expect(first.nextTryAt!.getTime() - clock.now().getTime()).toBe(60_000)
  clock.advance({ minutes: 1 })
  await desk.work()
  expect((await desk.copyOf(sha256)).nextTryAt!.getTime() - clock.now().getTime()).toBe(120_000)
  // Some days later: far more tries than kill a job of the queue.
  await house.db.update(archiveCopies).set({ attempts: 200 }).where(eq(archiveCopies.sourceSha256, sha256))
  clock.advance({ days: 8 })
  await desk.work()
  const later = await desk.copyOf(sha256)
  expect(later).toMatchObject({ state: 'waiting', level: 'B-LT', fileSha256: first.fileSha256, attempts: 201 })
  expect(later.nextTryAt!.getTime() - clock.now().getTime()).toBe(3600_000)
  expect(await openJobs(later.id)).toHaveLength(1)
  expect(await actsOf(later.subjectId)).toEqual(['archive.begun', 'archive.extended', 'archive.waits'])
  down.delete('tsa')
  clock.advance({ hours: 1 })
  await desk.work()
  expect(await desk.copyOf(sha256)).toMatchObject({ state: 'reached', level: 'B-LTA', problemService: null })
  expect(judged(await desk.fileOf(sha256)).overall).toBe('valid')
}, 120_000)

test('while the revocation service is silent nothing is claimed that was not reached', async () => {
  down.add('ocsp')
  const delivered = await desk.letter()
  const sha256 = await desk.deliver(delivered)
  await desk.work()
  const copy = await desk.copyOf(sha256)
  expect(copy).toMatchObject({ state: 'waiting', problemService: 'revocation', fileSha256: sha256 })
  expect(['B-B', 'B-T']).toContain(copy.level)
  down.delete('ocsp')
  clock.advance({ minutes: 1 })
  await desk.work()
  expect(await desk.copyOf(sha256)).toMatchObject({ state: 'reached', level: 'B-LTA' })
}, 120_000)
