import { refuse } from '#server/kernel/refusal.ts'
import type { ItemState, MeetingState } from './screen.state.ts'

type Move<State> = { from: readonly State[]; to: State }

/** Every move of a meeting; nothing else writes its state. */
export const meetingMoves = {
  invite: { from: ['prepared'], to: 'invited' },
  open: { from: ['invited'], to: 'open' },
  pause: { from: ['open'], to: 'paused' },
  resume: { from: ['paused'], to: 'open' },
  close: { from: ['open', 'paused'], to: 'closed' },
  conclude: { from: ['closed'], to: 'concluded' },
  cancel: { from: ['prepared', 'invited'], to: 'cancelled' },
} as const satisfies Record<string, Move<MeetingState>>
export type MeetingMove = keyof typeof meetingMoves

/** Every move of an agenda item; the chair may go back to one that is done. */
export const itemMoves = {
  enter: { from: ['waiting', 'done', 'current'], to: 'current' },
  leave: { from: ['current'], to: 'done' },
} as const satisfies Record<string, Move<ItemState>>

/** The states in which the agenda, the papers and the seats may still change. */
export const changeable: readonly MeetingState[] = ['prepared', 'invited', 'open', 'paused']

/** The state after the move; refuses `wrong_state {state}` where the table has no such move. */
export function nextMeetingState(state: MeetingState, move: MeetingMove): MeetingState {
  const { from, to } = meetingMoves[move]
  return (from as readonly MeetingState[]).includes(state) ? to : refuse('conflict', 'wrong_state', { state })
}

/** The item's state after the move; refuses `wrong_state {state}`. */
export function nextItemState(state: ItemState, move: keyof typeof itemMoves): ItemState {
  const { from, to } = itemMoves[move]
  return (from as readonly ItemState[]).includes(state) ? to : refuse('conflict', 'wrong_state', { state })
}

/** Which items change when the chair goes to one: the one that was current is done. Unknown items refuse `not_found`. */
export function enterItem(
  items: readonly { id: string; state: ItemState }[],
  itemId: string,
): { itemId: string; state: ItemState }[] {
  const entered = items.find((item) => item.id === itemId) ?? refuse('not_found', 'not_found')
  const left = items.filter((item) => item.state === 'current' && item.id !== itemId)
  return [
    ...left.map((item) => ({ itemId: item.id, state: nextItemState(item.state, 'leave') })),
    { itemId, state: nextItemState(entered.state, 'enter') },
  ]
}

/** Refuses times that end before they begin, and meetings that would be over already. */
export function checkTimes({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }, now: Date): void {
  if (endsAt <= startsAt) refuse('invalid', 'meeting_ends_before_it_starts')
  if (endsAt <= now) refuse('invalid', 'meeting_in_past')
}

/** Refuses a page that the paper does not have. */
export function checkPage(page: number, pages: number): void {
  if (page < 1 || page > pages) refuse('invalid', 'page_out_of_range', { pages })
}

/** A deadline that a conclusion gives must lie ahead. */
export function checkDueDates(assignments: readonly { dueAt: string }[], now: Date): void {
  if (assignments.some(({ dueAt }) => new Date(dueAt) <= now)) refuse('invalid', 'due_in_past')
}

/** Somebody takes the chair, and exactly one person does; nobody sits twice. */
export function checkSeats(seats: readonly { postId: string; part: string }[]): void {
  if (seats.filter(({ part }) => part === 'chair').length !== 1) refuse('invalid', 'meeting_needs_one_chair')
  if (new Set(seats.map(({ postId }) => postId)).size !== seats.length) refuse('invalid', 'meeting_seat_twice')
}
