import { quorumNeeded } from '../../server/meetings/poll.rules.ts'
import type { MeetingSnapshot } from '../../server/meetings/screen.state.ts'

/** Who is here of those who vote, and how many must be. */
export interface Quorum {
  present: number
  voters: number
  needed: number
  met: boolean
}

/** The quorum by the rule of the meeting's type, as things stand. */
export function quorumOf({ members, header }: MeetingSnapshot): Quorum {
  const voters = members.filter(({ mayVote }) => mayVote)
  const present = voters.filter(({ presence }) => presence !== 'none').length
  const needed = quorumNeeded(header.rule.quorum, voters.length)
  return { present, voters: voters.length, needed, met: present >= needed && voters.length > 0 }
}
