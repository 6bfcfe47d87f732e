import type {
  Audience,
  BallotView,
  ConclusionView,
  HeaderView,
  InvitationAnswer,
  ItemState,
  ItemView,
  MeetingState,
  MemberView,
  PaperView,
  PollResult,
  PollView,
  Presence,
  StageView,
} from './screen.state.ts'

/** A member as every class may hear of one. */
export type ToldMember = Omit<MemberView, 'answerNote'>

/** What happens in a meeting, by type. Each changes a snapshot in one way (`meeting.state.ts`). */
type Payloads = {
  /** Title, time, place, type. */
  'header.changed': { header: HeaderView }
  'state.changed': { state: MeetingState; openedAt: string | null; closedAt: string | null }
  /** Added, or changed in part, seat or right to vote. The note on an answer is not told here; it stays as it is. */
  'members.set': { members: ToldMember[] }
  'member.removed': { postId: string }
  'member.answered': { postId: string; answer: InvitationAnswer }
  'member.noted': { postId: string; answerNote: string | null }
  'member.checkedIn': { postId: string; presence: Presence; checkedInAt: string | null }
  /** The whole agenda in its new order; also an added, changed or removed item. */
  'agenda.set': { items: ItemView[] }
  'item.entered': { itemId: string; states: { itemId: string; state: ItemState }[] }
  /** Papers that were added or moved. */
  'papers.set': { papers: PaperView[] }
  'papers.removed': { paperIds: string[] }
  'page.turned': StageView
  'stage.given': { postId: string | null }
  'poll.opened': { poll: PollView }
  'poll.turnout': { pollId: string; voted: number }
  /** Who has voted besides those that were told before. */
  'poll.voters': { pollId: string; postIds: string[] }
  'poll.closed': { pollId: string; closedAt: string; result: PollResult }
  'poll.ballots': { pollId: string; ballots: BallotView[] }
  'conclusion.written': { conclusion: ConclusionView }
  'notice.drafted': { documentId: string }
}

export type MeetingEventType = keyof Payloads
export type MeetingEventOf<Type extends MeetingEventType> = { type: Type; payload: Payloads[Type] }

/** One thing that happened; a closed union over `type`. */
export type MeetingEvent = { [Type in MeetingEventType]: MeetingEventOf<Type> }[MeetingEventType]

/** What a class hears of an event that it may not read: only that the counter moved. */
export type Tick = { type: 'tick'; payload: Record<string, never> }

/** A line of the log as one class hears it. */
export type LoggedEvent = { seq: number } & (MeetingEvent | Tick)

/** Makes an event and keeps its type literal: `meetingEvent('page.turned', { paperId, page, postId })`. */
export function meetingEvent<Type extends MeetingEventType>(type: Type, payload: Payloads[Type]): MeetingEventOf<Type> {
  return { type, payload }
}

const all: readonly Audience[] = ['desk', 'members', 'invited']
const table: readonly Audience[] = ['desk', 'members']
const desk: readonly Audience[] = ['desk']

/** Who may read what happened; every other class hears a tick with the same number. */
export const audienceOf: Record<MeetingEventType, readonly Audience[]> = {
  'header.changed': all,
  'state.changed': all,
  'members.set': all,
  'member.removed': all,
  'member.answered': all,
  'member.noted': desk,
  'member.checkedIn': all,
  'agenda.set': all,
  'item.entered': all,
  'papers.set': all,
  'papers.removed': all,
  'page.turned': all,
  'stage.given': all,
  'poll.opened': all,
  'poll.turnout': all,
  'poll.voters': desk,
  'poll.closed': all,
  'poll.ballots': table,
  'conclusion.written': table,
  'notice.drafted': desk,
}
