import { refuse } from '#server/kernel/refusal.ts'

/** Where an outgoing document stands, from the first line to the last copy. @law ND30 art. 10 */
export const documentStates = [
  'draft',
  'head_review',
  'office_review',
  'awaiting_signature',
  'signed',
  'numbered',
  'sealed',
  'issued',
  'recalled',
] as const
export type DocumentState = (typeof documentStates)[number]

type Move = { from: readonly DocumentState[]; to: DocumentState; basis: string }

/**
 * Every move that an outgoing document can make; nothing else writes its state. `submit_own` is the submission by a
 * drafter who is the head of the unit, or whose unit has none: nobody checks the content of an own draft.
 * @law ND30 art. 10
 * @law ND30 art. 11
 * @law ND30 art. 13
 * @law ND30 art. 15
 * @law ND30 art. 18
 * @law ND30 art. 32.2
 */
export const documentMoves = {
  submit: { from: ['draft'], to: 'head_review', basis: 'ND30 art. 10' },
  submit_own: { from: ['draft'], to: 'office_review', basis: 'ND30 art. 10' },
  approve_content: { from: ['head_review'], to: 'office_review', basis: 'ND30 art. 12.1' },
  approve_form: { from: ['office_review'], to: 'awaiting_signature', basis: 'ND30 art. 12.2' },
  return: { from: ['head_review', 'office_review', 'awaiting_signature'], to: 'draft', basis: 'ND30 art. 10.3' },
  sign: { from: ['awaiting_signature'], to: 'signed', basis: 'ND30 art. 13' },
  number: { from: ['signed'], to: 'numbered', basis: 'ND30 art. 15.3' },
  void_number: { from: ['numbered'], to: 'signed', basis: 'ND30 art. 15.1' },
  seal: { from: ['numbered'], to: 'sealed', basis: 'ND30 art. 32.2.d' },
  issue: { from: ['sealed'], to: 'issued', basis: 'QD28 art. 6.2' },
  recall: { from: ['issued'], to: 'recalled', basis: 'QD28 art. 8.2' },
} as const satisfies Record<string, Move>
export type DocumentMove = keyof typeof documentMoves

/** True where the table allows the move from that state. */
export function canMove(state: DocumentState, move: DocumentMove): boolean {
  return (documentMoves[move].from as readonly DocumentState[]).includes(state)
}

/** The state behind the move; refuses `wrong_state` where the table has no such move. */
export function nextState(state: DocumentState, move: DocumentMove): DocumentState {
  if (!canMove(state, move)) refuse('conflict', 'wrong_state', { state })
  return documentMoves[move].to
}

/** Refuses `due_in_past`: a deadline must lie ahead when it is set. */
export function checkDeadline(dueAt: Date | null, now: Date): void {
  if (dueAt && dueAt <= now) refuse('invalid', 'due_in_past')
}

/**
 * Refuses `state_secret`: there is no classified level to choose, and a request that names one must not be stored
 * without it either.
 * @law QD28 art. 1.2
 */
export function checkNoSecret(classification: unknown): void {
  const named = classification !== undefined && classification !== null && classification !== 'normal'
  if (named) refuse('invalid', 'state_secret')
}

/** What a draft must have before anybody else is asked to read it; refuses the first thing that is missing. */
export function checkComplete(draft: {
  signerPostId: string | null
  body: string
  sourceFileId: string | null
  letter: boolean
  recipients: number
}): void {
  if (draft.signerPostId === null) refuse('invalid', 'signer_missing')
  if (draft.body === '' && draft.sourceFileId === null) refuse('invalid', 'body_missing')
  if (draft.letter && draft.recipients === 0) refuse('invalid', 'recipients_missing')
}
