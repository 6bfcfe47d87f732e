import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'

/** A document of the house as a list shows it. */
export type FoundDocument = InferResponseType<typeof api.documents.$get>['rows'][number]

const pause_ms = 250

/** Documents that this post may see, found by number or subject without tones. */
export class DocumentSearch {
  rows = $state.raw<FoundDocument[]>()
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Fetches for what is typed, a moment after the last letter. */
  readonly search = (q: string): void => {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#fetch(q), q === '' ? 0 : pause_ms)
  }

  async #fetch(q: string): Promise<void> {
    const found = await ask(api.documents.$get({ query: { q, tab: 'all', limit: '30' } })).catch(() => ({ rows: [] }))
    this.rows = found.rows
  }
}
