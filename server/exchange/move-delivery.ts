import type { Work } from '#server/kernel/unit-of-work.ts'
import { appendStatus, type Delivery, updateDelivery } from './delivery.queries.ts'
import { isKnownStatus, statusAfter } from './delivery.rules.ts'

/** What the recipient reports of a delivery. */
export type StatusReport = { status: string; note: string | null; byName: string }

/**
 * Adds a report to a delivery whose row is locked and moves the current status where the rules allow. A report that came before
 * changes nothing. *Emits* `delivery.moved` to the sender's screens.
 * @law QD28 art. 6.3
 */
export async function moveDelivery(work: Work, delivery: Delivery, report: StatusReport): Promise<void> {
  const { id: deliveryId, documentId, recipientAgencyId, senderAgencyId } = delivery
  if (!(await appendStatus(work.tx, { deliveryId, at: work.at, ...report }))) return
  const status = statusAfter(delivery.status, report.status)
  if (status === report.status) {
    await updateDelivery(work.tx, deliveryId, { status, statusAt: work.at, statusNote: report.note })
  }
  work.record({
    stream: `document:${documentId}`,
    act: 'delivery_status',
    basis: 'QD28 art. 6.3',
    data: { deliveryId, recipientAgencyId, ...report, known: isKnownStatus(report.status) },
  })
  const payload = { deliveryId, documentId, recipientAgencyId, status, reported: report.status, note: report.note }
  const event = { type: 'delivery.moved', payload: { ...payload, at: work.at.toISOString(), byName: report.byName } }
  work.emit({ topic: `document:${documentId}`, ...event })
  work.emit({ topic: `agency:${senderAgencyId}`, ...event })
}
