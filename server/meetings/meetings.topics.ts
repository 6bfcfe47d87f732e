import type { TopicRule } from '#server/kernel/sockets.ts'
import { meetingVisibleTo } from './meeting.queries.ts'
import { audienceOfPart } from './rights.rules.ts'

/** The live room of a meeting: whoever has a seat, in the class of the seat. */
export const meetingsTopics: TopicRule[] = [
  {
    prefix: 'meeting',
    mayJoin: async (house, actor, id) => {
      const seated = await meetingVisibleTo(house.db, actor, id).catch(() => null)
      return seated && [audienceOfPart(seated.seat.part)]
    },
  },
]
