import { inArray, sql } from 'drizzle-orm'
import { ballotCommands, ballots, polls } from '#db/meetings/schema.ts'
import type { Tx } from '#server/kernel/house.ts'
import type { Cast, Receipt } from './ballot-box.ts'
import type { CastCase } from './poll.rules.ts'
import type { Choice, VotingRule } from './screen.state.ts'

/** What is known of one cast under the lock; `receipt` is the answer that its operation id got before. */
export type KnownCast = { facts: CastCase | null; receipt: Receipt | null }

type Found = {
  at: number
  meetingId: string | null
  hasSeat: boolean
  state: 'open' | 'closed'
  rule: VotingRule
  isVoter: boolean
  isCheckedIn: boolean
  current: Choice | null
  earlier: Choice | null
  earlierAt: Date | string | null
}

/**
 * Locks the polls of these casts, in a fixed order so that two boxes cannot wait for each other, and looks at every cast
 * under the lock. Nothing of these polls is opened, cast or closed until the transaction ends.
 */
export async function examineCasts(tx: Tx, casts: readonly Cast[]): Promise<KnownCast[]> {
  const ids = [...new Set(casts.map(({ pollId }) => pollId))]
  await tx.select({ id: polls.id }).from(polls).where(inArray(polls.id, ids)).orderBy(polls.id).for('no key update')
  const found = (await tx.execute(lookUp(casts))) as unknown as Found[]
  const byPlace = new Map(found.map((row) => [row.at, row]))
  return casts.map((cast, index) => knownOf(cast, byPlace.get(index)))
}

function lookUp(casts: readonly Cast[]) {
  const rows = sql.join(
    casts.map((c, at) => sql`(${at}::int, ${c.pollId}::uuid, ${c.postId}::uuid, ${c.commandId}::text)`),
    sql`, `,
  )
  return sql`
    select c.at, p.meeting_id as "meetingId", p.state, p.rule, m.post_id is not null as "hasSeat",
           v.post_id is not null as "isVoter", coalesce(m.presence <> 'none', false) as "isCheckedIn",
           b.choice as current, k.choice as earlier, k.cast_at as "earlierAt"
      from (values ${rows}) as c(at, poll_id, post_id, command_id)
      join polls p on p.id = c.poll_id
      left join meeting_members m on m.meeting_id = p.meeting_id and m.post_id = c.post_id
      left join poll_voters v on v.poll_id = c.poll_id and v.post_id = c.post_id
      left join ballots b on b.poll_id = c.poll_id and b.post_id = c.post_id
      left join ballot_commands k on k.poll_id = c.poll_id and k.post_id = c.post_id and k.command_id = c.command_id`
}

function knownOf(cast: Cast, row: Found | undefined): KnownCast {
  if (!row || row.meetingId !== cast.meetingId || !row.hasSeat) return { facts: null, receipt: null }
  const { state: pollState, rule, isVoter, isCheckedIn, current, earlier, earlierAt } = row
  const { mayChangeBallot } = rule
  const facts = { pollState, mayChangeBallot, isVoter, isCheckedIn, current, earlier, choice: cast.choice }
  if (earlier === null || earlierAt === null) return { facts, receipt: null }
  return { facts, receipt: { pollId: cast.pollId, choice: earlier, castAt: new Date(earlierAt).toISOString() } }
}

/** Writes ballots that the rule let through, in two statements; one a voter at most. */
export async function writeCasts(tx: Tx, casts: readonly Cast[], castAt: Date): Promise<void> {
  const rows = casts.map(({ pollId, postId, personId, commandId, choice }) => ({
    pollId,
    postId,
    personId,
    commandId,
    choice,
    castAt,
  }))
  await tx
    .insert(ballots)
    .values(rows)
    .onConflictDoUpdate({
      target: [ballots.pollId, ballots.postId],
      set: {
        choice: sql`excluded.choice`,
        commandId: sql`excluded.command_id`,
        personId: sql`excluded.person_id`,
        castAt: sql`excluded.cast_at`,
      },
    })
  await tx.insert(ballotCommands).values(rows)
}

/** The posts that have voted, ascending. */
export async function votedPostsOf(tx: Tx, pollId: string): Promise<string[]> {
  const rows = await tx
    .select({ postId: ballots.postId })
    .from(ballots)
    .where(sql`${ballots.pollId} = ${pollId}`)
    .orderBy(ballots.postId)
  return rows.map(({ postId }) => postId)
}
