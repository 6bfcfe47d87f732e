import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { House } from '#server/kernel/house.ts'
import type { Env } from '#server/kernel/http.ts'
import { demoServices, DEMO_PKI_HOST } from './demo-services.ts'
import { openDemoPki } from './keep-demo-pki.ts'

/** Questions of OCSP and time-stamping are some hundred bytes. */
const LIMIT_BYTES = 20_000

/**
 * The demonstration's certificate services over HTTP, for other programs on the same machine: `/pki/ocsp`, `/pki/tsa`,
 * `/pki/ca.crl`, `/pki/root.crl`, `/pki/ca.cer`, `/pki/root.cer`. A house that is no demonstration has none of these paths.
 */
export function demoPkiRoutes(house: House) {
  const app = new Hono<Env>()
  if (!house.config.demo) return app
  return app.on(
    ['GET', 'POST'],
    '/pki/*',
    bodyLimit({ maxSize: LIMIT_BYTES, onError: (c) => c.body(null, 413) }),
    async (c) => {
      const pki = await openDemoPki(house.config.dataDir)
      if (!pki) return c.notFound()
      const url = `http://${DEMO_PKI_HOST}${new URL(c.req.url).pathname}`
      const type = c.req.header('content-type') ?? ''
      const body = c.req.method === 'POST' ? { type, bytes: Buffer.from(await c.req.arrayBuffer()) } : undefined
      const request = { url, accept: [], limit_bytes: LIMIT_BYTES, ...(body ? { body } : {}) }
      const answer = await demoServices(pki, () => house.clock.now())(request)
      return c.body(new Uint8Array(answer.bytes), answer.status as 200 | 404, { 'content-type': answer.type })
    },
  )
}
