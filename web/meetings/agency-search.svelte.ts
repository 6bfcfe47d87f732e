import { untrack } from 'svelte'
import { api, ask } from '../kernel/api.ts'
import type { ChoiceOption } from '../parts/choices.ts'

const pause_ms = 200

/** Agencies for a picker, fetched as one types. What was found once stays nameable. */
export class AgencySearch {
  #known = $state.raw<ReadonlyMap<string, ChoiceOption>>(new Map())
  #timer: ReturnType<typeof setTimeout> | undefined

  readonly options: ChoiceOption[] = $derived([...this.#known.values()])

  /** Lets agencies that a form starts with be shown by name. */
  know(agencies: readonly { id: string | null; name: string | null }[]): void {
    this.#learn(
      agencies.flatMap(({ id, name }) =>
        id && !untrack(() => this.#known.has(id)) ? [{ value: id, label: name ?? '' }] : [],
      ),
    )
  }

  /** Fetches for what is typed, a moment after the last letter. */
  readonly search = (q: string): void => {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#fetch(q), q === '' ? 0 : pause_ms)
  }

  async #fetch(q: string): Promise<void> {
    const { rows } = await ask(api.agencies.$get({ query: { q, limit: '100' } })).catch(() => ({ rows: [] }))
    this.#learn(
      rows.map(({ id, name, symbol, shortName }) => ({ value: id, label: name, detail: detailOf(shortName, symbol) })),
    )
  }

  #learn(options: ChoiceOption[]): void {
    if (options.length > 0)
      this.#known = new Map([...untrack(() => this.#known), ...options.map((one) => [one.value, one] as const)])
  }
}

function detailOf(...words: (string | null)[]): string {
  return words.filter(Boolean).join(' · ')
}
