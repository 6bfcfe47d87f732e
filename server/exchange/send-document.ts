import { issuedDocumentOf } from '#server/documents/door.ts'
import type { DomainEvent } from '#server/kernel/domain-events.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { insertDeliveries } from './delivery.queries.ts'

/**
 * Hears `document.issued`: makes one delivery for each recipient, whose id is kept for ever, and one job to carry each. All in the
 * transaction that issues, so that a document is issued and on its way, or neither. Repeated it makes nothing new.
 * @law QD28 art. 6.2
 */
export async function sendDocument(work: Work, event: DomainEvent): Promise<void> {
  const issued = await issuedDocumentOf(work.tx, String(event['documentId']))
  if (!issued) return
  const { document, recipientIds } = issued
  const made = await insertDeliveries(
    work.tx,
    recipientIds.map((recipientAgencyId) => ({
      documentId: document.id,
      senderAgencyId: document.agencyId,
      recipientAgencyId,
      status: 'queued',
      statusAt: work.at,
      createdAt: work.at,
    })),
  )
  for (const { id } of made) work.enqueue({ kind: 'exchange.deliver', key: id, payload: { deliveryId: id } })
}
