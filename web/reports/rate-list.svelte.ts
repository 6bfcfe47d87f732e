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
  rows = $state.raw<CountedRow[]>([])
  rates = $state.raw<Rates>()
  loaded = $state(false)
  failed = $state<string>()
  hasMore = $state(false)
  readonly #pressed: Pressed
  #next: string | null = null

  /** The agency whose number it is. */
  readonly agency = $derived.by(() => this.rates?.agencies.find(({ id }) => id === this.#pressed.agencyId))
  /** The number on the board. */
  readonly count = $derived.by(() => {
    const { work, bucket } = this.#pressed
    return this.agency ? sizeOf(this.agency.counts[work], bucket) : 0
  })

  constructor(pressed: Pressed) {
    this.#pressed = pressed
  }

  async load(): Promise<void> {
    try {
      const query = periodQueryOf(this.#pressed.choice)
      const [page, rates] = await Promise.all([this.#page(null), ask(api.reports.rates.$get({ query }))])
      this.rates = rates
      this.#take([], page)
    } catch (error) {
      this.failed = whyNot(error)
    }
    this.loaded = true
  }

  async more(): Promise<void> {
    if (this.#next !== null) this.#take(this.rows, await this.#page(this.#next))
  }

  #page(after: string | null): Promise<Page> {
    const { agencyId, bucket, work, choice } = this.#pressed
    const query = { ...periodQueryOf(choice), work, bucket, limit: '50', ...(after === null ? {} : { after }) }
    return ask(list.$get({ param: { agencyId }, query }))
  }

  #take(before: CountedRow[], { rows, next }: Page): void {
    this.rows = [...before, ...rows]
    this.#next = next
    this.hasMore = next !== null
  }
}
