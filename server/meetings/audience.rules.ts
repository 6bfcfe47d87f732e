import type { Audience, MeetingSnapshot } from './screen.state.ts'

/**
 * The snapshot without what a class may not read; the counterpart of `audienceOf` for events. Why somebody is absent,
 * who has voted while a poll is open and the draft notice are the desk's; conclusions and who voted what are for the table.
 */
export function asSeenBy(audience: Audience, full: MeetingSnapshot): MeetingSnapshot {
  if (audience === 'desk') return { ...full, audience }
  const isAtTable = audience === 'members'
  return {
    ...full,
    audience,
    members: full.members.map((member) => ({ ...member, answerNote: null })),
    polls: full.polls.map((poll) => ({ ...poll, votedPostIds: [], ballots: isAtTable ? poll.ballots : [] })),
    conclusions: isAtTable ? full.conclusions : [],
    noticeDocumentId: null,
  }
}
