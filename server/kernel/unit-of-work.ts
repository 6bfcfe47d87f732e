import { sql } from 'drizzle-orm'
import { commands } from '#db/kernel/schema.ts'
import { type Actor, systemActor } from './actor.ts'
import type { DomainEvent } from './domain-events.ts'
import type { House, Tx } from './house.ts'
import { enqueueJobs, type NewJob } from './jobs.ts'
import { appendJournal, type JournalEntry } from './journal.ts'
import { announce, type LiveEvent } from './live-events.ts'
import { refuse } from './refusal.ts'

/** One act in one transaction. What it records, emits and enqueues exists if and only if the act committed. */
export type Work = {
  house: House
  tx: Tx
  actor: Actor
  /** The instant of the act; the same for all its rows. */
  at: Date
  /** The caller's operation id, where one was sent. */
  key: string | null
  /** Writes a legal act into the journal at commit. */
  record(entry: JournalEntry): void
  /** Tells the screens after commit. */
  emit(event: LiveEvent): void
  /** Asks for slow work; born in this transaction. */
  enqueue(job: NewJob): void
  /** Tells the rooms that listen (see `wiring.ts`), now and in this transaction: the way against the import arrows. */
  tell(event: DomainEvent): Promise<void>
}

/** `key` makes a repeat harmless: the stored answer is given again. `intent` is the canonical text of what was asked. */
export type Command = { key: string | null; intent: string }

/**
 * Runs an act: begin, replay if this key was seen, act, journal, announce, commit.
 * Refuses when the same key comes with another intent (`key_reused`). Answers must be plain JSON.
 */
export async function perform<Answer>(
  house: House,
  actor: Actor,
  command: Command,
  act: (work: Work) => Promise<Answer>,
): Promise<Answer> {
  return house.db.transaction(async (tx) => {
    const earlier = await replay(tx, actor, command)
    if (earlier) return earlier.value as Answer
    const at = house.clock.now()
    const answer = await performIn(tx, { house, actor, at, key: command.key }, act)
    if (command.key !== null) {
      const { personId } = actor
      await tx
        .insert(commands)
        .values({ personId, key: command.key, intent: command.intent, answer: { value: answer ?? null }, at })
    }
    return answer
  })
}

/** The system itself acts (a job, a timer) for an agency: no person, no replay. */
export async function performAsSystem<Answer>(
  house: House,
  agencyId: string,
  act: (work: Work) => Promise<Answer>,
): Promise<Answer> {
  const actor = systemActor(agencyId)
  return house.db.transaction((tx) => performIn(tx, { house, actor, at: house.clock.now(), key: null }, act))
}

type Ground = { house: House; actor: Actor; at: Date; key: string | null }

async function performIn<Answer>(tx: Tx, ground: Ground, act: (work: Work) => Promise<Answer>): Promise<Answer> {
  const entries: JournalEntry[] = []
  const events: LiveEvent[] = []
  const jobs: NewJob[] = []
  const work: Work = {
    ...ground,
    tx,
    record: (entry) => void entries.push(entry),
    emit: (event) => void events.push(event),
    enqueue: (job) => void jobs.push(job),
    async tell(event) {
      for (const hear of ground.house.hearers[event.type] ?? []) await hear(work, event)
    },
  }
  const answer = await act(work)
  await enqueueJobs(tx, jobs, ground.at)
  await announce(tx, events, ground.at)
  await appendJournal(tx, entries, ground)
  return answer
}

async function replay(tx: Tx, actor: Actor, command: Command): Promise<{ value: unknown } | null> {
  if (command.key === null) return null
  const lock = `${actor.personId}:${command.key}`
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`)
  const [row] = await tx
    .select()
    .from(commands)
    .where(sql`${commands.personId} = ${actor.personId} and ${commands.key} = ${command.key}`)
  if (!row) return null
  if (row.intent !== command.intent) refuse('conflict', 'key_reused')
  return row.answer
}
