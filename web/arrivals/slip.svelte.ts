import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'
import { whyNot } from '../kernel/refused.ts'

const slip = api.arrivals[':id'].slip

/** The handling slip of one arrival, as it stands when it is opened. */
export class Slip {
  content = $state.raw<InferResponseType<typeof slip.$get>>()
  failed = $state<string>()

  async load(id: string): Promise<void> {
    try {
      this.content = await ask(slip.$get({ param: { id } }))
    } catch (error) {
      this.failed = whyNot(error)
    }
  }
}
