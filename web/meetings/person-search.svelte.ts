import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'
import type { ChoiceOption } from '../parts/choices.ts'

type Found = InferResponseType<typeof api.posts.$get>['rows'][number]

const pause_ms = 200

/** People for a picker, found by name, title or agency without tones: one's colleagues and the leaders of other agencies. */
export class PersonSearch {
  #known = $state.raw<ReadonlyMap<string, Found>>(new Map())
  #timer: ReturnType<typeof setTimeout> | undefined

  readonly options: ChoiceOption[] = $derived(
    [...this.#known.values()].map(({ id, fullName, title, unitName, agencyName }) => ({
      value: id,
      label: fullName,
      detail: [title, unitName].filter(Boolean).join(', '),
      group: agencyName,
    })),
  )

  /** The person at a post that was found. */
  find(postId: string): Found | undefined {
    return this.#known.get(postId)
  }

  /** Fetches for what is typed, a moment after the last letter. */
  readonly search = (q: string): void => {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#fetch(q), q === '' ? 0 : pause_ms)
  }

  async #fetch(q: string): Promise<void> {
    const { rows } = await ask(api.posts.$get({ query: { q, limit: '100' } })).catch(() => ({ rows: [] }))
    this.#known = new Map([...this.#known, ...rows.map((post) => [post.id, post] as const)])
  }
}
