import { refuse } from '#server/kernel/refusal.ts'

/** Where an incoming document stands at the agency that received it. @law ND30 art. 20 */
export const arrivalStates = [
  'arrived',
  'refused',
  'registered',
  'directed',
  'assigned',
  'in_progress',
  'done',
] as const
export type ArrivalState = (typeof arrivalStates)[number]

/** What the sender is told: 02 refused, 03 registered, 04 assigned, 05 in progress, 06 done. @law QD28 art. 10.2 */
export type ArrivalCode = '02' | '03' | '04' | '05' | '06'

type Move = { from: readonly ArrivalState[]; to: ArrivalState; code: ArrivalCode | null; basis: string }

const inHand = ['directed', 'assigned', 'in_progress'] as const

/**
 * Every move that an arrival can make; nothing else writes its state. A new direction takes the place of the one before,
 * also while somebody is at work. The two returns go one level up: to the head of the unit, or to the leader.
 * @law QD28 art. 9
 * @law ND30 art. 21.2
 * @law ND30 art. 22
 * @law ND30 art. 23
 * @law ND30 art. 24
 */
export const arrivalMoves = {
  register: { from: ['arrived'], to: 'registered', code: '03', basis: 'ND30 art. 22' },
  refuse: { from: ['arrived'], to: 'refused', code: '02', basis: 'QD28 art. 9.1' },
  direct: { from: ['registered', ...inHand], to: 'directed', code: '04', basis: 'ND30 art. 23.2' },
  assign: { from: inHand, to: 'assigned', code: '04', basis: 'ND30 art. 23.2' },
  start: { from: ['directed', 'assigned'], to: 'in_progress', code: '05', basis: 'ND30 art. 24' },
  return_to_head: { from: inHand, to: 'directed', code: null, basis: 'ND30 art. 24' },
  return_to_leader: { from: inHand, to: 'registered', code: null, basis: 'ND30 art. 24' },
  finish: { from: inHand, to: 'done', code: '06', basis: 'ND30 art. 24' },
} as const satisfies Record<string, Move>
export type ArrivalMove = keyof typeof arrivalMoves

/** True where the table allows the move from that state. */
export function canMoveArrival(state: ArrivalState, move: ArrivalMove): boolean {
  return (arrivalMoves[move].from as readonly ArrivalState[]).includes(state)
}

/** The state behind the move; refuses `wrong_state` where the table has no such move. */
export function nextArrivalState(state: ArrivalState, move: ArrivalMove): ArrivalState {
  if (!canMoveArrival(state, move)) refuse('conflict', 'wrong_state', { state })
  return arrivalMoves[move].to
}

/**
 * The code that the move tells the sender, or null when nothing new is to be told: codes only go up, so a second direction
 * or a return inside the house stays inside the house.
 * @law QD28 art. 9.2
 */
export function codeToTell(move: ArrivalMove, toldCode: string): ArrivalCode | null {
  const { code } = arrivalMoves[move]
  return code !== null && code > toldCode ? code : null
}
