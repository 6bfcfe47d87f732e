import type { InferRequestType, InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'
import { formatDate } from '../kernel/format.ts'
import { live } from '../kernel/live.svelte.ts'
import { arrivalsTexts as t } from '../kernel/messages/arrivals.ts'
import { handlingTexts as h } from '../kernel/messages/handling.ts'
import { ApiRefusal, whyNot } from '../kernel/refused.ts'
import { toasts } from '../kernel/toasts.svelte.ts'

const one = api.arrivals[':id']
const part = api.assignments[':id']

/** Everything the screen of one arrival shows. */
export type ArrivalDetail = InferResponseType<(typeof one)['$get']>
/** What the verifier found in its file. */
export type Verification = InferResponseType<(typeof one)['verification']['$get']>
/** A direction with its tree. */
export type Direction = ArrivalDetail['directions'][number]
/** One part of the work, with the parts of persons below it. */
export type Branch = Direction['tree'][number]
/** One part of the work. */
export type AssignmentNode = Branch['children'][number]
/** What was agreed to when an arrival was entered in the book. */
export type RegisterAnswer = InferResponseType<(typeof one)['register']['$post']>

type Sent<Act extends { $post: unknown }> =
  InferRequestType<Act['$post']> extends { json: infer Json } ? Omit<Json, 'revision'> : never
/** What the clerk chooses when he enters an arrival in the book. */
export type RegisterInput = Sent<(typeof one)['register']>
/** What a leader writes in a direction. */
export type DirectionInput = Sent<(typeof one)['direction']>
/** Whom a head names, with which deadline. */
export type AssignInput = Sent<(typeof part)['assign']>
/** What a handler reports. */
export type FinishInput = Sent<(typeof part)['finish']>

/** One open arrival. Acts of a form throw the server's refusal, so that it stands in the form; the rest say why not in a toast. */
export class ArrivalPage {
  readonly id: string
  detail = $state.raw<ArrivalDetail>()
  verification = $state.raw<Verification>()
  failed = $state<string>()
  busy = $state(false)
  #asked = 0
  #waiting = false

  constructor(id: string) {
    this.id = id
  }

  /** Where the paper's bytes are; named by their hash, so a device may keep them. */
  readonly paperUrl = $derived(this.detail && `/api/arrivals/${this.detail.id}/files/${this.detail.fileSha256}`)
  /** The direction that holds now. */
  readonly direction = $derived(this.detail?.directions.find(({ current }) => current))

  /** A part of the direction that holds, as it stands now. */
  nodeOf(id: string): AssignmentNode | undefined {
    return this.direction?.tree.flatMap((branch) => [branch, ...branch.children]).find((node) => node.id === id)
  }

  /** Fetches the arrival anew; an answer that a later question overtook is dropped. */
  async load(): Promise<void> {
    const asked = ++this.#asked
    this.#waiting = true
    const param = { id: this.id }
    try {
      const [detail, verification] = await Promise.all([
        ask(one.$get({ param })),
        ask(one.verification.$get({ param })),
      ])
      if (asked !== this.#asked) return
      this.detail = detail
      this.verification = verification
      this.failed = undefined
    } catch (error) {
      this.#lost(error)
    }
    if (asked === this.#asked) this.#waiting = false
  }

  /** Keeps the arrival current until the answered function is called. */
  follow(agencyId: string): () => void {
    return live.follow(`agency:${agencyId}`, {
      onEvent: ({ type, payload }) => type === 'arrivals.changed' && payload['id'] === this.id && void this.load(),
      onMissed: () => !this.#waiting && void this.load(),
    })
  }

  async register(input: RegisterInput): Promise<RegisterAnswer> {
    return this.#told(await ask(one.register.$post({ param: { id: this.id }, json: { ...input, ...this.#seen } })))
  }

  async refuse(reason: string): Promise<boolean> {
    const json = { reason, ...this.#seen }
    return this.#try(() => ask(one.refuse.$post({ param: { id: this.id }, json })), t.done_refuse)
  }

  async direct(input: DirectionInput): Promise<void> {
    const answer = await ask(one.direction.$post({ param: { id: this.id }, json: { ...input, ...this.#seen } }))
    toasts.show(answer.dueAt ? `${h.done_direct} ${h.dueSet(formatDate(answer.dueAt))}` : h.done_direct)
    await this.load()
  }

  /** Names `personName` for the part; both are only said, the server knows the post. */
  async assign(node: AssignmentNode, input: AssignInput, personName: string): Promise<void> {
    const json = { ...input, revision: node.revision }
    await ask(part.assign.$post({ param: { id: node.id }, json }))
    toasts.show(h.done_assign(personName))
    await this.load()
  }

  async start(node: AssignmentNode): Promise<boolean> {
    return this.#try(() => ask(part.start.$post({ param: { id: node.id } })), h.done_start)
  }

  /** Notes that a copy to be informed was seen; says nothing, since nothing was asked. */
  async read(node: AssignmentNode): Promise<void> {
    await ask(part.start.$post({ param: { id: node.id } })).catch(() => undefined)
  }

  async finish(node: AssignmentNode, input: FinishInput): Promise<void> {
    await ask(part.finish.$post({ param: { id: node.id }, json: { ...input, revision: node.revision } }))
    toasts.show(h.done_finish)
    await this.load()
  }

  async giveBack(node: AssignmentNode, reason: string): Promise<boolean> {
    const json = { reason, revision: node.revision }
    return this.#try(() => ask(part.return.$post({ param: { id: node.id }, json })), h.done_giveBack)
  }

  /** What is on the screen stays while there is no network; what may no longer be seen goes. */
  #lost(error: unknown): void {
    const isAway = error instanceof ApiRefusal && error.code === 'offline'
    if (isAway && this.detail) return
    this.detail = undefined
    this.failed = whyNot(error)
  }

  get #seen(): { revision: number } {
    return { revision: this.detail?.revision ?? 0 }
  }

  async #told<Answer>(answer: Answer): Promise<Answer> {
    await this.load()
    return answer
  }

  async #try(send: () => Promise<unknown>, done: string): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    try {
      await send()
      toasts.show(done)
      return true
    } catch (error) {
      toasts.show(whyNot(error), { tone: 'danger' })
      return false
    } finally {
      this.busy = false
      await this.load()
    }
  }
}
