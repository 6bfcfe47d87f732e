import { api, ask } from '../kernel/api.ts'
import { formatDate } from '../kernel/format.ts'
import type { ChoiceOption } from '../parts/choices.ts'

const pause_ms = 250

/** Issued documents of the own agency for a picker. What was found once stays nameable. */
export class IssuedSearch {
  #known = $state.raw<ReadonlyMap<string, ChoiceOption>>(new Map())
  #timer: ReturnType<typeof setTimeout> | undefined

  readonly options: ChoiceOption[] = $derived([...this.#known.values()])

  /** Fetches for what is typed, a moment after the last letter. */
  readonly search = (q: string): void => {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#fetch(q), q === '' ? 0 : pause_ms)
  }

  async #fetch(q: string): Promise<void> {
    const found = await ask(api.documents.$get({ query: { q, tab: 'issued', limit: '50' } })).catch(() => ({
      rows: [],
    }))
    const options = found.rows.map(({ id, code, subject, issuedOn }): [string, ChoiceOption] => [
      id,
      { value: id, label: code ?? '', detail: [subject, issuedOn && formatDate(issuedOn)].filter(Boolean).join(', ') },
    ])
    this.#known = new Map([...this.#known, ...options])
  }
}
