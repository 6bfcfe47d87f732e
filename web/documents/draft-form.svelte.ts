import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'
import { Form } from '../kernel/form.svelte.ts'
import { language } from '../kernel/i18n.svelte.ts'
import { documentsTexts as t } from '../kernel/messages/documents.ts'
import { paths } from '../kernel/paths.ts'
import { place } from '../kernel/place.ts'
import { recall, remember } from '../kernel/remembered.ts'
import { toasts } from '../kernel/toasts.svelte.ts'
import { capsules, type ChoiceOption } from '../parts/choices.ts'

type Detail = InferResponseType<(typeof api.documents)[':id']['$get']>

/** What the drafter types; `signer` is `post/authority`. */
export type Draft = {
  typeCode: string
  subject: string
  body: string
  urgency: string
  recipientIds: string[]
  dueOn: string
  signer: string
  sourceFileId: string
}

const blank: Draft = {
  typeCode: 'cong_van',
  subject: '',
  body: '',
  urgency: 'normal',
  recipientIds: [],
  dueOn: '',
  signer: '',
  sourceFileId: '',
}
const keptUnder = 'draft-in-hand'

/** The lists that the form offers. */
export class DraftChoices {
  types = $state.raw<{ value: string; label: string }[]>([])
  signers = $state.raw<{ value: string; label: string }[]>([])
  recipients = $state.raw<ChoiceOption[]>([])

  async load(): Promise<void> {
    const [types, signers, groups] = await Promise.all([
      ask(api.documents.types.$get()),
      ask(api.documents.signers.$get()),
      ask(api['agency-groups'].$get()),
    ])
    this.types = types.map((type) => ({
      value: type.code,
      label: language.current === 'vi' ? type.nameVi : type.nameEn,
    }))
    this.signers = signers.map((seat) => ({
      value: `${seat.id}/${seat.authority.id}`,
      label: `${seat.authority.competence} — ${seat.fullName}, ${seat.title}`,
    }))
    this.recipients = groups.flatMap(({ name, members }) =>
      members.map(({ id, name: agency, shortName }) => ({ value: id, label: agency, detail: shortName, group: name })),
    )
  }
}

/** The printed "Kính gửi" lines: whole groups by their name; none where every recipient stands for itself. */
export function addressLinesOf(options: readonly ChoiceOption[], recipientIds: readonly string[]): string[] {
  const shown = capsules(options, recipientIds)
  const groupOf = (value: string) => options.find((option) => option.value === value)?.group ?? ''
  if (!shown.some(({ group }) => group)) return []
  return shown.map(({ group, label, values }) => (group ? groupOf(values[0] ?? '') : label))
}

/** A new draft, or one being changed. A new one is kept on this device while it is typed, until the server has it. */
export class DraftForm extends Form<Draft, { id: string }> {
  readonly documentId: string
  readonly choices = new DraftChoices()
  revision = 0
  restored = false

  constructor(documentId: string) {
    super({
      initial: documentId === '' ? keptDraft() : blank,
      send: (draft) => this.#save(draft),
      done: ({ id }) => {
        remember(keptUnder, '')
        toasts.show(t.saved)
        return place.go(paths.outgoingDocument(id))
      },
    })
    this.documentId = documentId
    this.restored = documentId === '' && this.values.subject !== ''
  }

  /** Fills the form with the document as the server has it. */
  async load(): Promise<void> {
    await this.choices.load()
    if (this.documentId === '') return
    const detail = await ask(api.documents[':id'].$get({ param: { id: this.documentId } }))
    this.revision = detail.revision
    Object.assign(this.values, draftOf(detail))
  }

  /** Writes what is typed into this device's memory. */
  keep(): void {
    if (this.documentId === '') remember(keptUnder, JSON.stringify(this.values))
  }

  #save(draft: Draft): Promise<{ id: string }> {
    const json = { ...contentOf(draft), addressLines: addressLinesOf(this.choices.recipients, draft.recipientIds) }
    if (this.documentId === '') return ask(api.documents.$post({ json }))
    const sent = { param: { id: this.documentId }, json: { ...json, revision: this.revision } }
    return ask(api.documents[':id'].$put(sent))
  }
}

function keptDraft(): Draft {
  try {
    return { ...blank, ...(JSON.parse(recall(keptUnder) ?? '{}') as Partial<Draft>) }
  } catch {
    return { ...blank }
  }
}

function draftOf(detail: Detail): Draft {
  const { typeCode, subject, body, urgency } = detail
  return {
    ...{ typeCode, subject, body, urgency },
    recipientIds: detail.recipients.map(({ agencyId }) => agencyId),
    dueOn: detail.dueOn ?? '',
    signer: detail.signerPostId ? `${detail.signerPostId}/${detail.signingAuthorityId ?? ''}` : '',
    sourceFileId: detail.sourceFile?.id ?? '',
  }
}

function contentOf({ signer, dueOn, sourceFileId, urgency, ...draft }: Draft) {
  const [signerPostId, signingAuthorityId] = signer.split('/')
  return {
    ...draft,
    urgency: urgency as 'normal' | 'urgent' | 'very_urgent' | 'express',
    dueOn: dueOn || null,
    sourceFileId: sourceFileId || null,
    signerPostId: signerPostId || null,
    signingAuthorityId: signingAuthorityId || null,
  }
}
