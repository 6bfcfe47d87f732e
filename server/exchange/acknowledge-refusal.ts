import { documentVisibleTo } from '#server/documents/door.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { deliveryForAct, updateDelivery } from './delivery.queries.ts'
import { awaitsAcknowledgement } from './delivery.rules.ts'
import { mayAcknowledgeRefusal } from './exchange.permissions.ts'

/**
 * The sender has seen that a recipient refused; until then the refusal stays on the desk of the clerks. Refuses `not_refused` where there is
 * nothing to acknowledge, `forbidden`. *Emits* `delivery.acknowledged`.
 * @law QD28 art. 5.4
 */
export async function acknowledgeRefusal(
  work: Work,
  input: { id: string },
): Promise<{ deliveryId: string; at: string }> {
  const { tx, actor, at } = work
  const delivery = await deliveryForAct(tx, actor, input.id)
  const document = await documentVisibleTo(tx, actor, delivery.documentId)
  if (!mayAcknowledgeRefusal(actor, document)) refuse('forbidden', 'forbidden')
  if (!awaitsAcknowledgement(delivery)) refuse('conflict', 'not_refused')
  await updateDelivery(tx, delivery.id, { acknowledgedRefusalAt: at, acknowledgedByPostId: actor.postId })
  const data = { deliveryId: delivery.id, recipientAgencyId: delivery.recipientAgencyId, reason: delivery.statusNote }
  work.record({ stream: `document:${document.id}`, act: 'acknowledge_refusal', basis: 'QD28 art. 5.4', data })
  const payload = { deliveryId: delivery.id, documentId: document.id, at: at.toISOString() }
  work.emit({ topic: `document:${document.id}`, type: 'delivery.acknowledged', payload })
  work.emit({ topic: `agency:${actor.agencyId}`, type: 'delivery.acknowledged', payload })
  return { deliveryId: delivery.id, at: at.toISOString() }
}
