/*
 * What a screen in the live room sees. Pure data, shared with the web client: instants are ISO texts, ids are UUID texts,
 * lists have the order in which they are shown. One snapshot serves a whole audience class; nothing in it belongs to one person.
 */

/** Classes of listeners: `desk` is the chair and the secretaries, `members` vote, `invited` speak. */
export const audiences = ['desk', 'members', 'invited'] as const
export type Audience = (typeof audiences)[number]

export type Part = 'chair' | 'secretary' | 'member' | 'invited'
export type MeetingState = 'prepared' | 'invited' | 'open' | 'paused' | 'closed' | 'concluded' | 'cancelled'
export type ItemState = 'waiting' | 'current' | 'done'
export type InvitationAnswer = 'none' | 'attending' | 'absent'
export type Presence = 'none' | 'in_room' | 'online'
export type Choice = 'yes' | 'no' | 'abstain'

export type Share = { numerator: number; denominator: number }

/** The voting rule of a meeting type; a poll carries the copy that was in force when it opened. */
export type VotingRule = {
  typeCode: string
  /** At least this share of all voting members must be present. */
  quorum: Share
  /** Passed when strictly more than this share of `majorityOf` votes for it. */
  majority: Share
  majorityOf: 'all_members' | 'present_members'
  tie: 'chair_decides' | 'rejected'
  mayChangeBallot: boolean
  /** The legal instrument that sets the rule, as printed on the result. */
  instrument: string
}

export type HeaderView = {
  title: string
  agencyId: string
  agencyName: string
  typeCode: string
  typeNameVi: string
  typeNameEn: string
  startsAt: string
  endsAt: string
  place: string
  state: MeetingState
  openedAt: string | null
  closedAt: string | null
  rule: VotingRule
  /** Grows when title, type, time or place change; an edit says which one it saw. */
  revision: number
}

export type MemberView = {
  postId: string
  personName: string
  title: string
  agencyName: string
  part: Part
  mayVote: boolean
  position: number
  answer: InvitationAnswer
  /** Why somebody is absent. Only the desk reads it; null for everybody else. */
  answerNote: string | null
  presence: Presence
  checkedInAt: string | null
}

export type ItemView = {
  id: string
  position: number
  title: string
  leadAgencyId: string | null
  leadAgencyName: string | null
  /** Planned length. */
  minutes: number
  state: ItemState
}

export type PaperView = {
  id: string
  itemId: string
  position: number
  title: string
  /** The document of this house that the paper links to; null for an uploaded file. */
  documentId: string | null
  /** Names the immutable bytes: a screen that has them never asks again. */
  sha256: string
  pages: number
  size_bytes: number
}

/** What the presenter shows now. */
export type StageView = { paperId: string; page: number; postId: string }

export type BallotView = { postId: string; choice: Choice }

export type PollResult = {
  yes: number
  no: number
  abstain: number
  /** Voters of the frozen set. */
  eligible: number
  /** Voters who had checked in when the poll closed. */
  present: number
  /** The least number of votes for it that passes. */
  needed: number
  quorumNeeded: number
  outcome: 'passed' | 'rejected'
  /** What settled it: the count, the side of the chair in a tie, or too few present. */
  settledBy: 'majority' | 'chair' | 'quorum'
}

export type PollView = {
  id: string
  itemId: string
  question: string
  kind: 'named'
  state: 'open' | 'closed'
  rule: VotingRule
  /** The voters frozen at the opening, in ascending order of id. */
  voterPostIds: string[]
  openedAt: string
  closedAt: string | null
  /** How many have voted. Grows; it may run ahead of the log, never behind a poll that has closed. */
  voted: number
  /** Who has voted, ascending; only the desk reads it, empty for everybody else. */
  votedPostIds: string[]
  result: PollResult | null
  /** Who voted what, in ascending order of post id, after the close; empty for the invited. */
  ballots: BallotView[]
}

export type AssignmentView = { agencyId: string; agencyName: string; content: string; dueAt: string }

export type ConclusionView = {
  id: string
  itemId: string
  text: string
  assignments: AssignmentView[]
  revision: number
}

export type MeetingSnapshot = {
  audience: Audience
  meetingId: string
  /** Changes when a backup is restored: a seq of another epoch means nothing. */
  epoch: string
  /** Number of the last event that the snapshot contains. */
  seq: number
  header: HeaderView
  /** By part and seat. */
  members: MemberView[]
  /** In the order of the agenda. */
  items: ItemView[]
  /** By item id, then in their order at the item. */
  papers: PaperView[]
  currentItemId: string | null
  stage: StageView | null
  /** Who was given the stage beside the chair and the secretaries. */
  presenterPostId: string | null
  /** In the order of their opening. */
  polls: PollView[]
  /** By item id, at most one an item. Not for the invited. */
  conclusions: ConclusionView[]
  /** The draft notice that carries the conclusions. Only the desk reads it. */
  noticeDocumentId: string | null
}
