import { expect, test } from 'vitest'
import { absentIds, pathOf } from '#test/attacks/full-house.ts'
import { openTestHouse } from '#test/support/house.ts'
import { send } from '#test/support/world.ts'
import { allRights, routeOf, servedRoutes, unguarded } from './all-rights.ts'

const { app } = await openTestHouse()
const served = servedRoutes(app)
const isPublic = ({ public: open }: { public?: true }) => open === true
const guarded = allRights.filter((right) => !isPublic(right))

type ErrorBody = { error: { reason: string; vi: string; en: string; traceId: string } }

test('every route has a row in the table of rights, and every row a route', () => {
  const rows = [...allRights.map(routeOf), ...unguarded].sort()
  expect(rows).toEqual(served)
})

test('no row stands twice, and each says who and why', () => {
  expect(new Set(allRights.map(routeOf)).size).toBe(allRights.length)
  for (const right of allRights)
    expect([right.allowed.length > 0, right.note.length > 3], routeOf(right)).toEqual([true, true])
})

test.each(guarded.map((right) => [routeOf(right), right] as const))(
  '%s is closed without a session',
  async (_, right) => {
    const cookies = [undefined, 'sid=', 'sid=x', `sid=${'a'.repeat(52)}`, '__Host-sid=abc', 'sid=%00; sid=%ff']
    for (const cookie of cookies) {
      const body = right.method === 'GET' || right.method === 'DELETE' ? {} : { body: { ...right.body, revision: 1 } }
      const answer = await send(app, right.method, pathOf(right, absentIds()), {
        ...(cookie ? { cookie } : {}),
        ...body,
      })
      const { error } = (await answer.json()) as ErrorBody
      // What the address or the body lacks may be said first; what is behind it never.
      expect([answer.status, error.reason], cookie).toEqual([401, 'unauthenticated'])
    }
  },
)

test('a path that nobody serves, or a method that it has not, is absent as JSON and never the page', async () => {
  const odd = ['GET /api', 'GET /api/', 'GET /api/nothing', 'PATCH /api/documents', 'DELETE /api/documents/types']
  for (const line of [...odd, 'GET /api//documents', 'GET /api/documents/', 'GET /api/../api/x', 'PUT /api/session']) {
    const [method, path] = line.split(' ') as [string, string]
    const answer = await send(app, method, path)
    expect([line, answer.status]).toEqual([line, 404])
    const { error } = (await answer.json()) as ErrorBody
    expect(error).toMatchObject({
      reason: 'not_found',
      vi: expect.stringMatching(/.{9}/),
      en: expect.stringMatching(/.{9}/),
    })
  }
})

test('a changing request that another site could have sent is refused on every route', async () => {
  const changing = allRights.filter(({ method }) => method !== 'GET')
  const senders = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    {},
  ]
  const origins = [
    ...senders,
    { origin: 'https://evil.example', host: 'localhost' },
    { origin: 'null', host: 'localhost' },
  ]
  for (const right of changing)
    for (const headers of origins) {
      const from = { ...(headers as Record<string, string>), 'content-type': 'application/json' }
      const answer = await app.request(pathOf(right, absentIds()), { method: right.method, headers: from, body: '{}' })
      expect([routeOf(right), answer.status]).toEqual([routeOf(right), 403])
      expect(((await answer.json()) as ErrorBody).error.reason).toBe('cross_site')
    }
})

test('the description of the API names every route of the table', async () => {
  const answer = await app.request('/api/openapi.json')
  const { paths } = (await answer.json()) as { paths: Record<string, Record<string, unknown>> }
  const named = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  )
  expect(named.filter((route) => route.includes('/api/')).sort()).toEqual(allRights.map(routeOf).sort())
})
