import type { LoggedEvent, MeetingEvent, MeetingEventOf, MeetingEventType, ToldMember } from './event.state.ts'
import type {
  ConclusionView,
  ItemState,
  MeetingSnapshot,
  MemberView,
  PaperView,
  Part,
  PollView,
} from './screen.state.ts'

/*
 * The promise that the live room stands on, for every act and every audience class:
 * a snapshot from before, with the events since applied in their order, equals the snapshot from after.
 * Pure and shared with the web client. Nothing is changed in place, so a screen may compare by identity.
 */

/** Where an event of a live line stands to what a screen has: `gap` means that something was lost, so catch up. */
export function placeOf(snapshot: MeetingSnapshot, event: { epoch: string; seq: number }): 'next' | 'known' | 'gap' {
  if (event.epoch !== snapshot.epoch) return 'gap'
  if (event.seq <= snapshot.seq) return 'known'
  return event.seq === snapshot.seq + 1 ? 'next' : 'gap'
}

/** The snapshot after the event. A tick only moves the counter. Call it with the event that {@link placeOf} calls `next`. */
export function applyMeetingEvent(snapshot: MeetingSnapshot, event: LoggedEvent): MeetingSnapshot {
  const moved = { ...snapshot, seq: event.seq }
  return event.type === 'tick' ? moved : { ...moved, ...changeOf(snapshot, event) }
}

type Change = Partial<MeetingSnapshot>
type Changes = { [Type in MeetingEventType]: (payload: MeetingEventOf<Type>['payload'], s: MeetingSnapshot) => Change }

function changeOf(snapshot: MeetingSnapshot, event: MeetingEvent): Change {
  const change = changes[event.type] as (payload: unknown, s: MeetingSnapshot) => Change
  return change(event.payload, snapshot)
}

const changes: Changes = {
  'header.changed': ({ header }) => ({ header }),
  'state.changed': ({ state, openedAt, closedAt }, s) => ({ header: { ...s.header, state, openedAt, closedAt } }),
  'members.set': ({ members }, s) => ({ members: bySeat(replaced(s.members, withNotes(s, members), (m) => m.postId)) }),
  'member.removed': ({ postId }, s) => ({
    members: s.members.filter((m) => m.postId !== postId),
    presenterPostId: s.presenterPostId === postId ? null : s.presenterPostId,
  }),
  'member.answered': ({ postId, answer }, s) => ({ members: patchMember(s, postId, { answer }) }),
  'member.noted': ({ postId, answerNote }, s) => ({ members: patchMember(s, postId, { answerNote }) }),
  'member.checkedIn': ({ postId, ...presence }, s) => ({ members: patchMember(s, postId, presence) }),
  'agenda.set': ({ items }) => ({ items }),
  'item.entered': ({ itemId, states }, s) => ({
    currentItemId: itemId,
    items: s.items.map((item) => ({ ...item, ...entered(states, item.id) })),
  }),
  'papers.set': ({ papers }, s) => ({ papers: byPlace(replaced(s.papers, papers, (p) => p.id)) }),
  'papers.removed': ({ paperIds }, s) => ({
    papers: s.papers.filter((p) => !paperIds.includes(p.id)),
    stage: s.stage && paperIds.includes(s.stage.paperId) ? null : s.stage,
  }),
  'page.turned': (stage) => ({ stage }),
  'stage.given': ({ postId }) => ({ presenterPostId: postId }),
  'poll.opened': ({ poll }, s) => ({ polls: byOpening([...s.polls, poll]) }),
  'poll.turnout': ({ pollId, voted }, s) => ({
    polls: patchPoll(s, pollId, (poll) => ({ voted: Math.max(poll.voted, voted) })),
  }),
  'poll.voters': ({ pollId, postIds }, s) => ({
    polls: patchPoll(s, pollId, (poll) => ({ votedPostIds: [...new Set([...poll.votedPostIds, ...postIds])].sort() })),
  }),
  'poll.closed': ({ pollId, closedAt, result }, s) => ({
    polls: patchPoll(s, pollId, () => ({
      state: 'closed',
      closedAt,
      result,
      voted: result.yes + result.no + result.abstain,
    })),
  }),
  'poll.ballots': ({ pollId, ballots }, s) => ({ polls: patchPoll(s, pollId, () => ({ ballots })) }),
  'conclusion.written': ({ conclusion }, s) => ({
    conclusions: byItem(replaced(s.conclusions, [conclusion], (c) => c.id)),
  }),
  'notice.drafted': ({ documentId }) => ({ noticeDocumentId: documentId }),
}

function replaced<Row>(rows: Row[], news: Row[], key: (row: Row) => string): Row[] {
  const changed = new Set(news.map(key))
  return [...rows.filter((row) => !changed.has(key(row))), ...news]
}

function withNotes(s: MeetingSnapshot, told: ToldMember[]): MemberView[] {
  const noteOf = new Map(s.members.map((member) => [member.postId, member.answerNote]))
  return told.map((member) => ({ ...member, answerNote: noteOf.get(member.postId) ?? null }))
}

function patchMember(s: MeetingSnapshot, postId: string, patch: Partial<MemberView>): MemberView[] {
  return s.members.map((member) => (member.postId === postId ? { ...member, ...patch } : member))
}

function patchPoll(s: MeetingSnapshot, pollId: string, patch: (poll: PollView) => Partial<PollView>): PollView[] {
  return s.polls.map((poll) => (poll.id === pollId ? { ...poll, ...patch(poll) } : poll))
}

function entered(states: { itemId: string; state: ItemState }[], itemId: string): { state?: ItemState } {
  const found = states.find((one) => one.itemId === itemId)
  return found ? { state: found.state } : {}
}

const rank: Record<Part, number> = { chair: 0, secretary: 1, member: 2, invited: 3 }
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The chair first, then the secretaries, the members, the invited; by seat among equals. */
export function bySeat(members: MemberView[]): MemberView[] {
  return members.toSorted(
    (a, b) => rank[a.part] - rank[b.part] || a.position - b.position || compare(a.postId, b.postId),
  )
}

/** Item by item, in their order at the item. */
export function byPlace(papers: PaperView[]): PaperView[] {
  return papers.toSorted((a, b) => compare(a.itemId, b.itemId) || a.position - b.position || compare(a.id, b.id))
}

/** By id of the item: moving an item on the agenda moves no conclusion. */
export function byItem(conclusions: ConclusionView[]): ConclusionView[] {
  return conclusions.toSorted((a, b) => compare(a.itemId, b.itemId))
}

/** The poll that opened first comes first. */
export function byOpening(polls: PollView[]): PollView[] {
  return polls.toSorted((a, b) => compare(a.openedAt, b.openedAt) || compare(a.id, b.id))
}
