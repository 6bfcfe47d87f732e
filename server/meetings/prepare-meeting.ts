import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import { line } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { insertItems } from './agenda.queries.ts'
import { checkAgencies, itemInput } from './item-input.ts'
import { insertMeeting, meetingTypeOn } from './meeting.queries.ts'
import { checkSeats, checkTimes } from './meeting.rules.ts'
import { mayPrepareMeeting } from './meetings.permissions.ts'
import { putSeats, type SeatInput } from './member.queries.ts'
import { tellSeats } from './post-notices.ts'
import { checkPosts, seatsFrom, seatsInput } from './seat-input.ts'

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

/** The title block as a screen sends it. */
export const headerInput = z.object({
  title: line(300),
  typeCode: line(50),
  startsAt: instant,
  endsAt: instant,
  place: line(200),
})

export const prepareMeetingInput = headerInput.extend({
  members: seatsInput,
  items: z.array(itemInput).max(200).default([]),
})

/**
 * Prepares a meeting of the actor's agency with its seats and agenda. Who prepares it and takes no other seat at the desk
 * sits there as secretary. Only the desk sees it until it is invited. Refuses `forbidden`, `meeting_type_unknown`,
 * `meeting_needs_one_chair`, `unknown_post`, times that are over.
 */
export async function prepareMeeting(
  work: Work,
  input: z.output<typeof prepareMeetingInput>,
): Promise<{ id: string; seq: number }> {
  if (!mayPrepareMeeting(work.actor)) refuse('forbidden', 'forbidden')
  const { members, items, ...header } = input
  checkTimes(header, work.at)
  await meetingTypeOn(work.tx, header.typeCode, work.at)
  const seats = withSecretary(seatsFrom(members), work.actor.postId)
  checkSeats(seats)
  await checkPosts(work.tx, seats)
  await checkAgencies(
    work.tx,
    items.map(({ leadAgencyId }) => leadAgencyId),
  )
  const id = await store(work, { header, seats, items })
  await tellSeats(work, id, 'desk')
  work.record({
    stream: `meeting:${id}`,
    act: 'prepareMeeting',
    data: { title: header.title, typeCode: header.typeCode },
  })
  return { id, seq: 0 }
}

function withSecretary(seats: SeatInput[], postId: string): SeatInput[] {
  const own = seats.find((seat) => seat.postId === postId)
  if (own?.part === 'chair' || own?.part === 'secretary') return seats
  const others = seats.filter((seat) => seat !== own)
  return [...others, { postId, part: 'secretary', mayVote: own?.mayVote ?? false, position: seats.length + 1 }]
}

type Prepared = {
  header: z.output<typeof headerInput>
  seats: SeatInput[]
  items: z.output<typeof itemInput>[]
}

async function store({ tx, actor, at }: Work, { header, seats, items }: Prepared): Promise<string> {
  const id = randomUUID()
  const { agencyId, postId: createdByPostId } = actor
  const made = { createdByPostId, createdAt: at, updatedAt: at }
  await insertMeeting(tx, { id, agencyId, ...header, state: 'prepared', epoch: randomUUID(), ...made })
  await putSeats(tx, id, seats)
  await insertItems(
    tx,
    items.map((item, index) => ({ ...item, meetingId: id, position: index + 1 })),
  )
  return id
}
