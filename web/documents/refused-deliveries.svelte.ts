import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'
import { live } from '../kernel/live.svelte.ts'
import { whyNot } from '../kernel/refused.ts'
import { toasts } from '../kernel/toasts.svelte.ts'

/** A recipient's refusal that nobody here has acknowledged. */
export type RefusedDelivery = InferResponseType<typeof api.deliveries.refused.$get>['rows'][number]

/** The refusals that still wait for "seen" at the own agency, oldest first. Moves by itself. */
export class RefusedDeliveries {
  rows = $state.raw<RefusedDelivery[]>([])

  /** A card that cannot be fetched shows nothing, as all cards of Today. */
  async load(): Promise<void> {
    const answer = await ask(api.deliveries.refused.$get()).catch(() => undefined)
    if (answer) this.rows = answer.rows
  }

  /** Says that the office has seen it; another clerk may have been first, then it is gone all the same. */
  async acknowledge(id: string): Promise<void> {
    try {
      await ask(api.deliveries[':id']['acknowledge-refusal'].$post({ param: { id } }))
    } catch (error) {
      toasts.show(whyNot(error), { tone: 'danger' })
    }
    await this.load()
  }

  /** Keeps the rows current until the answered function is called. */
  follow(agencyId: string): () => void {
    const again = () => void this.load()
    return live.follow(`agency:${agencyId}`, {
      onEvent: ({ type }) => (type === 'delivery.moved' || type === 'delivery.acknowledged') && again(),
      onMissed: again,
    })
  }
}
