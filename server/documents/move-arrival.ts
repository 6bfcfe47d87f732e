import type { Work } from '#server/kernel/unit-of-work.ts'
import { type Arrival, insertArrivalAct, type NewArrival, updateArrival } from './arrival.queries.ts'
import { type ArrivalMove, arrivalMoves, codeToTell, nextArrivalState } from './arrival.rules.ts'

/**
 * What goes with a move: columns to set, the words that the actor wrote, the node it is about, facts for the journal.
 * Only `note` leaves the house: the sender reads it beside the status.
 */
export type ArrivalMoveDetail = {
  set?: Partial<NewArrival>
  text?: string | undefined
  note?: string | undefined
  assignmentId?: string
  data?: Record<string, unknown>
}

/**
 * Makes one move of an arrival whose row is locked: state, timeline, journal, the sender's status, the screens. Refuses
 * `wrong_state` where the table has no such move. *Emits* `arrivals.changed`; tells `arrival.moved` when the sender learns something new.
 */
export async function moveArrival(
  work: Work,
  arrival: Arrival,
  move: ArrivalMove,
  detail: ArrivalMoveDetail = {},
): Promise<Arrival> {
  const state = nextArrivalState(arrival.state, move)
  const code = codeToTell(move, arrival.toldCode)
  const moved = await updateArrival(work.tx, arrival.id, {
    ...detail.set,
    state,
    revision: arrival.revision + 1,
    toldCode: code ?? arrival.toldCode,
    updatedAt: work.at,
    updatedByPostId: work.actor.postId,
  })
  await writeArrivalAct(work, { before: arrival, after: moved, act: move, detail })
  const { id: arrivalId, deliveryId } = arrival
  if (code !== null)
    await work.tell({
      type: 'arrival.moved',
      arrivalId,
      deliveryId,
      code,
      note: detail.note ?? null,
      byName: work.actor.personName,
    })
  return moved
}

/** An act inside the house that leaves the arrival's state as it is: an opinion given, a copy read, a helper named. */
export async function noteArrivalAct(
  work: Work,
  arrival: Arrival,
  act: string,
  detail: ArrivalMoveDetail = {},
): Promise<void> {
  await writeArrivalAct(work, { before: arrival, after: arrival, act, detail })
}

type ActRow = { before: Arrival | null; after: Arrival; act: string; detail: ArrivalMoveDetail }

/** The timeline row, the journal row and the event of one act. */
export async function writeArrivalAct(work: Work, { before, after, act, detail }: ActRow): Promise<void> {
  const { actor, at } = work
  await insertArrivalAct(work.tx, {
    arrivalId: after.id,
    act,
    fromState: before?.state ?? null,
    toState: after.state,
    assignmentId: detail.assignmentId ?? null,
    text: detail.text ?? null,
    postId: actor.postId,
    onBehalfOf: actor.onBehalfOf ?? null,
    at,
  })
  work.record({
    stream: `arrival:${after.id}`,
    act: `arrival.${act}`,
    ...basisOf(act),
    data: { state: after.state, text: detail.text ?? null, assignmentId: detail.assignmentId, ...detail.data },
  })
  tellScreens(work, after)
}

function basisOf(act: string): { basis?: string } {
  return act in arrivalMoves ? { basis: arrivalMoves[act as ArrivalMove].basis } : {}
}

/** *Emits* `arrivals.changed` to the desk of the receiving agency; it carries ids only, each screen asks for what it may see. */
export function tellScreens(work: Work, arrival: Arrival): void {
  work.emit({
    topic: `agency:${arrival.agencyId}`,
    type: 'arrivals.changed',
    payload: { kind: 'arrival', id: arrival.id, state: arrival.state, revision: arrival.revision },
  })
}
