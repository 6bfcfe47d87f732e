import { readFileSync } from 'node:fs'
import { StartProblem } from './start-problem.ts'

/** One environment variable: what it means to the people who set it, and how its text becomes a value. */
export type Variable<Value> = {
  name: string
  /** What it does, for the table in docs/CONFIGURATION.md. */
  vi: string
  en: string
  /** The text that counts when it is unset; none means that the feature behind it has its own way. */
  fallback?: string
  /** Never shown again, and may come from a file that `<name>_FILE` names. */
  secret?: boolean
  kind: Kind<Value>
}

/** `read` answers undefined where the text is none of `expected`, which completes the sentence "must be …". */
export type Kind<Value> = { expected: string; read(text: string): Value | undefined }

/** The value of one variable in `env`; its fallback where it is unset or empty. *Refuses when* the text is not of its kind. */
export function readVariable<Value>(variable: Variable<Value>, env: NodeJS.ProcessEnv): Value | undefined {
  const text = textOf(variable, env) ?? variable.fallback
  if (text === undefined) return undefined
  const value = variable.kind.read(text)
  if (value !== undefined) return value
  const shown = variable.secret ? variable.name : `${variable.name}=${text}`
  const instead = variable.fallback === undefined ? 'leave it unset' : `leave it unset for ${variable.fallback}`
  throw new StartProblem(`${shown} cannot be used: it must be ${variable.kind.expected}; or ${instead}.`)
}

function textOf({ name, secret }: Variable<unknown>, env: NodeJS.ProcessEnv): string | undefined {
  const direct = env[name]?.trim() || undefined
  const file = secret ? env[`${name}_FILE`]?.trim() || undefined : undefined
  if (file === undefined) return direct
  if (direct !== undefined) throw new StartProblem(`${name} and ${name}_FILE are both set: leave one of them unset.`)
  return textIn(file, `${name}_FILE`)
}

function textIn(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new StartProblem(
      `${name}=${file} cannot be read (${code}): name a file that this user may read, or leave it unset.`,
    )
  }
}

export const words: Kind<string> = { expected: 'some text', read: (text) => text }

/** A whole number within bounds, both allowed. */
export function wholeNumber(from: number, to: number): Kind<number> {
  return {
    expected: `a whole number from ${from} to ${to}`,
    read: (text) => (/^\d{1,9}$/.test(text) && Number(text) >= from && Number(text) <= to ? Number(text) : undefined),
  }
}

/** One of a few words. */
export function oneOf<const Word extends string>(...allowed: Word[]): Kind<Word> {
  return { expected: `one of ${allowed.join(', ')}`, read: (text) => allowed.find((word) => word === text) }
}

export const yesOrNo: Kind<boolean> = {
  expected: 'true or false',
  read: (text) => ({ true: true, '1': true, yes: true, false: false, '0': false, no: false })[text.toLowerCase()],
}

/** Where browsers reach the server, without a path; read without a slash at its end. */
export const origin: Kind<string> = {
  expected: 'an address such as https://ecabinet.angiang.gov.vn, without a path',
  read(text) {
    const url = URL.parse(text)
    const sound =
      url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username
    return sound ? url.origin : undefined
  },
}

/** Hosts, with a port where it is not the usual one. */
export const hosts: Kind<string[]> = {
  expected: 'hosts such as ocsp.example.vn or tsa.example.vn:8080, with commas between them',
  read(text) {
    const list = text.split(',').map((host) => host.trim().toLowerCase())
    return list.every((host) => host === '' || URL.parse(`http://${host}`)?.host === host)
      ? list.filter((host) => host !== '')
      : undefined
  },
}

/** Where a service is, with its path and without a credential. */
export const serviceAddress: Kind<string> = {
  expected: 'an address such as http://tsa.example.vn/tsa',
  read(text) {
    const url = URL.parse(text)
    return url && /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : undefined
  },
}

export const databaseAddress: Kind<string> = {
  expected: 'an address such as postgres://user:password@host:5432/ecabinet',
  read(text) {
    const url = URL.parse(text)
    return url && /^postgres(ql)?:$/.test(url.protocol) && url.hostname && url.pathname.length > 1 ? text : undefined
  },
}

/** Where another server answers, with its path; read without a slash at its end. */
export const webAddress: Kind<string> = {
  expected: 'an address such as https://sign.example.vn/csc/v2',
  read(text) {
    const url = URL.parse(text)
    const sound = url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username
    return sound ? text.replace(/\/+$/, '') : undefined
  },
}

/** A WebSocket on the reader's own computer; nothing else may be reached from a page. */
export const loopbackSocket: Kind<string> = {
  expected: 'an address such as wss://127.0.0.1:8987, on 127.0.0.1 or localhost, without a path',
  read(text) {
    const url = URL.parse(text)
    const here = url && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
    return here && /^wss?:$/.test(url.protocol) && url.pathname === '/' && !url.search ? url.origin : undefined
  },
}
