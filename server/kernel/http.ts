import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { TypedResponse } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import type { Actor } from './actor.ts'
import { canonicalJson } from './canonical-json.ts'
import type { House, Tx } from './house.ts'
import { Refusal, refuse } from './refusal.ts'
import { type Command, perform, type Work } from './unit-of-work.ts'

/** What every handler finds in its context. */
export type Env = { Variables: { house: House; actor: Actor | null; traceId: string } }

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a helper takes the context of any path and any input
type AnyContext = Context<Env, any, any>

/** An empty set of routes; rooms chain on it and return it, so that the typed client knows every path. */
export function newRoutes() {
  return new Hono<Env>()
}

/** The acting post, or a refusal. */
export function actorOf(c: AnyContext): Actor {
  return c.get('actor') ?? refuse('unauthenticated', 'unauthenticated')
}

/** `{id}` of a path. */
export const idParam = z.object({ id: z.uuid() })

type Issue = { path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined; message: string }

const problemsOf = (issues: readonly Issue[]) =>
  issues.slice(0, 50).map(({ path, message }) => ({
    path: (path ?? []).map((step) => String(typeof step === 'object' ? step.key : step)).join('.'),
    problem: message,
  }))

function refuseBad(result: { success: boolean; error?: readonly Issue[] }) {
  if (!result.success) throw new Refusal('invalid', 'invalid_input', {}, problemsOf(result.error ?? []))
}

/** Validates the JSON body; refuses `invalid_input` with the fields. */
export function body<Schema extends z.ZodType>(schema: Schema) {
  return validator('json', schema, (result) => refuseBad(result))
}

/** Validates the query string. */
export function query<Schema extends z.ZodType>(schema: Schema) {
  return validator('query', schema, (result) => refuseBad(result))
}

/** Validates the path; a malformed id looks like an absent thing. */
export function params<Schema extends z.ZodType>(schema: Schema) {
  return validator('param', schema, (result) => {
    if (!result.success) refuse('not_found', 'not_found')
  })
}

const keyShape = z.string().regex(/^[\w-]{8,100}$/)

async function intentOf(c: AnyContext, name: string): Promise<string> {
  const hash = createHash('sha256').update(await c.req.text())
  return `${name} ${c.req.path} ${hash.digest('hex')}`
}

function keyOf(c: AnyContext): string | null {
  const header = c.req.header('idempotency-key')
  if (header === undefined) return null
  return keyShape.safeParse(header).success ? header : refuse('invalid', 'invalid_input')
}

/**
 * The command of a request whose act takes several transactions. `asked` is what was asked without its secrets: of a PIN not even a
 * hash may be kept.
 */
export function commandOf(c: AnyContext, name: string, asked: unknown): Command {
  const hash = createHash('sha256').update(canonicalJson(asked)).digest('hex')
  return { key: keyOf(c), intent: `${name} ${c.req.path} ${hash}` }
}

/** Runs one act for the actor in one transaction and answers its result as JSON. */
export async function act<Answer>(c: AnyContext, name: string, run: (work: Work) => Promise<Answer>) {
  const actor = actorOf(c)
  const command = { key: keyOf(c), intent: await intentOf(c, name) }
  return answerJson(c, await perform(c.get('house'), actor, command, run))
}

/** Runs one reader for the actor and answers its result as JSON. */
export async function read<Answer>(c: AnyContext, run: (db: Tx, actor: Actor) => Promise<Answer>) {
  const actor = actorOf(c)
  return answerJson(c, await run(c.get('house').db, actor))
}

/** JSON that no cache keeps. */
export function answerJson<Answer>(c: AnyContext, answer: Answer) {
  c.header('cache-control', 'no-store')
  return c.json(answer as never, 200) as unknown as Response & TypedResponse<Jsonified<Answer>, 200, 'json'>
}

/** What an answer looks like after JSON: dates are ISO texts. */
export type Jsonified<T> = T extends Date
  ? string
  : T extends (infer Item)[]
    ? Jsonified<Item>[]
    : T extends object
      ? { [Key in keyof T]: Jsonified<T[Key]> }
      : T
