import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'
import { live, type LiveEvent } from '../kernel/live.svelte.ts'
import { signManyTexts as t } from '../kernel/messages/sign-many.ts'
import { whyNot } from '../kernel/refused.ts'
import { toasts } from '../kernel/toasts.svelte.ts'

const one = api['signing-batches'][':id']
type Detail = InferResponseType<(typeof one)['$get']>
/** One document of a batch with what became of it. */
export type BatchItem = Detail['items'][number]

const ended: readonly string[] = ['signed', 'failed', 'left_out']

/** One batch: its progress by live events, its results, and what may be done about them. */
export class SigningBatch {
  readonly id: string
  detail = $state.raw<Detail>()
  failed = $state<string>()
  /** Measured on this page alone, so that it is right after a reload too. */
  timeLeft_ms = $state<number>()
  #from: { at: number; done: number } | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  readonly done = $derived(this.detail?.items.filter(({ state }) => ended.includes(state)).length ?? 0)
  /** How many documents stand in which state, as the rows show it. */
  readonly counts = $derived.by(() => {
    const counts = { waiting: 0, signing: 0, signed: 0, failed: 0, left_out: 0 }
    for (const { state } of this.detail?.items ?? []) counts[state] += 1
    return counts
  })

  constructor(id: string) {
    this.id = id
  }

  async load(): Promise<void> {
    try {
      this.#become(await ask(one.$get({ param: { id: this.id } })))
    } catch (error) {
      this.failed = whyNot(error)
    }
  }

  /** Keeps the batch current until the answered function is called. */
  follow(postId: string): () => void {
    const stop = live.follow(`post:${postId}`, {
      onEvent: (event) => event.type === 'batch.changed' && event.payload['batchId'] === this.id && this.#hear(event),
      onMissed: () => void this.load(),
    })
    return () => {
      stop()
      clearTimeout(this.#timer)
    }
  }

  /** Throws ApiRefusal, which the dialog shows beside the PIN. */
  async resume(pin: string, retryFailed: boolean): Promise<void> {
    this.#from = undefined
    await ask(one.resume.$post({ param: { id: this.id }, json: { pin, retryFailed } }))
    await this.load()
  }

  async cancel(): Promise<void> {
    try {
      const { leftOut } = await ask(one.cancel.$post({ param: { id: this.id } }))
      toasts.show(t.cancelled(leftOut), { tone: 'info' })
    } catch (error) {
      toasts.show(whyNot(error), { tone: 'danger' })
    }
    await this.load()
  }

  /** A step of one document is applied as it is; whatever needs words or a new phase is asked for. */
  #hear({ payload }: LiveEvent): void {
    const { documentId, state } = payload
    if (this.detail && (state === 'signing' || state === 'signed')) {
      const items = this.detail.items.map((item) =>
        item.documentId === documentId ? { ...item, state: state as BatchItem['state'] } : item,
      )
      this.#become({ ...this.detail, items })
    } else void this.load()
  }

  #become(detail: Detail): void {
    this.detail = detail
    this.#reckon(detail.phase === 'running')
    clearTimeout(this.#timer)
    // A server that was killed says nothing: once its word has run out, the batch is asked what it needs.
    if (detail.phase === 'running' && detail.heldUntil !== null) {
      const held_ms = Date.parse(detail.heldUntil) - Date.parse(detail.now)
      this.#timer = setTimeout(() => void this.load(), Math.max(1000, held_ms + 500))
    }
  }

  #reckon(running: boolean): void {
    const at = performance.now()
    this.#from = running ? (this.#from ?? { at, done: this.done }) : undefined
    const since = this.#from ? this.done - this.#from.done : 0
    const left = (this.detail?.items.length ?? 0) - this.done
    this.timeLeft_ms = this.#from && since > 1 && left > 0 ? ((at - this.#from.at) / since) * left : undefined
  }
}
