import { and, eq, lte, sql } from 'drizzle-orm'
import { jobs } from '#db/kernel/schema.ts'
import type { House, Tx } from './house.ts'
import { faultLine } from './log.ts'

const channel = 'ecabinet_jobs'
/** A worker that died gives its job back after this time. */
const lease_ms = 15_000
const maxAttempts = 20

export type NewJob = { kind: string; key?: string; payload: Record<string, unknown>; runAt?: Date }
export type Job = typeof jobs.$inferSelect

/** Does one job. It may run again after a crash, so it must be idempotent. A throw means: later again. */
export type JobWorker = (house: House, job: Job) => Promise<void>
export type JobWorkers = Record<string, JobWorker>

/** Stores jobs in the caller's transaction and wakes the workers when that commits; however many, in two statements. */
export async function enqueueJobs(tx: Tx, wanted: readonly NewJob[], at: Date): Promise<void> {
  if (wanted.length === 0) return
  await tx.insert(jobs).values(
    wanted.map(({ kind, key = null, payload, runAt = at }) => {
      return { kind, key, payload, runAt, createdAt: at }
    }),
  )
  await tx.execute(sql`select pg_notify(${channel}, '')`)
}

/**
 * Does every job that is due now, one after the other, and returns how many were tried; begins no other once `enough`. Tests call it
 * instead of {@link startJobs}.
 */
export async function runDueJobs(house: House, workers: JobWorkers, enough = () => false): Promise<number> {
  for (let tried = 0; ; tried += 1) {
    const job = enough() ? null : await claim(house)
    if (!job) return tried
    await work(house, workers, job)
  }
}

/** So many jobs run at once in one server process: a file that takes long to judge must not hold up deliveries. */
const lanes = 3

/** Works until stopped: woken by new jobs, and once a second for those whose time has come. Due jobs begin in their order. */
export async function startJobs(house: House, workers: JobWorkers): Promise<{ stop(): Promise<void> }> {
  let stopped = false
  const run = async () => {
    if (stopped) return
    await runDueJobs(house, workers, () => stopped).catch((error: unknown) => house.log.error({ error }, 'jobs paused'))
  }
  const open = Array.from({ length: lanes }, () => openLane(run))
  const wake = () => open.forEach((lane) => lane.wake())
  const timer = setInterval(wake, 1000)
  const { unlisten } = await house.sql.listen(channel, wake, wake)
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await unlisten().catch(() => undefined)
      await Promise.all(open.map((lane) => lane.rest()))
    },
  }
}

/** Runs once more after the last waking, however many wakings fell into a run. */
function openLane(run: () => Promise<void>): { wake(): void; rest(): Promise<void> } {
  let woken = false
  let running: Promise<void> | null = null
  const runAll = async () => {
    while (woken) {
      woken = false
      await run()
    }
    running = null
  }
  return {
    wake() {
      woken = true
      running ??= runAll()
    },
    rest: async () => void (await running),
  }
}

async function claim(house: House): Promise<Job | null> {
  const now = house.clock.now()
  const due = house.db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(eq(jobs.state, 'waiting'), lte(jobs.runAt, now)))
    .orderBy(jobs.runAt, jobs.id)
    .limit(1)
    .for('update', { skipLocked: true })
  const [job] = await house.db
    .update(jobs)
    .set({ attempts: sql`${jobs.attempts} + 1`, runAt: new Date(now.getTime() + lease_ms) })
    .where(eq(jobs.id, sql`(${due})`))
    .returning()
  return job ?? null
}

async function work(house: House, workers: JobWorkers, job: Job): Promise<void> {
  const renewal = setInterval(() => void renew(house, job).catch(() => undefined), lease_ms / 3)
  try {
    const worker = workers[job.kind]
    if (!worker) throw new Error(`no worker for job kind ${job.kind}`)
    await worker(house, job)
    await house.db.update(jobs).set({ state: 'done', finishedAt: house.clock.now() }).where(eq(jobs.id, job.id))
  } catch (error) {
    await postpone(house, job, error)
  } finally {
    clearInterval(renewal)
  }
}

async function renew(house: House, job: Job): Promise<void> {
  const runAt = new Date(house.clock.now().getTime() + lease_ms)
  await house.db
    .update(jobs)
    .set({ runAt })
    .where(and(eq(jobs.id, job.id), eq(jobs.state, 'waiting')))
}

/** Waits 1, 2, 4 … seconds, at most 15 minutes; after the last try the job is dead and a human must look. */
async function postpone(house: House, job: Job, error: unknown): Promise<void> {
  const dead = job.attempts >= maxAttempts
  const wait_ms = Math.min(1000 * 2 ** (job.attempts - 1), 15 * 60_000)
  house.log.warn({ error, job: job.id, kind: job.kind, attempts: job.attempts, dead }, 'job failed')
  await house.db
    .update(jobs)
    .set({
      state: dead ? 'dead' : 'waiting',
      runAt: new Date(house.clock.now().getTime() + wait_ms),
      lastError: faultLine(error),
    })
    .where(eq(jobs.id, job.id))
}
