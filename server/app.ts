import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { openAPIRouteHandler } from 'hono-openapi'
import { identify } from '#server/identity/door.ts'
import type { House } from '#server/kernel/house.ts'
import type { Env } from '#server/kernel/http.ts'
import { errorHandler } from '#server/kernel/on-error.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { sameOriginOnly, securityHeaders, signedInOnly } from '#server/kernel/security.ts'
import { demoPkiRoutes } from '#server/signing/demo-authority/demo-pki.routes.ts'
import { agentFiles } from '#server/signing/door.ts'
import { health } from './health.ts'
import { pages } from './pages.ts'
import { refusalTexts, roomRoutes } from './wiring.ts'

/** Uploads have their own, larger limits; everything else is a short JSON text. */
const jsonLimit_bytes = 1_000_000

/** What answers without a session: the way in and out, the demo's accounts, the description of the API, the public check of signatures. */
const openRoutes: ReadonlySet<string> = new Set([
  'POST /api/session',
  'DELETE /api/session',
  'GET /api/demo/accounts',
  'GET /api/openapi.json',
  'POST /api/signature-checks',
  'POST /api/signature-checks/print',
])

/** The HTTP face of the house: who are you → the rooms' routes → one error shape. Starts nothing. */
export function createApp(house: House, origins: readonly string[] = []) {
  const app = new Hono<Env>()
  app.use(async (c, next) => {
    c.set('house', house)
    c.set('traceId', randomUUID())
    c.set('actor', null)
    await next()
  })
  app.use(securityHeaders(house.config))
  app.use('/api/*', sameOriginOnly(origins))
  app.use('/api/*', async (c, next) => {
    c.set('actor', await identify(house, c.req.header('cookie') ?? ''))
    await next()
  })
  app.use('/api/*', signedInOnly(openRoutes))
  app.use('/api/*', limitUnlessUpload())
  app.onError(errorHandler(refusalTexts))
  app.route('/', health(house))
  const api = apiOf(house)
  app.route('/', api)
  app.get('/api/openapi.json', openAPIRouteHandler(api, { documentation: openApiTitle, includeEmptyPaths: true }))
  app.all('/api/*', () => refuse('not_found', 'not_found'))
  app.route('/', demoPkiRoutes(house))
  app.route('/', agentFiles(house))
  app.route('/', pages())
  return app
}

const openApiTitle = {
  info: { title: 'eCabinet', version: '0.1.0', description: 'Every path of the server, made from its validators.' },
}

/** Whose body is a file, with a limit of its own. */
const uploadPaths: ReadonlySet<string> = new Set(['/api/files', '/api/signature-checks'])

function limitUnlessUpload() {
  const limit = bodyLimit({ maxSize: jsonLimit_bytes, onError: () => refuse('invalid', 'body_too_large') })
  return async (c: Parameters<typeof limit>[0], next: () => Promise<void>) =>
    uploadPaths.has(c.req.path) ? next() : limit(c, next)
}

/** The type that the web client's calls are checked against. */
export type AppType = ReturnType<typeof apiOf>

function apiOf(house: House) {
  return new Hono<Env>().route('/api', roomRoutes(house))
}
