import { eq, inArray, type SQL, sql } from 'drizzle-orm'
import { ballotCommands, ballots, meetingMembers, polls, pollVoters } from '#db/meetings/schema.ts'
import type { Tx } from '#server/kernel/house.ts'
import type { Cast, Receipt } from './ballot-box.ts'
import type { CastCase } from './poll.rules.ts'
import type { Choice } from './screen.state.ts'

/** What is known of one cast under the lock; `receipt` is the answer that its operation id got before. */
export type KnownCast = { facts: CastCase | null; receipt: Receipt | null }

type Found = {
  at: number
  meetingId: string
  state: 'open' | 'closed'
  mayChangeBallot: boolean
  hasSeat: boolean
  isVoter: boolean
  isCheckedIn: boolean
  current: Choice | null
  earlier: Choice | null
  earlierAt: string | null
}

/**
 * Locks the polls of these casts, in a fixed order so that two boxes cannot wait for each other, and then looks at every
 * cast. Nothing of these polls is cast or closed by anybody else until the transaction ends.
 */
export async function examineCasts(tx: Tx, casts: readonly Cast[]): Promise<KnownCast[]> {
  const ids = [...new Set(casts.map(({ pollId }) => pollId))]
  await tx.select({ id: polls.id }).from(polls).where(inArray(polls.id, ids)).orderBy(polls.id).for('no key update')
  const found = (await tx.execute(lookUp(casts))) as unknown as Found[]
  const byPlace = new Map(found.map((row) => [row.at, row]))
  return casts.map((cast, index) => knownOf(cast, byPlace.get(index)))
}

/** One statement and one parameter, however many casts there are. */
function lookUp(casts: readonly Cast[]): SQL {
  const rows = casts.map(({ meetingId, pollId, postId, commandId }, at) => ({
    at,
    meeting_id: meetingId,
    poll_id: pollId,
    post_id: postId,
    command_id: commandId,
  }))
  return sql`
    select c.at, p.meeting_id as "meetingId", p.state, (p.rule->>'mayChangeBallot')::boolean as "mayChangeBallot",
           m.post_id is not null as "hasSeat", v.post_id is not null as "isVoter",
           coalesce(m.presence <> 'none', false) as "isCheckedIn",
           b.choice as current, k.choice as earlier, k.cast_at as "earlierAt"
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as c(at int, meeting_id uuid, poll_id uuid, post_id uuid, command_id text)
      join ${polls} p on p.id = c.poll_id
      left join ${meetingMembers} m on m.meeting_id = c.meeting_id and m.post_id = c.post_id
      left join ${pollVoters} v on v.poll_id = c.poll_id and v.post_id = c.post_id
      left join ${ballots} b on b.poll_id = c.poll_id and b.post_id = c.post_id
      left join ${ballotCommands} k on k.poll_id = c.poll_id and k.post_id = c.post_id and k.command_id = c.command_id`
}

function knownOf(cast: Cast, row: Found | undefined): KnownCast {
  if (row?.meetingId !== cast.meetingId || !row.hasSeat) return { facts: null, receipt: null }
  const { state: pollState, mayChangeBallot, isVoter, isCheckedIn, current, earlier, earlierAt } = row
  const facts = { pollState, mayChangeBallot, isVoter, isCheckedIn, current, earlier, choice: cast.choice }
  if (earlier === null || earlierAt === null) return { facts, receipt: null }
  return { facts, receipt: { pollId: cast.pollId, choice: earlier, castAt: new Date(earlierAt).toISOString() } }
}

/** Writes ballots that the rule let through, with their operation ids, in one statement; one a voter at most. */
export async function writeCasts(tx: Tx, casts: readonly Cast[], castAt: Date): Promise<void> {
  const rows = casts.map((c) => ({
    poll_id: c.pollId,
    post_id: c.postId,
    person_id: c.personId,
    command_id: c.commandId,
    choice: c.choice,
    cast_at: castAt.toISOString(),
  }))
  await tx.execute(sql`
    with c as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::json)
        as c(poll_id uuid, post_id uuid, person_id uuid, command_id text, choice text, cast_at timestamptz)),
    counted as (
      insert into ${ballots} (poll_id, post_id, person_id, command_id, choice, cast_at)
        select poll_id, post_id, person_id, command_id, choice, cast_at from c
        on conflict (poll_id, post_id) do update set choice = excluded.choice, command_id = excluded.command_id,
          person_id = excluded.person_id, cast_at = excluded.cast_at)
    insert into ${ballotCommands} (poll_id, post_id, command_id, choice, cast_at)
      select poll_id, post_id, command_id, choice, cast_at from c`)
}

/** How many have voted. */
export async function turnoutOf(tx: Tx, pollId: string): Promise<number> {
  return tx.$count(ballots, eq(ballots.pollId, pollId))
}
