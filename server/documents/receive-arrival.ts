import { z } from 'zod'
import { line } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { arrivalOfDelivery, insertArrival } from './arrival.queries.ts'
import { writeArrivalAct } from './move-arrival.ts'

/** What a delivery brings. `deliveryId` was fixed by the sender and never changes; `documentId` where the sender is on this server. */
export const receiveArrivalInput = z.object({
  agencyId: z.uuid(),
  deliveryId: z.uuid(),
  documentId: z.uuid().nullable(),
  senderAgencyId: z.uuid().nullable(),
  senderName: line(200),
  code: line(60),
  typeName: line(100),
  issuedOn: z.iso.date(),
  subject: line(500),
  signerLine: line(200).or(z.literal('')).default(''),
  urgency: z.enum(['normal', 'urgent', 'very_urgent', 'express']),
  dueAt: z.date().nullable(),
  fileSha256: z.string().regex(/^[0-9a-f]{64}$/),
  filePages: z.int().positive().nullable(),
})
export type ReceiveArrivalInput = z.input<typeof receiveArrivalInput>

/**
 * Puts a delivered document on the receiving agency's desk (01 Đã đến) and asks for the verification of its signatures.
 * A repeat of the same delivery answers the same arrival and does nothing else.
 * *Emits* `arrivals.changed`.
 * @law QD28 art. 9.1
 */
export async function receiveArrival(
  work: Work,
  input: ReceiveArrivalInput,
): Promise<{ arrivalId: string; again: boolean }> {
  const { dueAt, ...brought } = receiveArrivalInput.parse(input)
  const arrival = await insertArrival(work.tx, {
    ...brought,
    state: 'arrived',
    senderDueAt: dueAt,
    dueAt,
    arrivedAt: work.at,
    updatedAt: work.at,
    updatedByPostId: work.actor.postId,
  })
  if (!arrival) {
    const { id } = await arrivalOfDelivery(work.tx, brought.agencyId, brought.deliveryId)
    return { arrivalId: id, again: true }
  }
  const data = { deliveryId: arrival.deliveryId, fileSha256: arrival.fileSha256, code: arrival.code }
  await writeArrivalAct(work, { before: null, after: arrival, act: 'receive', detail: { data } })
  work.enqueue({ kind: 'documents.verify_arrival', key: arrival.id, payload: { arrivalId: arrival.id } })
  return { arrivalId: arrival.id, again: false }
}
