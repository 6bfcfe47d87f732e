import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'
import { live } from '../kernel/live.svelte.ts'
import { whyNot } from '../kernel/refused.ts'

type Page = InferResponseType<typeof api.tasks.$get>

/** A task as the list shows it. */
export type ListedTask = Page['rows'][number]

/** What one's own agency has to do, or what it gave. */
export type Side = 'lead' | 'assigner'
export type Scope = 'open' | 'closed'

/** The tasks of this post's agency on one side, the nearest deadline first; refreshed whenever one of them moves. */
export class TaskDesk {
  side = $state<Side>('lead')
  scope = $state<Scope>('open')
  /** Only what this meeting gave. */
  meetingId = $state<string>()
  failed = $state<string>()
  #page = $state.raw<Page>()

  readonly rows = $derived(this.#page?.rows ?? [])
  readonly loaded = $derived(this.#page !== undefined)

  constructor(from: { side: Side; meetingId: string | undefined }) {
    this.side = from.side
    this.meetingId = from.meetingId
  }

  async load(): Promise<void> {
    const wanted = this.#query
    try {
      const page = await ask(api.tasks.$get({ query: wanted }))
      if (JSON.stringify(wanted) === JSON.stringify(this.#query)) this.#page = page
      this.failed = undefined
    } catch (error) {
      this.failed = whyNot(error)
    }
  }

  /** Fetches what lies behind the last row. */
  async more(): Promise<void> {
    const before = this.#page
    if (!before?.next) return
    const page = await ask(api.tasks.$get({ query: { ...this.#query, after: before.next } }))
    if (this.#page === before) this.#page = { ...page, rows: [...before.rows, ...page.rows] }
  }

  /** Shows another drawer. */
  async show(drawer: Partial<{ side: Side; scope: Scope; meetingId: string | undefined }>): Promise<void> {
    Object.assign(this, drawer)
    this.#page = undefined
    await this.load()
  }

  /** For an effect: hears of every move on this agency's tasks. */
  follow(agencyId: string): () => void {
    const load = () => void this.load()
    return live.follow(`agency:${agencyId}`, {
      onMissed: load,
      onEvent: ({ type }) => type === 'tasks.changed' && load(),
    })
  }

  get #query() {
    const { side, scope, meetingId } = this
    return { side, scope, ...(meetingId ? { meetingId } : {}) }
  }
}
