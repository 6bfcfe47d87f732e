import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'
import { live } from '../kernel/live.svelte.ts'
import { whyNot } from '../kernel/refused.ts'

/** Everything the screen of one task shows. */
export type TaskDetail = InferResponseType<(typeof api.tasks)[':id']['$get']>

/** What a report says: words, and the product where there is one. */
export interface Report {
  note: string
  documentId: string | null
}

/** One open task and what may be done to it. Acts throw ApiRefusal, for their form to show. */
export class TaskPage {
  readonly id: string
  detail = $state.raw<TaskDetail>()
  failed = $state<string>()

  constructor(id: string) {
    this.id = id
  }

  async load(): Promise<void> {
    try {
      this.detail = await ask(this.#at.$get({ param: { id: this.id } }))
      this.failed = undefined
    } catch (error) {
      this.failed = whyNot(error)
    }
  }

  /** For an effect: keeps the task current. */
  follow(agencyId: string): () => void {
    return live.follow(`agency:${agencyId}`, {
      onMissed: () => void this.load(),
      onEvent: ({ type, payload }) => type === 'tasks.changed' && payload['id'] === this.id && void this.load(),
    })
  }

  progress(report: Report): Promise<void> {
    return this.#act(this.#at.progress.$post({ param: { id: this.id }, json: { ...report, revision: this.#revision } }))
  }

  done(report: Report & { doneOn: string | null }): Promise<void> {
    return this.#act(this.#at.done.$post({ param: { id: this.id }, json: { ...report, revision: this.#revision } }))
  }

  accept(note: string | null): Promise<void> {
    return this.#act(this.#at.accept.$post({ param: { id: this.id }, json: { note, revision: this.#revision } }))
  }

  giveBack(reason: string): Promise<void> {
    return this.#act(this.#at.return.$post({ param: { id: this.id }, json: { reason, revision: this.#revision } }))
  }

  cancel(reason: string): Promise<void> {
    return this.#act(this.#at.cancel.$post({ param: { id: this.id }, json: { reason, revision: this.#revision } }))
  }

  get #at() {
    return api.tasks[':id']
  }

  get #revision(): number {
    return this.detail?.revision ?? 0
  }

  /** A refusal may mean that somebody was quicker, so the task is shown anew either way. */
  async #act(request: Promise<unknown>): Promise<void> {
    await request.finally(() => void this.load())
  }
}
