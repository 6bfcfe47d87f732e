/** Why an act was not done. The HTTP status follows from the code alone. */
export type RefusalCode =
  'not_found' | 'forbidden' | 'invalid' | 'conflict' | 'unauthenticated' | 'limited' | 'unavailable'

/** Facts that fill the `{name}` gaps of the refusal's texts and that a client may act on. Never secrets. */
export type RefusalData = Record<string, string | number | boolean | null>

/** One input field that was refused: its path (`recipients.3`) and a stable word for the problem. */
export type FieldProblem = { path: string; problem: string }

/** The two texts of one refusal reason; `{name}` is replaced by `data.name`. */
export type RefusalText = { vi: string; en: string }

/**
 * An expected "no": the act changed nothing and the caller may read why.
 * `reason` is a stable word with a Vietnamese and an English text in its room's `<room>.refusals.ts`.
 * Anything else that is thrown is a bug and reaches the client as a bare 500 with a trace id.
 */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly reason: string
  readonly data: RefusalData
  readonly fields: FieldProblem[]

  constructor(code: RefusalCode, reason: string, data: RefusalData = {}, fields: FieldProblem[] = []) {
    super(`${code}: ${reason}`)
    this.name = 'Refusal'
    this.code = code
    this.reason = reason
    this.data = data
    this.fields = fields
  }
}

/** Stops the act with a {@link Refusal}. A declaration (not an arrow) so that TypeScript narrows after it. */
export function refuse(code: RefusalCode, reason: string, data: RefusalData = {}): never {
  throw new Refusal(code, reason, data)
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** What stands in a gap: an instant as people of the province write it (23/06/2020 08:00, +07:00), anything else as it is. */
function inWords(value: RefusalData[string]): string {
  if (typeof value !== 'string' || !instant.test(value)) return String(value)
  const [day, time] = new Date(Date.parse(value) + 7 * 3_600_000).toISOString().split('T') as [string, string]
  return `${day.split('-').toReversed().join('/')} ${time.slice(0, 5)}`
}

/** The text with its `{name}` gaps filled from `data`; instants are shown in Vietnamese time. */
export function fillText(text: string, data: RefusalData): string {
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => (name in data ? inWords(data[name]!) : gap))
}
