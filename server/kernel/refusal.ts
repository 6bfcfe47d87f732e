/** Why an act was not done. The HTTP status follows from the code alone. */
export type RefusalCode =
  'not_found' | 'forbidden' | 'invalid' | 'conflict' | 'unauthenticated' | 'limited' | 'unavailable'

/** Facts that fill the `{name}` gaps of the refusal's texts and that a client may act on. Never secrets. */
export type RefusalData = Record<string, string | number | boolean | null>

/**
 * An expected "no": the act changed nothing and the caller may read why.
 * `reason` is a stable word with a Vietnamese and an English text in its room's `<room>.refusals.ts`.
 * Anything else that is thrown is a bug and reaches the client as a bare 500 with a trace id.
 */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly reason: string
  readonly data: RefusalData

  constructor(code: RefusalCode, reason: string, data: RefusalData = {}) {
    super(`${code}: ${reason}`)
    this.name = 'Refusal'
    this.code = code
    this.reason = reason
    this.data = data
  }
}

/** Stops the act with a {@link Refusal}. A declaration (not an arrow) so that TypeScript narrows after it. */
export function refuse(code: RefusalCode, reason: string, data: RefusalData = {}): never {
  throw new Refusal(code, reason, data)
}

/** The two texts of one refusal reason; `{name}` is replaced by `data.name`. */
export type RefusalText = { vi: string; en: string }
