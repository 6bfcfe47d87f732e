import { expect, test } from 'vitest'
import { createApp } from '#server/app.ts'
import { openKernelHouse } from './kernel-house.ts'

const { house } = await openKernelHouse()
const app = createApp(house, ['https://ecabinet.angiang.example'])

const post = (path: string, headers: Record<string, string>, body = '{}') =>
  app.request(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
const reasonOf = async (response: Response) => ((await response.json()) as { error: { reason: string } }).error.reason

const foreign: Record<string, string>[] = [
  {},
  { origin: 'https://evil.example' },
  { 'sec-fetch-site': 'cross-site', origin: 'https://ecabinet.angiang.example' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none' },
]
test.each(foreign)('a changing request with %j is refused as cross-site', async (headers) => {
  const response = await post('/api/session', headers)
  expect(response.status).toBe(403)
  expect(await reasonOf(response)).toBe('cross_site')
})

test.each([{ 'sec-fetch-site': 'same-origin' }, { origin: 'https://ecabinet.angiang.example' }])(
  'a changing request with %j is let through to the validator',
  async (headers) => {
    const response = await post('/api/session', headers as Record<string, string>)
    expect(await reasonOf(response)).toBe('invalid_input')
  },
)

test('an unknown path of the API is a JSON 404 for every method, never the page', async () => {
  for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) {
    const response = await app.request('/api/nothing/here', { method, headers: { 'sec-fetch-site': 'same-origin' } })
    expect(response.status, method).toBe(404)
    expect(await reasonOf(response)).toBe('not_found')
  }
})

test('every answer carries the headers: pages, API, errors', async () => {
  for (const path of ['/', '/api/session', '/api/nothing', '/healthz']) {
    const { headers } = await app.request(path)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy, path).toContain("default-src 'none'")
    expect(policy, path).toContain("require-trusted-types-for 'script'")
    expect(policy, path).not.toMatch(/unsafe-inline|unsafe-eval/)
    expect(
      Number(/max-age=(\d+)/.exec(headers.get('strict-transport-security') ?? '')?.[1]),
      path,
    ).toBeGreaterThanOrEqual(31_536_000)
    expect(headers.get('x-content-type-options'), path).toBe('nosniff')
    expect(headers.get('referrer-policy'), path).toBe('no-referrer')
  }
})

const own = { 'sec-fetch-site': 'same-origin' }

test('a body that is no JSON is refused, not a bug', async () => {
  const response = await post('/api/session', own, '{"userName": ')
  expect(response.status).toBe(400)
  expect(await reasonOf(response)).toBe('malformed_body')
})

test('a body over the limit is refused before it is read whole', async () => {
  const response = await post('/api/session', own, JSON.stringify({ userName: 'x'.repeat(1_100_000) }))
  expect(response.status).toBe(400)
  expect(await reasonOf(response)).toBe('body_too_large')
})

test('refusals carry both languages and name the fields', async () => {
  const response = await post('/api/session', own, JSON.stringify({ userName: 5 }))
  const { error } = (await response.json()) as { error: Record<string, unknown> }
  expect(error).toMatchObject({
    code: 'invalid',
    reason: 'invalid_input',
    vi: expect.any(String),
    en: expect.any(String),
  })
  expect(error['fields']).toEqual(expect.arrayContaining([expect.objectContaining({ path: 'userName' })]))
})

test('health, readiness and metrics answer', async () => {
  expect((await app.request('/healthz')).status).toBe(200)
  expect(await (await app.request('/readyz')).json()).toMatchObject({ ready: true, database: true })
  expect(await (await app.request('/metrics')).text()).toContain('process_cpu_seconds_total')
  for (const header of ['forwarded', 'x-forwarded-for', 'via'])
    expect((await app.request('/metrics', { headers: { [header]: '203.0.113.7' } })).status).toBe(403)
})

test('the API describes itself from its validators', async () => {
  const spec = (await (await app.request('/api/openapi.json')).json()) as {
    openapi: string
    paths: Record<string, unknown>
  }
  expect(spec.openapi).toMatch(/^3\./)
  expect(Object.keys(spec.paths)).toContain('/api/session')
})
