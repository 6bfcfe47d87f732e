import { z } from 'zod'
import { documentVisibleTo, issuedDocumentOf } from '#server/documents/door.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { prose } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { legalDay } from '#server/kernel/working-calendar.rules.ts'
import { moveTask, type TaskAnswer, taskAnswerOf } from './move-task.ts'
import { taskForAct } from './task.queries.ts'
import { checkDoneOn } from './task.rules.ts'
import { mayReportDone } from './tasks.permissions.ts'

export const reportDoneInput = z.object({
  note: prose(5000),
  /** The product, where it is an issued document of this house: then its day counts. */
  documentId: z.uuid().nullable().default(null),
  /** The day of the product otherwise, in Viet Nam. */
  doneOn: z.iso.date().nullable().default(null),
  revision: z.number().int(),
})
type ReportDone = z.output<typeof reportDoneInput> & { id: string }

/**
 * The agency reports the work done, as of the day of its product and not of the click. It counts when the assigner
 * accepts it. Refuses `product_not_issued`, `done_needs_day`, `done_in_future`, `wrong_state`, `stale`.
 */
export async function reportDone(work: Work, input: ReportDone): Promise<TaskAnswer> {
  const task = await taskForAct(work.tx, work.actor, input)
  if (!mayReportDone(work.actor, task)) refuse('forbidden', 'forbidden')
  const doneOn = await dayOfProduct(work, input)
  checkDoneOn(doneOn, legalDay(work.at))
  const { note, documentId } = input
  return taskAnswerOf(await moveTask(work, task, { move: 'done', note, documentId, columns: { doneOn } }))
}

async function dayOfProduct(work: Work, { documentId, doneOn }: ReportDone): Promise<string> {
  if (documentId === null) return doneOn ?? refuse('invalid', 'done_needs_day')
  await documentVisibleTo(work.tx, work.actor, documentId)
  const issued = await issuedDocumentOf(work.tx, documentId)
  return issued?.document.issuedOn ?? refuse('conflict', 'product_not_issued')
}
