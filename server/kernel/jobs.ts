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

/** Stores the job in the caller's transaction and wakes the workers when that commits. */
export async function enqueueJob(tx: Tx, job: NewJob, at: Date): Promise<void> {
  await tx
    .insert(jobs)
    .values({ kind: job.kind, key: job.key ?? null, payload: job.payload, runAt: job.runAt ?? at, createdAt: at })
  await tx.execute(sql`select pg_notify(${channel}, '')`)
}

/** Does every job that is due now and returns how many were tried. Tests call it instead of {@link startJobs}. */
export async function runDueJobs(house: House, workers: JobWorkers): Promise<number> {
  let tried = 0
  for (;;) {
    const job = await claim(house)
    if (!job) return tried
    tried += 1
    await work(house, workers, job)
  }
}

/** Works until stopped: woken by new jobs, and once a second for those whose time has come. */
export async function startJobs(house: House, workers: JobWorkers): Promise<{ stop(): Promise<void> }> {
  let stopped = false
  let running = Promise.resolve()
  const wake = () => {
    running = running.then(async () => {
      if (!stopped)
        await runDueJobs(house, workers).catch((error: unknown) => house.log.error({ error }, 'jobs paused'))
    })
  }
  const timer = setInterval(wake, 1000)
  const { unlisten } = await house.sql.listen(channel, wake, wake)
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await unlisten().catch(() => undefined)
      await running
    },
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
