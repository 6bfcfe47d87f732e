import { expect, test } from 'vitest'
import { newestReport } from '#server/signing/door.ts'
import { openArchiveDesk } from './archive-desk.ts'
import { days } from './time-desk.ts'

const desk = await openArchiveDesk()
const { house, clock } = desk

test('before the certificates of the newest time-stamp end another one is added, by an authority that lasts longer', async () => {
  const sha256 = await desk.deliver(await desk.letter())
  await desk.work()
  const first = await desk.copyOf(sha256)
  const file = await desk.fileOf(sha256)
  const due = days(first.stampEndsAt!, -90)
  expect(first.nextTryAt).toEqual(due)
  clock.set(days(due, -1).toISOString())
  await desk.work()
  expect((await desk.copyOf(sha256)).fileSha256).toBe(first.fileSha256)
  // On the day the authority still stamps with its old certificate: nothing is won, nothing is added, and it is looked at again.
  clock.set(due.toISOString())
  await desk.work()
  const waiting = await desk.copyOf(sha256)
  expect(waiting).toMatchObject({ state: 'waiting', level: 'B-LTA', fileSha256: first.fileSha256 })
  expect(waiting.nextTryAt).toEqual(days(due, 1))
  desk.answers.tsa = desk.newTsa(days(due, -1), days(due, 1500))
  clock.advance({ days: 1 })
  await desk.work()
  const renewed = await desk.copyOf(sha256)
  expect(renewed).toMatchObject({ state: 'reached', level: 'B-LTA', problemService: null })
  expect(renewed.stampEndsAt!.getTime()).toBeGreaterThan(first.stampEndsAt!.getTime())
  const longer = await desk.fileOf(sha256)
  expect(longer.subarray(0, file.length)).toEqual(file)
  clock.set(days(first.stampEndsAt!, 100).toISOString())
  expect((await newestReport(house.db, renewed.fileSha256))!.report.overall).toBe('valid')
}, 120_000)
