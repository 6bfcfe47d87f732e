import { z } from 'zod'
import type { House } from '#server/kernel/house.ts'
import { act, actorOf, answerJson, body, commandOf, idParam, newRoutes, params } from '#server/kernel/http.ts'
import { castBallot, castBallotInput } from './cast-ballot.ts'
import { closePoll } from './close-poll.ts'
import { openGroupCommitBox } from './group-commit-box.ts'
import { openPoll, openPollInput } from './open-poll.ts'

const pollParam = idParam.extend({ pollId: z.uuid() })

/** Votes: opened and closed as acts of the room, cast through the ballot box of this server process. */
export function votingRoutes(house: House) {
  const box = openGroupCommitBox(house)
  return newRoutes()
    .post('/meetings/:id/polls', params(idParam), body(openPollInput), (c) =>
      act(c, 'openPoll', (work) => openPoll(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/meetings/:id/polls/:pollId/close', params(pollParam), (c) =>
      act(c, 'closePoll', (work) => closePoll(work, c.req.valid('param'))),
    )
    .post('/meetings/:id/polls/:pollId/ballot', params(pollParam), body(castBallotInput), async (c) => {
      const { key: commandId } = commandOf(c, 'castBallot', c.req.valid('json'))
      const cast = { ...c.req.valid('param'), ...c.req.valid('json'), commandId }
      return answerJson(c, await castBallot(box, actorOf(c), cast))
    })
}
