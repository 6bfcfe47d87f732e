import type { Actor, PostRole } from '#server/kernel/actor.ts'
import { canMoveArrival, type ArrivalState } from './arrival.rules.ts'
import { type AssignmentRole, type AssignmentState, isOpen } from './assignment.rules.ts'

type Arrival = { agencyId: string; state: ArrivalState }
type Node = {
  agencyId: string
  unitId: string | null
  postId: string | null
  role: AssignmentRole
  state: AssignmentState
}

const leading: readonly PostRole[] = ['chairman', 'vice_chairman', 'director', 'office_chief']
const heads: readonly PostRole[] = ['unit_head', ...leading]

/** Leaders, clerks and the office see every arrival of their agency. Administrators manage accounts, not papers. */
export function seesAllArrivals(actor: Actor): boolean {
  if (actor.role === 'admin' || actor.role === 'system') return false
  return actor.inOffice || actor.role === 'clerk' || leading.includes(actor.role)
}

/** Heads see and hand on what their unit was given; a deputy leader stands so to the unit of the leaders. */
export function headsUnit(actor: Actor, unitId: string | null): boolean {
  return unitId !== null && actor.unitId === unitId && heads.includes(actor.role)
}

/** The unit whose work the actor heads, or null. */
export function headedUnitOf(actor: Actor): string | null {
  return headsUnit(actor, actor.unitId) ? actor.unitId : null
}

/** Only the receiving clerk enters a paper in the book. @law ND30 art. 22 */
export function mayRegister(actor: Actor, arrival: Pick<Arrival, 'agencyId'>): boolean {
  return actor.role === 'clerk' && actor.agencyId === arrival.agencyId
}

/** The receiving clerk answers for a refusal. @law QD28 art. 9.1 */
export function mayRefuse(actor: Actor, arrival: Pick<Arrival, 'agencyId'>): boolean {
  return mayRegister(actor, arrival)
}

/** Whoever sees the paper may take the proof of it along; each taking is in the journal. Being seen, it is of the own agency. */
export function mayTakeArrivalEvidence(actor: Actor, arrival: Pick<Arrival, 'agencyId'>): boolean {
  return actor.agencyId === arrival.agencyId && actor.role !== 'admin'
}

/** Leaders direct; the chief of office proposes and directs in their place. @law ND30 art. 23.2 */
export function mayDirect(actor: Actor, arrival: Pick<Arrival, 'agencyId'>): boolean {
  return leading.includes(actor.role) && actor.agencyId === arrival.agencyId
}

/** The head of a unit gives the unit's part to one of its people; a leader may name the person himself. @law ND30 art. 23.2 */
export function mayAssign(actor: Actor, node: Node): boolean {
  const forUnit = node.postId === null && node.role !== 'inform'
  return forUnit && (handles(actor, node) || mayDirect(actor, node))
}

/** Who has the node on the desk: the named person, or the head where no person is named. */
export function handles(actor: Actor, node: Node): boolean {
  if (node.agencyId !== actor.agencyId) return false
  return node.postId === null ? headsUnit(actor, node.unitId) : node.postId === actor.postId
}

/** What the actor can do with an arrival now; buttons show this and nothing else. */
export function arrivalCan(actor: Actor, arrival: Arrival) {
  return {
    register: mayRegister(actor, arrival) && canMoveArrival(arrival.state, 'register'),
    refuse: mayRefuse(actor, arrival) && canMoveArrival(arrival.state, 'refuse'),
    direct: mayDirect(actor, arrival) && canMoveArrival(arrival.state, 'direct'),
  }
}

/**
 * What the actor can do with one node now. `startOnOpening`: opening the paper is the act. `delegated`: a person below the node
 * is at it, so its head may reassign or close it but does not begin it himself.
 */
export function assignmentCan(actor: Actor, node: Node, delegated: boolean) {
  const own = handles(actor, node) && isOpen(node.state)
  const works = own && node.role !== 'inform'
  const start = own && node.state === 'open' && !delegated
  return {
    assign: isOpen(node.state) && mayAssign(actor, node),
    start,
    startOnOpening: start && (node.role === 'inform' || node.postId !== null),
    finish: works,
    return: works,
  }
}
