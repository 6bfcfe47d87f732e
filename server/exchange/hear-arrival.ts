import type { DomainEvent } from '#server/kernel/domain-events.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { lockDelivery } from './delivery.queries.ts'
import { moveDelivery } from './move-delivery.ts'

/**
 * Hears `arrival.moved` of an agency on this server and writes it on the sender's delivery. Deliveries that came from elsewhere are
 * not ours to move.
 * @law QD28 art. 9.2
 */
export async function hearArrival(work: Work, event: DomainEvent): Promise<void> {
  const delivery = await lockDelivery(work.tx, String(event['deliveryId']))
  if (!delivery) return
  const note = typeof event['note'] === 'string' ? event['note'] : null
  await moveDelivery(work, delivery, { status: String(event['code']), note, byName: String(event['byName']) })
}
