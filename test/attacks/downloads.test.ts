import { expect, test } from 'vitest'
import { allRights, routeOf } from '#test/architecture/all-rights.ts'
import { openFullHouse, pathOf } from './full-house.ts'

// Bytes that somebody else made are handed over so that no browser runs them, guesses at them or leaves them to strangers.

const full = await openFullHouse()
const ids = await full.seed()

const who: Record<string, string> = {
  'GET /api/documents/:id/files/:sha256': 'vanthu',
  'GET /api/arrivals/:id/files/:sha256': 'vanthu',
  'GET /api/files/:id/content': 'chuyenvien.th',
  'GET /api/meetings/:id/papers/:paperId/file': 'pct',
  'GET /api/documents/:id/preview': 'vanthu',
  'GET /api/documents/:id/verification/print': 'vanthu',
  'GET /api/arrivals/:id/verification/print': 'vanthu',
  'GET /api/documents/:id/evidence': 'vanthu',
  'GET /api/arrivals/:id/evidence': 'vanthu',
}
const get = async (route: string, headers: Record<string, string> = {}) => {
  const right = allRights.find((one) => routeOf(one) === route)!
  const cookie = await full.cookieOf(who[route]!)
  return full.app.request(pathOf(right, ids), { headers: { cookie, ...headers } })
}

test('these are all the downloads that there are', async () => {
  const readers = allRights.filter(({ method, public: open }) => method === 'GET' && open !== true)
  const found: string[] = []
  for (const right of readers) {
    for (const userName of ['vanthu', 'chuyenvien.th', 'pct']) {
      const answer = await full.app.request(pathOf(right, ids), { headers: { cookie: await full.cookieOf(userName) } })
      const type = answer.headers.get('content-type') ?? ''
      await answer.body?.cancel()
      if (answer.status === 200 && !type.startsWith('application/json')) found.push(routeOf(right))
    }
  }
  expect([...new Set(found)].sort()).toEqual(Object.keys(who).sort())
})

test.each(Object.keys(who))('%s', async (route) => {
  const answer = await get(route)
  expect(answer.status).toBe(200)
  const headers = Object.fromEntries(answer.headers)
  expect(headers).toMatchObject({
    'content-type': route.endsWith('/evidence') ? 'application/zip' : 'application/pdf',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/),
    'content-disposition': expect.stringMatching(/^(inline|attachment); filename="/),
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
  })
  expect(headers['cache-control']).toMatch(/no-store|private/)
  expect(headers['cache-control']).not.toContain('public')
  expect(headers['access-control-allow-origin']).toBeUndefined()
})

test.each(Object.keys(who))(
  '%s: who had the bytes and lost the right is not told that they are the same',
  async (route) => {
    const etag = (await get(route)).headers.get('etag')
    if (etag === null) return
    const right = allRights.find((one) => routeOf(one) === route)!
    const cookie = await full.cookieOf('vanthu.longxuyen')
    const answer = await full.app.request(pathOf(right, ids), {
      headers: { cookie, 'if-none-match': etag, range: 'bytes=0-3' },
    })
    expect(answer.status).toBe(404)
  },
)

test('every JSON answer forbids keeping it', async () => {
  for (const right of allRights.filter(({ method, public: open }) => method === 'GET' && open !== true)) {
    const answer = await full.app.request(pathOf(right, ids), { headers: { cookie: await full.cookieOf('vanthu') } })
    await answer.body?.cancel()
    if (!(answer.headers.get('content-type') ?? '').startsWith('application/json')) continue
    expect([routeOf(right), answer.status, answer.headers.get('cache-control')]).toEqual([
      routeOf(right),
      answer.status,
      'no-store',
    ])
  }
})
