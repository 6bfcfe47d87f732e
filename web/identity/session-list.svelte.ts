import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'
import { identityTexts as t } from '../kernel/messages/identity.ts'
import { whyNot } from '../kernel/refused.ts'
import { toasts } from '../kernel/toasts.svelte.ts'

/** One place where the account is signed in. */
export type SignedInAt = InferResponseType<typeof api.sessions.$get>[number]

/** The sessions of the signed-in person. */
export class SessionList {
  #all = $state.raw<SignedInAt[]>([])
  failed = $state<string>()
  readonly current = $derived(this.#all.find((session) => session.current))
  readonly others = $derived(this.#all.filter((session) => !session.current))

  async load(): Promise<void> {
    this.failed = undefined
    try {
      this.#all = await ask(api.sessions.$get({ query: {} }))
    } catch (error) {
      this.failed = whyNot(error)
    }
  }

  /** Ends one session; its device is cut off at once. */
  async revoke(id: string): Promise<void> {
    try {
      await api.sessions[':id'].$delete({ param: { id } })
      this.#all = this.#all.filter((session) => session.id !== id)
      toasts.show(t.revoked)
    } catch (error) {
      toasts.show(whyNot(error), { tone: 'danger' })
    }
  }
}
