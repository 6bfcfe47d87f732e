import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'
import { live } from '../kernel/live.svelte.ts'
import { documentsTexts as t } from '../kernel/messages/documents.ts'
import { whyNot } from '../kernel/refused.ts'
import { toasts } from '../kernel/toasts.svelte.ts'
import type { ArchiveCopy } from '../signing/archive-words.ts'
import type { Finding } from '../signing/finding-words.ts'

/** Everything the screen of one document shows. */
export type DocumentDetail = InferResponseType<(typeof api.documents)[':id']['$get']>
/** Recipients × state. */
export type DeliveryMatrix = InferResponseType<typeof api.deliveries.$get>
/** An act of the header that needs no more than the press of its button. */
export type PlainAct = 'submit' | 'approveContent' | 'approveForm' | 'issue'

/** One open document with its matrix; acts answer true when the server agreed and say why not in a toast otherwise. */
export class DocumentPage {
  readonly id: string
  detail = $state.raw<DocumentDetail>()
  matrix = $state.raw<DeliveryMatrix>()
  finding = $state.raw<Finding | null>(null)
  archive = $state.raw<ArchiveCopy | null>(null)
  failed = $state<string>()
  busy = $state<string>()

  constructor(id: string) {
    this.id = id
  }

  /** Where the paper's bytes are; a draft shows the sheet as it would be composed now. */
  readonly paperUrl = $derived.by(() => {
    if (!this.detail) return undefined
    const { id, state, fileSha256, revision } = this.detail
    if (state === 'draft' || fileSha256 === null) return `/api/documents/${id}/preview?revision=${revision}`
    return `/api/documents/${id}/files/${fileSha256}`
  })

  /** Where the archive copy is, once it is more than what was delivered. */
  readonly archiveUrl = $derived.by(() => {
    const sha256 = this.archive?.fileSha256
    if (sha256 === undefined || sha256 === this.detail?.fileSha256) return undefined
    return `/api/documents/${this.id}/files/${sha256}`
  })

  async load(): Promise<void> {
    try {
      const param = { id: this.id }
      const [detail, { found, archive }] = await Promise.all([
        ask(api.documents[':id'].$get({ param })),
        ask(api.documents[':id'].verification.$get({ param })),
      ])
      this.detail = detail
      this.finding = found
      this.archive = archive
      if (detail.state === 'issued') await this.loadMatrix()
    } catch (error) {
      this.failed = whyNot(error)
    }
  }

  async loadMatrix(): Promise<void> {
    this.matrix = await ask(api.deliveries.$get({ query: { documentId: this.id } }))
  }

  /** Keeps the document current until the answered function is called. */
  follow(): () => void {
    return live.follow(`document:${this.id}`, {
      onEvent: ({ type }) => void (type === 'delivery.moved' ? this.loadMatrix() : this.load()),
      onMissed: () => void this.load(),
    })
  }

  /** An act that needs nothing typed. */
  plain(act: PlainAct): Promise<boolean> {
    const doc = api.documents[':id']
    const paths = {
      submit: doc.submit,
      approveContent: doc['approve-content'],
      approveForm: doc['approve-form'],
      issue: doc.issue,
    }
    return this.#run(act, (sent) => ask(paths[act].$post(sent)), t[`done_${act}`])
  }

  giveBack(reason: string): Promise<boolean> {
    const send = ({ param, json }: Sent) => ask(api.documents[':id'].return.$post({ param, json: { ...json, reason } }))
    return this.#run('return', send, t.done_return)
  }

  /** Throws ApiRefusal (wrong PIN, locked key): the dialog shows it beside the PIN. */
  async sign(pin: string): Promise<void> {
    const { param, json } = this.#sent()
    await ask(api.documents[':id'].sign.$post({ param, json: { ...json, pin } }))
    toasts.show(t.done_sign)
    await this.load()
  }

  /** As {@link sign}, for the clerk: number, date and seal in one press. */
  async seal(pin: string): Promise<void> {
    const { param, json } = this.#sent()
    await ask(api.documents[':id']['number-and-seal'].$post({ param, json: { ...json, pin } }))
    await this.load()
    toasts.show(t.done_numberAndSeal(this.detail?.code ?? ''))
  }

  /** A signing that took several requests is done. */
  async signedSlowly(): Promise<void> {
    const sealed = this.detail?.can.numberAndSeal === true
    await this.load()
    toasts.show(sealed ? t.done_numberAndSeal(this.detail?.code ?? '') : t.done_sign)
  }

  async acknowledge(deliveryId: string): Promise<void> {
    await ask(api.deliveries[':id']['acknowledge-refusal'].$post({ param: { id: deliveryId } }))
    await this.loadMatrix()
  }

  #sent(): Sent {
    return { param: { id: this.id }, json: { revision: this.detail?.revision ?? 0 } }
  }

  async #run(act: string, send: (sent: Sent) => Promise<unknown>, done: string): Promise<boolean> {
    if (this.busy !== undefined) return false
    this.busy = act
    try {
      await send(this.#sent())
      toasts.show(done)
      return true
    } catch (error) {
      toasts.show(whyNot(error), { tone: 'danger' })
      return false
    } finally {
      this.busy = undefined
      await this.load()
    }
  }
}

type Sent = { param: { id: string }; json: { revision: number } }
