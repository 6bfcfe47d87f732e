import { refuse } from '#server/kernel/refusal.ts'

/** Who does what with an arrival: chủ trì, phối hợp, nhận để biết. @law ND30 art. 23.2 */
export const assignmentRoles = ['lead', 'coordinate', 'inform'] as const
export type AssignmentRole = (typeof assignmentRoles)[number]

/** `lapsed`: the lead closed the work without waiting for this opinion. */
export const assignmentStates = ['open', 'in_progress', 'done', 'withdrawn', 'returned', 'lapsed'] as const
export type AssignmentState = (typeof assignmentStates)[number]

type Move = { from: readonly AssignmentState[]; to: AssignmentState }

/** Every move of a node of the assignment tree; nothing else writes its state. */
export const assignmentMoves = {
  start: { from: ['open'], to: 'in_progress' },
  finish: { from: ['open', 'in_progress'], to: 'done' },
  withdraw: { from: ['open', 'in_progress'], to: 'withdrawn' },
  return: { from: ['open', 'in_progress'], to: 'returned' },
  lapse: { from: ['open', 'in_progress'], to: 'lapsed' },
} as const satisfies Record<string, Move>
export type AssignmentMove = keyof typeof assignmentMoves

/** States in which a node is still on somebody's desk. */
export const openStates = ['open', 'in_progress'] as const satisfies AssignmentState[]

/** True while the node is on somebody's desk. */
export function isOpen(state: AssignmentState): boolean {
  return (openStates as readonly AssignmentState[]).includes(state)
}

/** The state behind the move; refuses `wrong_state` where the table has no such move. */
export function nextAssignmentState(state: AssignmentState, move: AssignmentMove): AssignmentState {
  const { from, to } = assignmentMoves[move]
  if (!(from as readonly AssignmentState[]).includes(state)) refuse('conflict', 'wrong_state', { state })
  return to
}

/**
 * Only the lead unit's own node counts in the rates, once an arrival: a person below it works on the same thing, opinions and
 * copies are not the agency's answer.
 */
export function countsInRates(node: { role: AssignmentRole; parentId: string | null }): boolean {
  return node.role === 'lead' && node.parentId === null
}

/**
 * Refuses `due_after_parent {parentDueAt}` where a deadline lies behind the one it is part of and no reason is given: a warning
 * that a person may override in writing.
 */
export function checkWithinParent(dueAt: Date | null, parentDueAt: Date | null, lateReason: string | undefined): void {
  if (parentDueAt === null || lateReason !== undefined) return
  if (dueAt === null || dueAt > parentDueAt)
    refuse('invalid', 'due_after_parent', { parentDueAt: parentDueAt.toISOString() })
}

/** Refuses `unit_twice`: one unit has one part in a direction. */
export function checkEachOnce(unitIds: readonly string[]): void {
  if (new Set(unitIds).size !== unitIds.length) refuse('invalid', 'unit_twice')
}
