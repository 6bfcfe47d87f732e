import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'
import { live } from '../kernel/live.svelte.ts'
import { whyNot } from '../kernel/refused.ts'

/** A row of the outgoing desk. */
export type OutgoingRow = InferResponseType<typeof api.documents.$get>['rows'][number]
/** The drawers of the desk. */
export type OutgoingTab = 'mine' | 'todo' | 'numbering' | 'issued' | 'all'

/** The list pane of the outgoing desk: one drawer, one search, and the counts of the working drawers. Moves by itself. */
export class OutgoingDesk {
  tab = $state<OutgoingTab>('all')
  q = $state('')
  rows = $state.raw<OutgoingRow[]>([])
  counts = $state.raw({ todo: 0, numbering: 0, can: { draft: false } })
  loaded = $state(false)
  failed = $state<string>()
  #next: string | null = null
  #asked = 0

  /** Fetches the drawer anew; an answer that a later question overtook is dropped. */
  async load(): Promise<void> {
    const asked = ++this.#asked
    const query = { tab: this.tab, q: this.q, limit: String(Math.min(200, Math.max(50, this.rows.length))) }
    try {
      const [page, counts] = await Promise.all([ask(api.documents.$get({ query })), ask(api.documents.counts.$get())])
      if (asked !== this.#asked) return
      this.rows = page.rows
      this.#next = page.next
      this.counts = counts
      this.failed = undefined
    } catch (error) {
      this.failed = whyNot(error)
    }
    this.loaded = true
  }

  /** The rows behind the last one; does nothing at the end. */
  async more(): Promise<void> {
    const after = this.#next
    if (after === null) return
    this.#next = null
    const page = await ask(api.documents.$get({ query: { tab: this.tab, q: this.q, limit: '50', after } }))
    this.rows = [...this.rows, ...page.rows]
    this.#next = page.next
  }

  /** Keeps the desk of an agency current until the answered function is called. */
  follow(agencyId: string): () => void {
    const again = () => void this.load()
    return live.follow(`agency:${agencyId}`, {
      onEvent: ({ type }) => type === 'documents.changed' && again(),
      onMissed: again,
    })
  }
}
