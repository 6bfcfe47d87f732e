import type { House } from '#server/kernel/house.ts'
import { performAsSystem, type Work } from '#server/kernel/unit-of-work.ts'
import { votedPostsOf } from './ballot.queries.ts'
import { meetingEvent } from './event.state.ts'
import { appendToLog } from './meeting-log.ts'
import { lockMeeting } from './meeting.queries.ts'
import { lockPoll, meetingOfPoll, setToldTurnout } from './poll.queries.ts'

/** A server process tells the turnout of a poll at most this often, never once a ballot. */
export const turnoutEvery_ms = 200

/** Tells turnouts, soon but seldom. */
export type TurnoutTeller = {
  /** Ballots were written in this poll: tell the turnout within {@link turnoutEvery_ms}. */
  changed(pollId: string): void
  /** Tells at once what is still to be told and waits for it. */
  settle(): Promise<void>
}

/** One teller a server process. A turnout that could not be told is told with the next one, or by the close. */
export function openTurnoutTeller(house: House): TurnoutTeller {
  const due = new Map<string, NodeJS.Timeout>()
  let telling = Promise.resolve()

  const tell = (pollId: string) => {
    clearTimeout(due.get(pollId))
    due.delete(pollId)
    telling = telling
      .then(() => tellTurnout(house, pollId))
      .catch((error: unknown) => house.log.warn({ error, pollId }, 'turnout was not told'))
  }

  return {
    changed(pollId) {
      if (!due.has(pollId)) due.set(pollId, setTimeout(() => tell(pollId), turnoutEvery_ms).unref())
    },
    async settle() {
      for (const pollId of [...due.keys()]) tell(pollId)
      await telling
    },
  }
}

async function tellTurnout(house: House, pollId: string): Promise<void> {
  const poll = await meetingOfPoll(house.db, pollId)
  if (poll) await performAsSystem(house, poll.agencyId, (work) => tellIn(work, poll.meetingId, pollId))
}

/** How many have voted, for everybody; who, for the desk. Says nothing when another process has told as much, or it is over. */
async function tellIn(work: Work, meetingId: string, pollId: string): Promise<void> {
  await lockMeeting(work.tx, meetingId)
  const poll = await lockPoll(work.tx, meetingId, pollId)
  const postIds = await votedPostsOf(work.tx, pollId)
  if (poll.state === 'closed' || postIds.length === poll.toldTurnout) return
  await setToldTurnout(work.tx, pollId, postIds.length)
  await appendToLog(work, { meetingId }, meetingEvent('poll.voters', { pollId, postIds }))
  await appendToLog(work, { meetingId }, meetingEvent('poll.turnout', { pollId, voted: postIds.length }))
}
