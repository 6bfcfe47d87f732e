import { language } from './i18n.svelte.ts'
import { shellTexts as t } from './messages/shell.ts'

/** The error body of every refused request. `fields` name the input that is not valid. */
interface ErrorBody {
  code: string
  reason: string
  vi: string
  en: string
  data: Record<string, string | number | boolean | null>
  fields: readonly { path: string; problem: string }[]
  traceId: string
}

/**
 * The server's "no", with its reason in the language of the moment. The act changed nothing; what was typed stays where it is.
 * `code` is `offline` when the server could not be reached at all.
 */
export class ApiRefusal extends Error {
  readonly code: string
  readonly reason: string
  readonly data: ErrorBody['data']
  readonly fields: ErrorBody['fields']
  readonly #body: Partial<ErrorBody>

  constructor(body: Partial<ErrorBody>) {
    super(body.reason ?? 'offline')
    this.name = 'ApiRefusal'
    this.code = body.code ?? 'offline'
    this.reason = body.reason ?? 'offline'
    this.data = body.data ?? {}
    this.fields = body.fields ?? []
    this.#body = body
  }

  /** Why, in words for people; follows the language. */
  get text(): string {
    return this.#body[language.current] ?? t.offline
  }
}

/** Reads a refused answer; one that is not ours (a proxy's page) counts as the server being out of reach. */
export async function refusalFrom(answer: Response): Promise<ApiRefusal> {
  try {
    const { error } = (await answer.json()) as { error: ErrorBody }
    return new ApiRefusal(error)
  } catch {
    return new ApiRefusal({})
  }
}

/** The words of whatever was thrown, for a toast or an error summary. */
export function whyNot(error: unknown): string {
  return error instanceof ApiRefusal ? error.text : t.offline
}
