import { problemText } from './messages/problems.ts'
import { ApiRefusal, whyNot } from './refused.ts'

/** What to fill a form with and where to send it. */
interface Plan<Values, Answer> {
  /** What stands in the fields at first. */
  initial: Values
  /** Problems seen before sending, by the name of the field; the server's own rules stay the server's. */
  check?: (values: Values) => Partial<Record<string, string>>
  send: (values: Values) => Promise<Answer>
  /** After the server agreed. What was typed stays until here. */
  done?: (answer: Answer) => unknown
}

/**
 * A form that loses nothing: `values` are bound to the fields, a refusal becomes words at its fields (or one sentence above), a second
 * press while busy does nothing.
 *
 *     const form = new Form({ initial: { subject: '' }, send: (json) => ask(api.drafts.$post({ json })), done: leave })
 *     <ErrorSummary errors={form.errors} refusal={form.refusal} />
 *     <Field id={form.idOf('subject')} error={form.errorAt('subject')} bind:value={form.values.subject} … />
 */
export class Form<Values extends Record<string, unknown>, Answer> {
  values: Values
  busy = $state(false)
  refusal = $state<string>()
  #problems = $state.raw<{ name: string; text: string }[]>([])
  readonly #plan: Plan<Values, Answer>
  readonly #id = `form-${++formsMade}`

  /** For ErrorSummary: each problem with the id of its field. */
  readonly errors = $derived(this.#problems.map(({ name, text }) => ({ id: this.idOf(name), text })))

  constructor(plan: Plan<Values, Answer>) {
    this.#plan = plan
    this.values = $state({ ...plan.initial }) as Values
  }

  idOf(name: string): string {
    return `${this.#id}-${name.replaceAll('.', '-')}`
  }

  /** The words at the field, or undefined when nothing is wrong with it. */
  errorAt(name: string): string | undefined {
    return this.#problems.find((problem) => problem.name === name)?.text
  }

  /** Sends what is typed. Answers true when the server agreed; on a refusal everything typed is still there. */
  async submit(event?: Event): Promise<boolean> {
    event?.preventDefault()
    if (this.busy) return false
    this.refusal = undefined
    this.#problems = namedTexts(this.#plan.check?.(this.values) ?? {})
    if (this.#problems.length > 0) return false
    this.busy = true
    try {
      await this.#plan.done?.(await this.#plan.send($state.snapshot(this.values) as Values))
      return true
    } catch (error) {
      this.#refused(error)
      return false
    } finally {
      this.busy = false
    }
  }

  #refused(error: unknown): void {
    const fields = error instanceof ApiRefusal ? error.fields : []
    this.#problems = fields.map(({ path, problem }) => ({ name: path, text: problemText(problem) }))
    this.refusal = fields.length > 0 ? undefined : whyNot(error)
  }
}

let formsMade = 0

function namedTexts(problems: Partial<Record<string, string>>): { name: string; text: string }[] {
  return Object.entries(problems).flatMap(([name, text]) => (text ? [{ name, text }] : []))
}
