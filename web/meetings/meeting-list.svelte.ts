import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'
import { live } from '../kernel/live.svelte.ts'
import { whyNot } from '../kernel/refused.ts'

type Page = InferResponseType<typeof api.meetings.$get>

/** A meeting as the list shows it. */
export type ListedMeeting = Page['rows'][number]

/** The drawer of the list: still to come or going on, or over. */
export type When = 'upcoming' | 'past'

/** The meetings in which this post has a seat; refreshed as soon as one of them changes. */
export class MeetingList {
  when = $state<When>('upcoming')
  failed = $state<string>()
  #page = $state.raw<Page>()

  readonly loaded = $derived(this.#page !== undefined)
  readonly hasMore = $derived((this.#page?.next ?? null) !== null)
  readonly mayPrepare = $derived(this.#page?.can.prepareMeeting ?? false)
  /** Those going on, which stand before everything else. */
  readonly goingOn = $derived((this.#page?.rows ?? []).filter(isGoingOn))
  readonly others = $derived((this.#page?.rows ?? []).filter((row) => !isGoingOn(row)))

  /** Fetches the drawer from its beginning. */
  async load(): Promise<void> {
    const { when } = this
    try {
      const page = await ask(api.meetings.$get({ query: { when } }))
      if (when === this.when) this.#page = page
      this.failed = undefined
    } catch (error) {
      this.failed = whyNot(error)
    }
  }

  /** Fetches what lies behind. */
  async more(): Promise<void> {
    const before = this.#page
    if (!before?.next) return
    const page = await ask(api.meetings.$get({ query: { when: this.when, after: before.next } }))
    if (this.#page === before) this.#page = { ...page, rows: [...before.rows, ...page.rows] }
  }

  /** Shows the other drawer. */
  async show(when: When): Promise<void> {
    this.when = when
    this.#page = undefined
    await this.load()
  }

  /** For an effect: hears of every change of these meetings. */
  follow(postId: string): () => void {
    const load = () => void this.load()
    return live.follow(`post:${postId}`, {
      onMissed: load,
      onEvent: ({ type }) => type === 'meetings.changed' && load(),
    })
  }
}

function isGoingOn({ state }: ListedMeeting): boolean {
  return state === 'open' || state === 'paused'
}
