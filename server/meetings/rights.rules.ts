import { refuse } from '#server/kernel/refusal.ts'
import { changeable } from './meeting.rules.ts'
import type { Audience, MeetingSnapshot, MeetingState, Part } from './screen.state.ts'

/*
 * Who may do what in the live room: written once, asserted by the server, shown by the client. Pure, so that a screen's buttons move
 * with the events it applies and never ask again.
 */

/** What the rights of one person in one meeting hang on. */
export type RoomFacts = { part: Part; mayVote: boolean; state: MeetingState; isPresenter: boolean }

type Right = { who(facts: RoomFacts): boolean; when: readonly MeetingState[]; chairs?: true }

const desk = ({ part }: RoomFacts) => part === 'chair' || part === 'secretary'
const anyone = () => true

/** `chairs` marks the acts of the chair: a secretary does them on the chair's behalf and the journal says so. */
const rights = {
  editMeeting: { who: desk, when: changeable },
  invite: { who: desk, when: ['prepared'] },
  answerInvitation: { who: anyone, when: ['invited', 'open', 'paused'] },
  cancel: { who: desk, when: ['prepared', 'invited'], chairs: true },
  open: { who: desk, when: ['invited'], chairs: true },
  pause: { who: desk, when: ['open'], chairs: true },
  resume: { who: desk, when: ['paused'], chairs: true },
  close: { who: desk, when: ['open', 'paused'], chairs: true },
  checkIn: { who: anyone, when: ['invited', 'open', 'paused'] },
  goToItem: { who: desk, when: ['open'], chairs: true },
  giveStage: { who: desk, when: ['invited', 'open', 'paused'], chairs: true },
  turnPage: { who: (facts) => desk(facts) || facts.isPresenter, when: ['invited', 'open', 'paused'] },
  openPoll: { who: desk, when: ['open'], chairs: true },
  closePoll: { who: desk, when: ['open'], chairs: true },
  castBallot: { who: ({ mayVote }) => mayVote, when: ['open'] },
  writeConclusion: { who: desk, when: ['open', 'paused', 'closed'] },
  issueConclusions: { who: desk, when: ['closed'] },
} as const satisfies Record<string, Right>
export type RoomAct = keyof typeof rights
export type RoomRights = Record<RoomAct, boolean>

const rightOf = (act: RoomAct): Right => rights[act]

/** Refuses `forbidden` for a part that never may, `wrong_state {state}` for one that may at another time. */
export function assertMay(facts: RoomFacts, act: RoomAct): void {
  if (!rightOf(act).who(facts)) refuse('forbidden', 'forbidden')
  if (!rightOf(act).when.includes(facts.state)) refuse('conflict', 'wrong_state', { state: facts.state })
}

/** Every right at once: what `can` in the answers is made of. */
export function roomRights(facts: RoomFacts): RoomRights {
  const acts = Object.keys(rights) as RoomAct[]
  const can = (act: RoomAct) => rightOf(act).who(facts) && rightOf(act).when.includes(facts.state)
  return Object.fromEntries(acts.map((act) => [act, can(act)])) as RoomRights
}

/** The same answer from what a screen has; all false for a post without a seat. */
export function rightsIn(snapshot: MeetingSnapshot, postId: string): RoomRights {
  const seat = snapshot.members.find((member) => member.postId === postId)
  const { state } = snapshot.header
  const isPresenter = snapshot.presenterPostId === postId
  if (!seat) return roomRights({ part: 'invited', mayVote: false, state: 'cancelled', isPresenter: false })
  return roomRights({ part: seat.part, mayVote: seat.mayVote, state, isPresenter })
}

/** True where a secretary acts in the chair's place. */
export function isOnChairsBehalf(act: RoomAct, part: Part): boolean {
  return rightOf(act).chairs === true && part === 'secretary'
}

/** The class of listeners that a part belongs to. */
export function audienceOfPart(part: Part): Audience {
  if (part === 'chair' || part === 'secretary') return 'desk'
  return part === 'member' ? 'members' : 'invited'
}
