import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'
import { live } from '../kernel/live.svelte.ts'
import { whyNot } from '../kernel/refused.ts'
import { type PeriodChoice, periodQueryOf } from './period-choice.ts'

/** The rates of a period, of one agency or of a whole board. */
export type Rates = InferResponseType<typeof api.reports.rates.$get>
/** One agency's counts and indicators. */
export type AgencyRates = Rates['agencies'][number]
/** The sum of a level's agencies. */
export type LevelRates = Rates['levels'][number]
/** One indicator, judged. */
export type Indicator = AgencyRates['indicators'][number]
/** Which indicator. */
export type IndicatorCode = Indicator['code']
/** The work that is counted. */
export type WorkKind = keyof AgencyRates['counts']

/** The rates that the screen shows, of the period in the address. Move by themselves. */
export class RatesBoard {
  rates = $state.raw<Rates>()
  failed = $state<string>()
  #choice: PeriodChoice = { period: '', basis: 'reporting' }
  #asked = 0
  #waiting = false

  /** The agency of the post. */
  readonly own = $derived(this.rates?.agencies.find(({ id }) => id === this.rates?.ownAgencyId))
  /** Each level with its agencies; without agencies below the own one there is no board. */
  readonly levels = $derived(
    (this.rates?.agencies.length ?? 0) < 2
      ? []
      : (this.rates?.levels ?? []).map((level) => ({
          level,
          agencies: this.rates?.agencies.filter(({ levelCode }) => levelCode === level.code) ?? [],
        })),
  )
  /** True where the own agency had nothing to handle but those below it may: then only they are shown. */
  readonly isIdle = $derived(
    this.levels.length > 0 && Object.values(this.own?.totals ?? {}).every(({ handled, open }) => handled + open === 0),
  )

  /** Shows another period from now on; an answer that a later question overtook is dropped. */
  async show(choice: PeriodChoice): Promise<void> {
    this.#choice = choice
    const asked = ++this.#asked
    this.#waiting = true
    try {
      const rates = await ask(api.reports.rates.$get({ query: periodQueryOf(choice) }))
      if (asked !== this.#asked) return
      this.rates = rates
      this.failed = undefined
    } catch (error) {
      this.failed = whyNot(error)
    }
    if (asked === this.#asked) this.#waiting = false
  }

  /** Keeps the rates current until the answered function is called. */
  follow(agencyId: string): () => void {
    const again = () => void this.show(this.#choice)
    return live.follow(`agency:${agencyId}`, {
      onEvent: ({ type }) => (type === 'reports.changed' || type === 'arrivals.changed') && again(),
      onMissed: () => !this.#waiting && again(),
    })
  }
}

/** One indicator of an agency or level. */
export function indicatorOf(judged: { indicators: readonly Indicator[] }, code: IndicatorCode): Indicator | undefined {
  return judged.indicators.find((indicator) => indicator.code === code)
}
