import { expect, test } from 'vitest'
import { jobs } from '#db/kernel/schema.ts'
import { type JobWorkers, runDueJobs, startJobs } from '#server/kernel/jobs.ts'
import { Refusal } from '#server/kernel/refusal.ts'
import { perform } from '#server/kernel/unit-of-work.ts'
import { openKernelHouse, somebody } from './kernel-house.ts'

const { house, clock } = await openKernelHouse()

const ask = (kind: string, n = 0) =>
  perform(house, somebody(), { key: null, intent: kind }, async (work) => {
    work.enqueue({ kind, payload: { n } })
    return Promise.resolve(null)
  })

test('a job is done once and in order', async () => {
  const done: unknown[] = []
  const workers: JobWorkers = { once: (_house, job) => Promise.resolve(void done.push(job.payload['n'])) }
  for (const n of [1, 2, 3]) await ask('once', n)
  expect(await runDueJobs(house, workers)).toBe(3)
  expect(await runDueJobs(house, workers)).toBe(0)
  expect(done).toEqual([1, 2, 3])
})

test('two workers at once never take the same job', async () => {
  const done: unknown[] = []
  const workers: JobWorkers = { both: (_house, job) => Promise.resolve(void done.push(job.payload['n'])) }
  for (let n = 0; n < 30; n += 1) await ask('both', n)
  await Promise.all([runDueJobs(house, workers), runDueJobs(house, workers), runDueJobs(house, workers)])
  expect(done.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 30 }, (_, n) => n))
})

test('a failed job waits, longer each time, and is tried again', async () => {
  let failures = 2
  const workers: JobWorkers = {
    flaky: () => (failures-- > 0 ? Promise.reject(new Error('line is down')) : Promise.resolve()),
  }
  await ask('flaky')
  expect(await runDueJobs(house, workers)).toBe(1)
  expect(await runDueJobs(house, workers)).toBe(0)
  clock.advance({ seconds: 1 })
  expect(await runDueJobs(house, workers)).toBe(1)
  clock.advance({ seconds: 1 })
  expect(await runDueJobs(house, workers)).toBe(0)
  clock.advance({ seconds: 1 })
  expect(await runDueJobs(house, workers)).toBe(1)
  const [job] = (await house.db.select().from(jobs)).filter(({ kind }) => kind === 'flaky')
  expect(job).toMatchObject({ state: 'done', attempts: 3, lastError: 'Error: line is down' })
})

test('a job whose worker died comes back after its lease', async () => {
  let dies = true
  const workers: JobWorkers = {
    mortal: () => (dies ? new Promise<void>(() => undefined) : Promise.resolve()),
  }
  await ask('mortal')
  void runDueJobs(house, workers)
  await expect
    .poll(async () => (await house.db.select().from(jobs)).find(({ kind }) => kind === 'mortal')?.attempts)
    .toBe(1)
  expect(await runDueJobs(house, workers)).toBe(0)
  dies = false
  clock.advance({ seconds: 16 })
  expect(await runDueJobs(house, workers)).toBe(1)
})

test('an act that is refused leaves no job', async () => {
  const act = perform(house, somebody(), { key: null, intent: 'x' }, (work) => {
    work.enqueue({ kind: 'never', payload: {} })
    return Promise.reject(new Refusal('invalid', 'wrong_state'))
  })
  await expect(act).rejects.toBeInstanceOf(Refusal)
  expect((await house.db.select().from(jobs)).filter(({ kind }) => kind === 'never')).toEqual([])
})

test('while one job takes long, others are done; stopping waits for it and begins no more', async () => {
  const done: unknown[] = []
  let release = () => {}
  const workers: JobWorkers = {
    slow: () => new Promise<void>((resolve) => (release = resolve)),
    quick: (_house, job) => Promise.resolve(void done.push(job.payload['n'])),
  }
  const running = await startJobs(house, workers)
  await ask('slow')
  for (const n of [1, 2, 3]) await ask('quick', n)
  await expect.poll(() => done.toSorted()).toEqual([1, 2, 3])
  let stopped = false
  const stopping = running.stop().then(() => (stopped = true))
  await ask('quick', 4)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(stopped).toBe(false)
  release()
  await stopping
  expect(done).not.toContain(4)
  await runDueJobs(house, workers)
})
