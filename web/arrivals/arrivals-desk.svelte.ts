import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'
import { live } from '../kernel/live.svelte.ts'
import { whyNot } from '../kernel/refused.ts'
import type { ArrivalTab } from './arrival-tabs.ts'

/** A row of the arrivals desk. */
export type ArrivalRow = InferResponseType<typeof api.arrivals.$get>['rows'][number]
type Counts = InferResponseType<typeof api.arrivals.counts.$get>

/** What the clerk entered last: the number that goes on the paper. */
export interface Registered {
  id: string
  code: string
  number: number
}

/** The list pane of the arrivals desk: one drawer, one search, and how much waits in each drawer. Moves by itself. */
export class ArrivalsDesk {
  tab: ArrivalTab = $state('all')
  q = $state('')
  order: 'newest' | 'pressing' = 'newest'
  rows = $state.raw<ArrivalRow[]>([])
  counts = $state.raw<Partial<Counts>>({})
  loaded = $state(false)
  failed = $state<string>()
  lastRegistered = $state.raw<Registered>()
  #next: string | null = null
  #asked = 0

  constructor(tab: ArrivalTab) {
    this.tab = tab
  }

  /** Fetches the drawer anew; an answer that a later question overtook is dropped. */
  async load(): Promise<void> {
    const asked = ++this.#asked
    const limit = String(Math.min(200, Math.max(50, this.rows.length)))
    const query = { tab: this.tab, q: this.q, order: this.order, limit }
    try {
      const [page, counts] = await Promise.all([ask(api.arrivals.$get({ query })), ask(api.arrivals.counts.$get())])
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

  /** Opens another drawer, from its top. */
  async turnTo(tab: ArrivalTab): Promise<void> {
    this.tab = tab
    this.rows = []
    this.loaded = false
    await this.load()
  }

  /** The rows behind the last one; does nothing at the end. */
  async more(): Promise<void> {
    const after = this.#next
    if (after === null) return
    this.#next = null
    const query = { tab: this.tab, q: this.q, order: this.order, limit: '50', after }
    const page = await ask(api.arrivals.$get({ query }))
    this.rows = [...this.rows, ...page.rows]
    this.#next = page.next
  }

  /** The row so many steps from `id`, the first one where `id` is not in the list; undefined at either end. */
  neighbour(id: string, step: 1 | -1): string | undefined {
    const at = this.rows.findIndex((row) => row.id === id)
    return at < 0 ? this.rows[0]?.id : this.rows[at + step]?.id
  }

  /** The arrival that the clerk takes up after `id`: the next one waiting below it, else the first one. */
  nextToRegister(id: string): string | undefined {
    const at = this.rows.findIndex((row) => row.id === id)
    const waiting = [...this.rows.slice(at + 1), ...this.rows.slice(0, Math.max(0, at))]
    return waiting.find(({ state }) => state === 'arrived')?.id
  }

  /** Keeps the desk of an agency current until the answered function is called. */
  follow(agencyId: string): () => void {
    const again = () => void this.load()
    return live.follow(`agency:${agencyId}`, {
      onEvent: ({ type }) => type === 'arrivals.changed' && again(),
      onMissed: again,
    })
  }
}
