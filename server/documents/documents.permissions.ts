import type { Actor, PostRole } from '#server/kernel/actor.ts'
import { canMove, type DocumentMove, type DocumentState } from './document.rules.ts'

/** What the rights of an outgoing document hang on. */
export type DocumentSubject = {
  agencyId: string
  unitId: string
  drafterPostId: string
  signerPostId: string | null
  state: DocumentState
}

const leaders: readonly PostRole[] = ['chairman', 'vice_chairman', 'director']
const heads: readonly PostRole[] = ['unit_head', 'office_chief', 'director']

const isLeader = (actor: Actor) => leaders.includes(actor.role)

/** Heads check the content of what their own unit drafts. */
export function isHeadOf(actor: { role: PostRole; unitId: string | null }, unitId: string): boolean {
  return actor.unitId === unitId && heads.includes(actor.role)
}

/** The office checks form and keeps the registers; it sees every paper of its agency. */
function keepsPapers(actor: Actor): boolean {
  return actor.inOffice || actor.role === 'office_chief' || actor.role === 'clerk'
}

/** Sees every outgoing document of the own agency; everybody else sees those that he has a part in. */
export function seesWholeAgency(actor: Actor): boolean {
  return actor.role !== 'admin' && (isLeader(actor) || keepsPapers(actor) || actor.role === 'system')
}

/** Heads also see what their unit drafts. */
export function seesWholeUnit(actor: Actor): boolean {
  return actor.unitId !== null && heads.includes(actor.role)
}

/** The drafter, the head of the unit, the signer, the leaders, the office and the clerks of the agency; nobody else. */
export function maySeeDocument(actor: Actor, document: DocumentSubject): boolean {
  if (actor.agencyId !== document.agencyId) return false
  if (seesWholeAgency(actor)) return true
  if (actor.postId === document.drafterPostId || actor.postId === document.signerPostId) return true
  return seesWholeUnit(actor) && actor.unitId === document.unitId
}

/** Whoever may read the paper may take the proof of it along; each taking is in the journal. */
export function mayTakeEvidence(actor: Actor, document: DocumentSubject): boolean {
  return maySeeDocument(actor, document)
}

/** Every post that sits in a unit may draft, save the administrator, who has no business with papers. */
export function mayDraft(actor: Actor): boolean {
  return actor.unitId !== null && actor.role !== 'admin' && actor.role !== 'system'
}

/** Only the drafter changes and submits the draft. */
export function mayEdit(actor: Actor, document: DocumentSubject): boolean {
  return actor.postId === document.drafterPostId
}

/** The head of the drafter's unit answers for the content. @law ND30 art. 12.1 */
export function mayApproveContent(actor: Actor, document: DocumentSubject): boolean {
  return isHeadOf(actor, document.unitId) && actor.agencyId === document.agencyId
}

/** The chief of office, and the heads and clerks of the unit that keeps the papers. @law ND30 art. 12.2 */
export function checksForm(actor: Actor): boolean {
  return actor.role === 'office_chief' || (actor.inOffice && ['unit_head', 'clerk'].includes(actor.role))
}

/** The office answers for form, but nobody for that of an own draft. @law ND30 art. 12.2 */
export function mayApproveForm(actor: Actor, document: DocumentSubject): boolean {
  return checksForm(actor) && actor.agencyId === document.agencyId && actor.postId !== document.drafterPostId
}

/** Only the named signer, with his own key. @law ND30 art. 13 */
export function maySign(actor: Actor, document: DocumentSubject): boolean {
  return actor.postId === document.signerPostId
}

/** A batch is of the person who gave the PIN, at the post that signs; for all others it is not there. */
export function holdsBatch(actor: Actor, batch: { postId: string; personId: string }): boolean {
  return actor.postId === batch.postId && actor.personId === batch.personId
}

/** The clerk in person numbers, seals, issues and voids. @law ND30 art. 32.2 */
export function mayKeepBooks(actor: Actor, document: { agencyId: string }): boolean {
  return actor.role === 'clerk' && actor.agencyId === document.agencyId
}

/** Whoever has the paper before him for review may send it back. */
export function mayReturn(actor: Actor, document: DocumentSubject): boolean {
  if (document.state === 'head_review') return mayApproveContent(actor, document)
  if (document.state === 'office_review') return mayApproveForm(actor, document)
  return document.state === 'awaiting_signature' && maySign(actor, document)
}

/** The same answers for the screen: which buttons this post has on this document now. */
export function documentCan(actor: Actor, document: DocumentSubject) {
  const edits = mayEdit(actor, document)
  const keepsBooks = mayKeepBooks(actor, document)
  const can = (right: boolean, ...moves: DocumentMove[]) => right && moves.some((move) => canMove(document.state, move))
  return {
    edit: can(edits, 'submit'),
    submit: can(edits, 'submit'),
    approveContent: can(mayApproveContent(actor, document), 'approve_content'),
    approveForm: can(mayApproveForm(actor, document), 'approve_form'),
    return: can(mayReturn(actor, document), 'return'),
    sign: can(maySign(actor, document), 'sign'),
    numberAndSeal: can(keepsBooks, 'number', 'seal'),
    voidNumber: can(keepsBooks, 'void_number'),
    issue: can(keepsBooks, 'issue'),
  }
}
