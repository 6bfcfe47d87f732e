import type { Actor, PostRole } from '#server/kernel/actor.ts'
import { canMoveTask, type TaskState } from './task.rules.ts'

/** What the rights of a task hang on. */
export type TaskSubject = {
  leadAgencyId: string
  assignerAgencyId: string
  assignerPostId: string
  state: TaskState
}

const leaders: readonly PostRole[] = ['chairman', 'vice_chairman', 'director', 'office_chief']
const heads: readonly PostRole[] = [...leaders, 'unit_head']

const hasNoBusiness = (actor: Actor) => actor.role === 'admin'

/** Leaders, heads, secretaries and the office of the agency that gives work follow all of it. */
export function followsGivenTasks(actor: Actor): boolean {
  return !hasNoBusiness(actor) && (heads.includes(actor.role) || actor.role === 'secretary' || actor.inOffice)
}

/** Everybody in the agency that has the work sees what it has to do, save the administrator. */
export function followsReceivedTasks(actor: Actor): boolean {
  return !hasNoBusiness(actor)
}

/** Both sides see a task; nobody else knows of it. */
export function maySeeTask(actor: Actor, task: TaskSubject): boolean {
  if (actor.agencyId === task.leadAgencyId && followsReceivedTasks(actor)) return true
  if (actor.postId === task.assignerPostId) return true
  return actor.agencyId === task.assignerAgencyId && followsGivenTasks(actor)
}

/** Whoever does the work says how it goes. */
export function mayReportProgress(actor: Actor, task: TaskSubject): boolean {
  return actor.agencyId === task.leadAgencyId && followsReceivedTasks(actor)
}

/** That the agency is done is said by a leader, a head or the office. */
export function mayReportDone(actor: Actor, task: TaskSubject): boolean {
  return mayReportProgress(actor, task) && (heads.includes(actor.role) || actor.inOffice)
}

/** The assigner, a leader of the assigner's agency or its secretary accepts, returns or cancels. */
export function mayJudgeTask(actor: Actor, task: TaskSubject): boolean {
  if (actor.postId === task.assignerPostId) return true
  const judges = leaders.includes(actor.role) || actor.role === 'secretary'
  return actor.agencyId === task.assignerAgencyId && judges
}

/** The same answers for the screen. */
export function taskCan(actor: Actor, task: TaskSubject) {
  const { state } = task
  const judges = mayJudgeTask(actor, task)
  return {
    reportProgress: mayReportProgress(actor, task) && canMoveTask(state, 'progress'),
    reportDone: mayReportDone(actor, task) && canMoveTask(state, 'done'),
    accept: judges && canMoveTask(state, 'accept'),
    return: judges && canMoveTask(state, 'return'),
    cancel: judges && canMoveTask(state, 'cancel'),
  }
}
