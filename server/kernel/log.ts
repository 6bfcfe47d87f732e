import { DrizzleQueryError } from 'drizzle-orm'
import { type DestinationStream, type Logger, pino } from 'pino'

/** What may be written down of a fault. */
export type Fault = { name: string; message: string; code?: string; query?: string; stack?: string }

/**
 * A fault without the values it was about: the values of a failed query are papers, names and hashes of secrets, and the
 * driver puts all of them into its message.
 */
export function faultOf(thrown: unknown): Fault {
  const query = thrown instanceof DrizzleQueryError ? { query: thrown.query } : {}
  const error = thrown instanceof DrizzleQueryError ? thrown.cause : thrown
  if (!(error instanceof Error)) return { name: typeof error, message: String(error), ...query }
  const { name, message } = error
  const code = 'code' in error ? { code: String(error.code) } : {}
  return { name, message, ...code, ...query, stack: framesOf(thrown as Error) }
}

/** Where it was thrown, without the message that stands above it. */
function framesOf({ stack = '', message }: Error): string {
  return stack.slice(stack.indexOf(message) + message.length).trim()
}

/** The same in one line, for rows that people read. */
export function faultLine(thrown: unknown): string {
  const { name, message } = faultOf(thrown)
  return `${name}: ${message}`.slice(0, 500)
}

const secrets = ['password', 'pin', 'token', 'cookie']

/** The operating log of a process. Faults go under `error`; what is called a password, a PIN, a token or a cookie is blotted out. */
export function openLog(level: string, to?: DestinationStream): Logger {
  const redact = ['req.headers.cookie', ...secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])]
  const options = { level, redact, serializers: { error: faultOf } }
  return to ? pino(options, to) : pino(options)
}
