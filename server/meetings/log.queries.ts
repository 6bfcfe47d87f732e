import { and, asc, desc, eq, gt, sql } from 'drizzle-orm'
import { meetingLog, meetings } from '#db/meetings/schema.ts'
import type { Tx } from '#server/kernel/house.ts'
import type { LoggedEvent, MeetingEvent, MeetingEventType } from './event.state.ts'
import type { MeetingChange } from './meeting.queries.ts'
import type { Audience } from './screen.state.ts'

export type LogRow = typeof meetingLog.$inferInsert

/**
 * Takes the next number of the meeting's log, with the columns that change along with it, in one statement. The lock on
 * the row is held until commit and makes the writers of one meeting a queue.
 */
export async function takeSeq(
  tx: Tx,
  meetingId: string,
  change: MeetingChange,
): Promise<{ seq: number; epoch: string }> {
  const [row] = await tx
    .update(meetings)
    .set({ ...change, seq: sql`${meetings.seq} + 1` })
    .where(eq(meetings.id, meetingId))
    .returning({ seq: meetings.seq, epoch: meetings.epoch })
  if (!row) throw new Error(`meeting ${meetingId} vanished`)
  return row
}

export async function insertLogRow(tx: Tx, row: LogRow): Promise<void> {
  await tx.insert(meetingLog).values(row)
}

/** The log behind `since` as one class hears it, at most `limit` lines. The caller has decided that it may listen. */
export async function logSince(
  tx: Tx,
  of: { meetingId: string; since: number; audience: Audience; limit: number },
): Promise<LoggedEvent[]> {
  const heard = sql<boolean>`${of.audience} = any(${meetingLog.audience})`
  const rows = await tx
    .select({
      seq: meetingLog.seq,
      type: sql<string>`case when ${heard} then ${meetingLog.type} else 'tick' end`,
      payload: sql<unknown>`case when ${heard} then ${meetingLog.payload} else '{}'::jsonb end`,
    })
    .from(meetingLog)
    .where(and(eq(meetingLog.meetingId, of.meetingId), gt(meetingLog.seq, of.since)))
    .orderBy(asc(meetingLog.seq))
    .limit(of.limit)
  return rows as ({ seq: number } & MeetingEvent)[]
}

/** The post that last wrote an event of this type into the log; null when there is none. */
export async function lastTellerOf(tx: Tx, meetingId: string, type: MeetingEventType): Promise<string | null> {
  const [row] = await tx
    .select({ postId: meetingLog.postId })
    .from(meetingLog)
    .where(and(eq(meetingLog.meetingId, meetingId), eq(meetingLog.type, type)))
    .orderBy(desc(meetingLog.seq))
    .limit(1)
  return row?.postId ?? null
}
