import type { House } from '#server/kernel/house.ts'
import { performAsSystem, type Work } from '#server/kernel/unit-of-work.ts'
import { turnoutOf } from './ballot.queries.ts'
import { meetingEvent } from './event.state.ts'
import { appendToLog } from './meeting-log.ts'
import { lockMeeting } from './meeting.queries.ts'
import { lockPoll, meetingOfPoll, setToldTurnout } from './poll.queries.ts'

/** A server process tells the turnout of a poll at most this often, never once a ballot. */
export const turnoutEvery_ms = 200

/** Tells turnouts, soon but seldom. */
export type TurnoutTeller = {
  /** These posts voted in this poll: tell it within {@link turnoutEvery_ms}. */
  voted(pollId: string, postIds: readonly string[]): void
  /** Tells at once what is still to be told and waits for it. */
  settle(): Promise<void>
}

/** One teller a server process. What could not be told is told with the next turnout, or by the close. */
export function openTurnoutTeller(house: House): TurnoutTeller {
  const untold = new Map<string, Set<string>>()
  const timers = new Map<string, NodeJS.Timeout>()
  let telling = Promise.resolve()

  const voted = (pollId: string, postIds: readonly string[]) => {
    untold.set(pollId, new Set([...(untold.get(pollId) ?? []), ...postIds]))
    if (!timers.has(pollId)) timers.set(pollId, setTimeout(() => tell(pollId), turnoutEvery_ms).unref())
  }

  const tell = (pollId: string) => {
    const postIds = [...(untold.get(pollId) ?? [])]
    clearTimeout(timers.get(pollId))
    timers.delete(pollId)
    untold.delete(pollId)
    telling = telling
      .then(() => tellTurnout(house, pollId, postIds))
      .catch((error: unknown) => {
        house.log.warn({ error, pollId }, 'turnout was not told; it is told with the next ballots')
        untold.set(pollId, new Set([...(untold.get(pollId) ?? []), ...postIds]))
      })
  }

  return {
    voted,
    async settle() {
      for (const pollId of [...timers.keys()]) tell(pollId)
      await telling
    },
  }
}

async function tellTurnout(house: House, pollId: string, postIds: string[]): Promise<void> {
  const poll = await meetingOfPoll(house.db, pollId)
  if (poll)
    await performAsSystem(house, poll.agencyId, (work) => tellIn(work, { meetingId: poll.meetingId, pollId, postIds }))
}

type Turnout = { meetingId: string; pollId: string; postIds: string[] }

/** How many have voted, for everybody; who, for the desk. A poll that has closed has told it all. */
async function tellIn(work: Work, { meetingId, pollId, postIds }: Turnout): Promise<void> {
  await lockMeeting(work.tx, meetingId)
  const poll = await lockPoll(work.tx, meetingId, pollId)
  if (poll.state === 'closed') return
  await appendToLog(work, { meetingId }, meetingEvent('poll.voters', { pollId, postIds: postIds.sort() }))
  const voted = await turnoutOf(work.tx, pollId)
  if (voted === poll.toldTurnout) return
  await setToldTurnout(work.tx, pollId, voted)
  await appendToLog(work, { meetingId }, meetingEvent('poll.turnout', { pollId, voted }))
}
