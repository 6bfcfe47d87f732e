import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import type { Env } from './http.ts'
import { refuse } from './refusal.ts'

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "font-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html ecabinet-worker',
].join('; ')

/** The headers of every answer. No inline script or style, no other origin, no framing. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/** What goes with bytes that somebody made elsewhere: shown by themselves they run nothing, and nobody guesses what they are. */
export const foreignBytesHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

/**
 * Sets {@link pageHeaders}, unless the handler set a stricter one of its own. Where a signing service on people's own computers is
 * configured, pages may also connect to that one address.
 */
export function securityHeaders({ signingAgentUrl }: { signingAgentUrl?: string | undefined } = {}) {
  const policy = contentSecurityPolicy.replace("connect-src 'self'", (own) =>
    [own, signingAgentUrl].filter(Boolean).join(' '),
  )
  const headers = Object.entries({ ...pageHeaders, 'content-security-policy': policy })
  return createMiddleware<Env>(async (c, next) => {
    await next()
    for (const [name, value] of headers) if (!c.res.headers.has(name)) c.res.headers.set(name, value)
  })
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a changing request that a foreign page could have sent. Hono's own `csrf()` lets cross-site JSON through, so
 * the request must say that it comes from this origin: `Sec-Fetch-Site: same-origin`, or an `Origin` equal to ours.
 */
export function sameOriginOnly(origins: readonly string[]) {
  return createMiddleware<Env>(async (c, next) => {
    if (!safeMethods.has(c.req.method) && !isSameOrigin(c.req.raw.headers, origins)) refuse('forbidden', 'cross_site')
    await next()
  })
}

/**
 * Refuses everybody without a session before anything of the request is read or compared, on every route below `/api` that is
 * not named here as open (`POST /api/session`). A new route is closed until somebody opens it.
 */
export function signedInOnly(openRoutes: ReadonlySet<string>) {
  return createMiddleware<Env>(async (c, next) => {
    const asked = matchedRoutes(c).filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
    const isOpen = asked.every(({ method, path }) => openRoutes.has(`${method} ${path}`))
    if (c.get('actor') === null && !isOpen) refuse('unauthenticated', 'unauthenticated')
    await next()
  })
}

/** True when the headers show a request from one of our origins. */
export function isSameOrigin(headers: Headers, origins: readonly string[]): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = headers.get('origin')
  if (origin === null) return false
  const host = headers.get('host')
  return origins.includes(origin) || origin === `http://${host}` || origin === `https://${host}`
}
