import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'
import { live } from '../kernel/live.svelte.ts'
import { signManyTexts as t } from '../kernel/messages/sign-many.ts'
import { whyNot } from '../kernel/refused.ts'
import { toasts } from '../kernel/toasts.svelte.ts'
import { preload } from './preload-paper.ts'

/** A document that waits for this signer. */
export type Candidate = InferResponseType<(typeof api)['signing-batches']['candidates']['$get']>['rows'][number]
/** A batch in short. */
type BatchLine = InferResponseType<(typeof api)['signing-batches']['$get']>[number]

/** So many are chosen by one press. */
export const HANDFUL = 50

const paperOf = ({ id, fileSha256 }: Candidate) => `/api/documents/${id}/files/${fileSha256}`

/** What waits for the signer: which are ticked, which one is in view, which were looked at. What is shown is what is signed. */
export class SignMany {
  rows = $state.raw<Candidate[]>([])
  total = $state(0)
  ticked = $state.raw<string[]>([])
  activeId = $state<string>()
  lastBatch = $state.raw<BatchLine>()
  loaded = $state(false)
  failed = $state<string>()
  #seen = $state.raw<ReadonlySet<string>>(new Set())
  #asked = 0

  readonly at = $derived(this.rows.findIndex(({ id }) => id === this.activeId))
  readonly active = $derived(this.rows[this.at])
  readonly paperUrl = $derived(this.active && paperOf(this.active))
  readonly chosen = $derived(this.rows.filter(({ id }) => this.ticked.includes(id)))
  readonly unseen = $derived(this.chosen.filter((row) => !this.wasSeen(row)).length)

  wasSeen({ fileSha256 }: Candidate): boolean {
    return this.#seen.has(fileSha256)
  }

  /** Fetches anew; what changed meanwhile is no longer chosen, so that nobody signs what he did not see. */
  async load(): Promise<void> {
    const asked = ++this.#asked
    try {
      const [{ rows, total }, batches] = await Promise.all([
        ask(api['signing-batches'].candidates.$get()),
        ask(api['signing-batches'].$get()),
      ])
      if (asked !== this.#asked) return
      this.#become(rows)
      this.total = total
      this.lastBatch = batches[0]
      this.failed = undefined
    } catch (error) {
      this.failed = whyNot(error)
    }
    this.loaded = true
  }

  #become(rows: Candidate[]): void {
    const before = new Map(this.rows.map((row) => [row.id, row.fileSha256 + String(row.revision)]))
    const same = (row: Candidate) => before.get(row.id) === row.fileSha256 + String(row.revision)
    const changed = rows.filter((row) => this.ticked.includes(row.id) && !same(row))
    const kept = rows.filter((row) => this.ticked.includes(row.id) && same(row))
    this.rows = rows
    this.ticked = kept.map(({ id }) => id)
    if (changed.length > 0) toasts.show(t.changed(changed.length), { tone: 'info' })
    if (this.activeId !== undefined && this.at < 0) this.activeId = rows[0]?.id
  }

  /** Keeps the list current until the answered function is called. */
  follow(agencyId: string): () => void {
    const again = () => void this.load()
    return live.follow(`agency:${agencyId}`, {
      onEvent: ({ type }) => type === 'documents.changed' && again(),
      onMissed: again,
    })
  }

  /** Puts a document in view and fetches the paper behind it, so that the next press shows it at once. */
  show(id: string): void {
    this.activeId = id
    if (this.active) this.#seen = new Set([...this.#seen, this.active.fileSha256])
    const next = this.rows[this.at + 1]
    if (next) preload(paperOf(next))
  }

  /** Goes on by so many; stays at the ends. */
  step(by: 1 | -1): void {
    const next = this.rows[Math.max(0, Math.min(this.rows.length - 1, this.at + by))]
    if (next) this.show(next.id)
  }

  tick(id: string | undefined = this.activeId): void {
    if (id === undefined) return
    this.ticked = this.ticked.includes(id) ? this.ticked.filter((other) => other !== id) : [...this.ticked, id]
  }

  choose(count: number): void {
    this.ticked = this.rows.slice(0, count).map(({ id }) => id)
  }

  /** Begins the batch and answers its id. Throws ApiRefusal (wrong PIN, locked key, another batch open). */
  async sign(pin: string): Promise<string> {
    const items = this.chosen.map(({ id: documentId, revision, fileSha256 }) => ({ documentId, revision, fileSha256 }))
    const { id } = await ask(api['signing-batches'].$post({ json: { items, pin } }))
    return id
  }
}
