import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'
import { documentsTexts as t } from '../kernel/messages/documents.ts'
import { whyNot } from '../kernel/refused.ts'
import type { DocumentPage } from './document-page.svelte.ts'
import { AgentRefusal, base64Of, bytesOf, openLocalAgent, signWholeFile } from './local-agent.ts'

const one = api.documents[':id']
/** How the document would be signed here and now, and the signing that waits. */
export type DocumentSigning = InferResponseType<(typeof one)['signing']['$get']>
type OpenSigning = NonNullable<DocumentSigning['unfinished']>

const every_ms = 3000
/** Where the dialog stands. */
export type SigningStep = 'looking' | 'pin' | 'asking' | 'waiting' | 'agent' | 'done' | 'failed'

/** One signature on its way from the press of the button to the signed file; a reload finds it where it was. */
export class Signing {
  readonly page: DocumentPage
  step = $state<SigningStep>('looking')
  open = $state.raw<OpenSigning>()
  problem = $state<string>()
  codeSent = $state(false)
  #ended = false

  constructor(page: DocumentPage) {
    this.page = page
  }

  /** Looks how the key is kept and goes to the step that it needs. */
  async begin(): Promise<void> {
    await this.#try(async () => {
      const found = await ask(one.signing.$get({ param: { id: this.page.id } }))
      const isSlow = found.keyKind === 'remote' || found.keyKind === 'agent'
      if (!isSlow) return void (this.step = 'pin')
      const waiting = found.unfinished?.agent && !found.unfinished.agent.tbs ? null : found.unfinished
      await this.#goOn(waiting ?? (await this.#prepared()))
    })
  }

  async #prepared(): Promise<OpenSigning> {
    const open = await ask(one['prepare-signing'].$post(this.#sent({})))
    await this.page.load()
    return open
  }

  async #goOn(open: OpenSigning): Promise<void> {
    this.open = open
    if (open.state !== 'prepared') return this.#complete({})
    if (open.agent) return this.#throughAgent(open.agent)
    const typed = open.needs.some(({ kind }) => kind !== 'device')
    this.step = typed ? 'asking' : 'waiting'
    if (!typed) await this.#complete({})
  }

  /** The remote service sends its code. */
  async sendCode(): Promise<void> {
    await ask(one['send-signing-code'].$post(this.#sent({ signingId: this.open!.id })))
    this.codeSent = true
  }

  /** Throws ApiRefusal (wrong PIN or code): the dialog shows it beside the fields. */
  async answer(typed: { pin?: string; code?: string }): Promise<void> {
    await this.#complete(typed)
  }

  async #throughAgent({ url, tbs, ticket }: NonNullable<OpenSigning['agent']>): Promise<void> {
    this.step = 'agent'
    if (ticket) {
      await signWholeFile(url, `${location.origin}/signing-agent/${ticket}`)
      return this.#complete({})
    }
    const holder = await openLocalAgent(url)
    const [value] = await holder.sign([bytesOf(tbs ?? '')], holder.schemes[0]!)
    await this.#complete({ signature: base64Of(value!) })
  }

  async #complete(given: { pin?: string; code?: string; signature?: string }): Promise<void> {
    const { waiting } = await ask(one['complete-signing'].$post(this.#sent({ ...given, signingId: this.open!.id })))
    if (this.#ended) return
    if (!waiting) {
      this.step = 'done'
      return this.page.signedSlowly()
    }
    this.step = 'waiting'
    await new Promise((resume) => setTimeout(resume, every_ms))
    if (!this.#ended) await this.#complete({})
  }

  /** The dialog is closed without an end: the signing waits on the server. */
  leave(): void {
    this.#ended = true
  }

  /** The signer gives it up. */
  async cancel(): Promise<void> {
    this.leave()
    if (this.open)
      await ask(one['cancel-signing'].$post(this.#sent({ signingId: this.open.id }))).catch(() => undefined)
  }

  /** After something failed: from wherever the server says that it stands. */
  again(): Promise<void> {
    this.step = 'looking'
    return this.begin()
  }

  #sent<More extends object>(more: More) {
    return { param: { id: this.page.id }, json: { revision: this.page.detail?.revision ?? 0, ...more } }
  }

  async #try(run: () => Promise<void>): Promise<void> {
    try {
      await run()
    } catch (error) {
      this.problem = error instanceof AgentRefusal ? agentWords(error) : whyNot(error)
      this.step = 'failed'
    }
  }
}

function agentWords({ reason, said }: AgentRefusal): string {
  const words = { key_gone: t.agentGone, agent_cancelled: t.agentCancelled, key_unusable: t.agentRefused(said) }
  return words[reason]
}
