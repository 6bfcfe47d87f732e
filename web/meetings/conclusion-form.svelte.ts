import type { ConclusionView, ItemView } from '../../server/meetings/screen.state.ts'
import { api, ask } from '../kernel/api.ts'
import { Form } from '../kernel/form.svelte.ts'
import { todayInVietnam } from '../parts/days.ts'
import { forget, keep, kept } from './kept.ts'

/** One line of work that a conclusion gives: whom, what, until which day. */
export interface AssignmentLine {
  agencyId: string
  content: string
  dueOn: string
}

interface Draft {
  text: string
  lines: AssignmentLine[]
  [name: string]: unknown
}

/**
 * The conclusion at one item as the secretary types it. What is typed outlives a reload of the tab; a newer conclusion of somebody else is refused
 * with the name, never overwritten.
 */
export class ConclusionForm {
  readonly item: ItemView
  readonly form: Form<Draft, { seq: number; revision: number }>
  readonly #key: string
  #revision = $state<number | null>(null)
  #saved = $state('')

  constructor(meetingId: string, item: ItemView, written: ConclusionView | undefined) {
    this.item = item
    this.#key = `conclusion:${meetingId}:${item.id}`
    this.#revision = written?.revision ?? null
    const initial = draftOf(written)
    this.#saved = JSON.stringify(initial)
    this.form = new Form<Draft, { seq: number; revision: number }>({
      initial: kept<Draft>(this.#key) ?? initial,
      send: ({ text, lines }) =>
        ask(
          api.meetings[':id'].items[':itemId'].conclusion.$put({
            param: { id: meetingId, itemId: item.id },
            json: { text, assignments: lines, revision: this.#revision },
          }),
        ),
      done: ({ revision }) => this.#done(revision),
    })
  }

  /** True while something is typed that the server does not have. */
  get dirty(): boolean {
    return JSON.stringify(this.form.values) !== this.#saved
  }

  /** For an effect: keeps what is typed in this tab. */
  remember(): void {
    const values = $state.snapshot(this.form.values) as Draft
    if (this.dirty) keep(this.#key, values)
    else forget(this.#key)
  }

  /** Takes the newer conclusion of somebody else in place of what is typed. */
  takeOver(written: ConclusionView): void {
    Object.assign(this.form.values, draftOf(written))
    this.#done(written.revision)
  }

  /** True when somebody else has written since this form was filled. */
  isBehind(written: ConclusionView | undefined): boolean {
    return (written?.revision ?? null) !== this.#revision
  }

  addLine(): void {
    this.form.values.lines.push({ agencyId: '', content: '', dueOn: '' })
  }

  removeLine(index: number): void {
    this.form.values.lines.splice(index, 1)
  }

  #done(revision: number): void {
    this.#revision = revision
    this.#saved = JSON.stringify(this.form.values)
    forget(this.#key)
  }
}

function draftOf(written: ConclusionView | undefined): Draft {
  const lines = (written?.assignments ?? []).map(({ agencyId, content, dueAt }) => ({
    agencyId,
    content,
    dueOn: todayInVietnam(new Date(dueAt)),
  }))
  return { text: written?.text ?? '', lines }
}
