import { api, ask } from '../kernel/api.ts'
import { Form } from '../kernel/form.svelte.ts'
import { handlingTexts as t } from '../kernel/messages/handling.ts'
import type { ChoiceOption } from '../parts/choices.ts'
import type { FinishInput } from './arrival-page.svelte.ts'

/** The form by which a handler reports a part done, by a note, the reply that was issued, or both. */
export function finishForm(report: (input: FinishInput) => Promise<void>, onsent: () => unknown) {
  return new Form({
    initial: { note: '', replyDocumentId: '' },
    check: ({ note, replyDocumentId }) => ({
      note: note.trim() === '' && replyDocumentId === '' ? t.resultMissing : undefined,
    }),
    send: ({ note, replyDocumentId }) =>
      report({ ...(note.trim() === '' ? {} : { note }), ...(replyDocumentId === '' ? {} : { replyDocumentId }) }),
    done: onsent,
  })
}

/** The issued documents of the agency that may be the reply: what is typed is searched by the server. */
export class ReplyChoices {
  options = $state.raw<ChoiceOption[]>([])
  #asked = 0

  async find(q: string): Promise<void> {
    const asked = ++this.#asked
    const { rows } = await ask(api.documents.$get({ query: { tab: 'issued', q, limit: '30' } }))
    if (asked !== this.#asked) return
    this.options = rows.map(({ id, code, subject }) => ({ value: id, label: code ?? '', detail: subject }))
  }
}
