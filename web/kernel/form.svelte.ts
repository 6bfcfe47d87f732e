import { problemText } from './messages/problems.ts'
import { ApiRefusal, whyNot } from './refused.ts'

/** What is wrong with the field of that name. */
interface Problem {
  name: string
  text: string
}

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
  #error = $state.raw<unknown>()
  #checked = $state.raw<Problem[]>([])
  readonly #plan: Plan<Values, Answer>
  readonly #id = `form-${++formsMade}`

  readonly #problems = $derived(this.#error instanceof ApiRefusal ? fieldTexts(this.#error) : this.#checked)

  /** Why the whole was refused, when it is no single field's fault; follows the language. */
  readonly refusal = $derived(this.#error === undefined || this.#problems.length > 0 ? undefined : whyNot(this.#error))

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
    this.#error = undefined
    this.#checked = namedTexts(this.#plan.check?.(this.values) ?? {})
    if (this.#checked.length > 0) return false
    this.busy = true
    try {
      const answer = await this.#plan.send($state.snapshot(this.values) as Values)
      await this.#plan.done?.(answer)
      return true
    } catch (error) {
      this.#error = error
      return false
    } finally {
      this.busy = false
    }
  }
}

let formsMade = 0

function fieldTexts({ fields }: ApiRefusal): Problem[] {
  return fields.map(({ path, problem }) => ({ name: path, text: problemText(problem) }))
}

function namedTexts(problems: Partial<Record<string, string>>): Problem[] {
  return Object.entries(problems).flatMap(([name, text]) => (text ? [{ name, text }] : []))
}
