import type { Work } from '#server/kernel/unit-of-work.ts'
import { type DocumentRow, insertAct, type NewDocument, updateDocument } from './document.queries.ts'
import { type DocumentMove, documentMoves, nextState } from './document.rules.ts'

/** What goes with a move: columns to set, the words of the actor, the version it is about, facts for the journal. */
export type DocumentStep = {
  move: DocumentMove
  columns?: Partial<NewDocument>
  reason?: string
  version?: number
  /** On whose behalf, as printed: `KT. CHỦ TỊCH`. */
  onBehalfOf?: string | null
  data?: Record<string, unknown>
}

/** What every act on a document answers. */
export type DocumentAnswer = Pick<DocumentRow, 'id' | 'state' | 'revision' | 'code'>

/**
 * Makes one move of a document whose row is locked: state, timeline, journal, screens. Refuses `wrong_state` where the table
 * has no such move. *Emits* `documents.changed` to the agency's desk and `document.changed` to those who have it open.
 */
export async function moveDocument(work: Work, document: DocumentRow, step: DocumentStep): Promise<DocumentRow> {
  const state = nextState(document.state, step.move)
  const moved = await updateDocument(work.tx, document.id, {
    ...step.columns,
    state,
    updatedAt: work.at,
    updatedByPostId: work.actor.postId,
  })
  await noteAct(work, { before: document, after: moved, act: step.move, step })
  return moved
}

type Noted = {
  before: DocumentRow
  after: DocumentRow
  act: string
  step: Omit<DocumentStep, 'move' | 'columns'> & { basis?: string }
}

/** Writes one act into the timeline and the journal and tells the screens; also for acts that move no state. */
export async function noteAct(work: Work, { before, after, act, step }: Noted): Promise<void> {
  const { actor, at } = work
  const onBehalfOf = step.onBehalfOf ?? actor.onBehalfOf ?? null
  const { id: documentId, revision, fileSha256 } = after
  await insertAct(work.tx, {
    documentId,
    revision,
    act,
    fromState: before.state,
    toState: after.state,
    version: step.version ?? null,
    reason: step.reason ?? null,
    postId: actor.postId,
    onBehalfOf,
    fileSha256,
    at,
  })
  const facts = { revision, state: after.state, fileSha256, reason: step.reason ?? null }
  const basis = act in documentMoves ? documentMoves[act as DocumentMove].basis : 'ND30 art. 10'
  work.record({
    stream: `document:${documentId}`,
    act: `document.${act}`,
    basis,
    ...(onBehalfOf === null ? {} : { onBehalfOf }),
    data: { ...facts, ...step.data },
  })
  tellScreens(work, after)
}

/** *Emits* ids and state only; each screen asks for what it may see. */
export function tellScreens(work: Work, { id, agencyId, state, revision }: DocumentRow): void {
  const payload = { kind: 'document', id, documentId: id, state, revision }
  work.emit({ topic: `agency:${agencyId}`, type: 'documents.changed', payload })
  work.emit({ topic: `document:${id}`, type: 'document.changed', payload })
}

/** The answer of an act. */
export function answerOf({ id, state, revision, code }: DocumentRow): DocumentAnswer {
  return { id, state, revision, code }
}
