import { expect, test } from 'vitest'
import { runDueJobs } from '#server/kernel/jobs.ts'
import { newestReport } from '#server/signing/door.ts'
import { jobWorkers } from '#server/wiring.ts'
import { openArchiveDesk } from './archive-desk.ts'
import { days } from './time-desk.ts'
import { preparedLetter, unsignedPdf } from './two-signature-desk.ts'

const desk = await openArchiveDesk()
const { house, clock, actsOf, judged, openJobs } = desk

test('a delivered file gets a copy at B-LTA that needs nothing but itself and a root, and stays what it was', async () => {
  const delivered = await desk.letter()
  const sha256 = await desk.deliver(delivered)
  expect(await desk.copyOf(sha256)).toMatchObject({ state: 'waiting', level: null, fileSha256: sha256 })
  await desk.work()
  const copy = await desk.copyOf(sha256)
  expect(copy).toMatchObject({ state: 'reached', level: 'B-LTA', problemService: null, attempts: 0 })
  const file = await desk.fileOf(sha256)
  expect(file.subarray(0, delivered.length)).toEqual(delivered)
  expect(judged(file)).toMatchObject({
    overall: 'valid',
    signatures: [{ level: 'B-LTA', changesAfter: 'lta' }, { kind: 'timestamp' }],
  })
  expect((await newestReport(house.db, copy.fileSha256))!.report.overall).toBe('valid')
  expect(Buffer.from(await house.blobs.bytes(sha256))).toEqual(delivered)
  expect(copy.stampEndsAt!.getTime()).toBeGreaterThan(days(clock.now(), 1000).getTime())
  expect(await openJobs(copy.id)).toMatchObject([{ runAt: copy.nextTryAt }])
  expect(await actsOf(copy.subjectId)).toEqual(['archive.begun', 'archive.extended'])
}, 120_000)

test('two at once make one copy, and a job that runs again after it was done changes nothing', async () => {
  const sha256 = await desk.deliver(await desk.letter())
  const { id } = await desk.copyOf(sha256)
  const job = (await openJobs(id))[0]!
  await Promise.all([
    jobWorkers['signing.extend']!(house, job),
    jobWorkers['signing.extend']!(house, job),
    jobWorkers['signing.extend']!(house, job),
  ])
  const copy = await desk.copyOf(sha256)
  expect(copy).toMatchObject({ state: 'reached', level: 'B-LTA', revision: 1 })
  expect((await openJobs(id)).length).toBe(2)
  await desk.work()
  await jobWorkers['signing.extend']!(house, job)
  expect(await desk.copyOf(sha256)).toEqual(copy)
  expect((await openJobs(id)).length).toBe(1)
  expect((await actsOf(copy.subjectId)).filter((act) => act === 'archive.extended')).toHaveLength(1)
}, 120_000)

test('cut off after the longer file was kept and before it was noted, the next run makes one complete copy', async () => {
  const sha256 = await desk.deliver(await desk.letter())
  const { blobs } = house
  let cut = true
  const cutting = {
    ...house,
    blobs: Object.assign(Object.create(blobs) as typeof blobs, {
      put: async (source: Parameters<typeof blobs.put>[0]) => {
        const kept = await blobs.put(source)
        if (cut) throw Object.assign(new Error('killed'), { name: 'Killed' })
        return kept
      },
    }),
  }
  await runDueJobs(cutting, jobWorkers)
  expect(await desk.copyOf(sha256)).toMatchObject({ state: 'waiting', problemService: 'server', fileSha256: sha256 })
  cut = false
  clock.advance({ minutes: 1 })
  await runDueJobs(cutting, jobWorkers)
  expect(await desk.copyOf(sha256)).toMatchObject({ state: 'reached', level: 'B-LTA' })
  expect(judged(await desk.fileOf(sha256)).overall).toBe('valid')
}, 120_000)

test('a file that no service can help ends in a named state and is never tried again', async () => {
  const letter = await desk.letter()
  const forged = Buffer.from(letter)
  forged[forged.indexOf('Trang 1') > 0 ? forged.indexOf('Trang 1') : 700]! ^= 1
  const cases: [string, Buffer][] = [
    ['unsigned', await unsignedPdf()],
    ['unsigned', await preparedLetter()],
    ['unreadable', Buffer.from('%PDF-1.7 đã ký')],
    ['unreadable', Buffer.alloc(0)],
    ['invalid', forged],
  ]
  for (const [state, bytes] of cases) {
    const sha256 = await desk.deliver(bytes)
    await desk.work()
    const copy = await desk.copyOf(sha256)
    expect([copy.state, copy.nextTryAt, copy.fileSha256]).toEqual([state, null, sha256])
    expect(await openJobs(copy.id)).toEqual([])
    expect((await actsOf(copy.subjectId)).at(-1)).toBe('archive.ended')
  }
}, 120_000)
