import type { InferResponseType } from 'hono/client'
import { type Bucket, sizeOf } from '../../server/reports/indicator.rules.ts'
import { api, ask } from '../kernel/api.ts'
import { whyNot } from '../kernel/refused.ts'
import { type PeriodChoice, periodQueryOf } from './period-choice.ts'
import type { Rates, WorkKind } from './rates-board.svelte.ts'

const list = api.reports.rates[':agencyId'].list

type Page = InferResponseType<typeof list.$get>
/** One counted thing. */
export type CountedRow = Page['rows'][number]
/** Which number was pressed. */
export interface Pressed {
  agencyId: string
  bucket: Bucket
  work: WorkKind
  choice: PeriodChoice
}

/** The rows behind one number of the board, and the number itself. */
export class RateList {
  #pressed = $state.raw<Pressed>()
  #next: string | null = null
  rows = $state.raw<CountedRow[]>([])
  rates = $state.raw<Rates>()
  loaded = $state(false)
  failed = $state<string>()
  hasMore = $state(false)

  /** The agency whose number it is. */
  readonly agency = $derived(this.rates?.agencies.find(({ id }) => id === this.#pressed?.agencyId))
  /** The number on the board. */
  readonly count = $derived(
    this.agency && this.#pressed ? sizeOf(this.agency.counts[this.#pressed.work], this.#pressed.bucket) : 0,
  )

  async show(pressed: Pressed): Promise<void> {
    this.#pressed = pressed
    this.#next = null
    try {
      const query = periodQueryOf(pressed.choice)
      const [page, rates] = await Promise.all([this.#page(), ask(api.reports.rates.$get({ query }))])
      if (this.#pressed !== pressed) return
      this.rates = rates
      this.#take([], page)
    } catch (error) {
      this.failed = whyNot(error)
    }
    this.loaded = true
  }

  async more(): Promise<void> {
    if (this.#next !== null) this.#take(this.rows, await this.#page())
  }

  async #page(): Promise<Page> {
    const { agencyId, bucket, work, choice } = this.#pressed!
    const after = this.#next === null ? {} : { after: this.#next }
    return ask(
      list.$get({ param: { agencyId }, query: { ...periodQueryOf(choice), work, bucket, limit: '50', ...after } }),
    )
  }

  #take(before: CountedRow[], { rows, next }: Page): void {
    this.rows = [...before, ...rows]
    this.#next = next
    this.hasMore = next !== null
  }
}
