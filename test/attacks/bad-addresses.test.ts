import { expect, test } from 'vitest'
import { allRights, routeOf } from '#test/architecture/all-rights.ts'
import { actorOf, send } from '#test/support/world.ts'
import { openFullHouse, ownPeople, pathOf } from './full-house.ts'
import { oddNumbers, oddTexts } from './junk.ts'

// Whatever an address, a query or a header says: an answer or a refusal, and never a bug of ours.

const full = await openFullHouse()
const ids = await full.seed()

type Parameter = { name: string; in: string }
type Spec = { paths: Record<string, Record<string, { parameters?: Parameter[] }>> }
const spec = (await (await full.app.request('/api/openapi.json')).json()) as Spec

const readers = allRights.filter(({ method, public: open }) => method === 'GET' && open !== true)
const queriesOf = ({ path }: { path: string }) =>
  (spec.paths[`/api${path.replace(/:(\w+)/g, '{$1}')}`]?.['get']?.parameters ?? [])
    .filter((parameter) => parameter.in === 'query')
    .map(({ name }) => name)

/** Addresses carry neither halves of surrogate pairs nor megabytes. */
const texts = [...oddTexts.map((text) => text.toWellFormed().slice(0, 3000)), ...oddNumbers.map(String)]
const cursors = [
  { at: '0000-01-01T00:00:00Z', id: ids.taskId },
  { at: '9999-12-31T23:59:59.999999999Z', id: ids.taskId },
  { at: '2020-06-23T08:00:00+07:00', id: 'x' },
  { at: ['2020-06-23T08:00:00Z'], id: ids.taskId },
  [],
  null,
].map((cursor) => Buffer.from(JSON.stringify(cursor)).toString('base64url'))

/** Whoever may read the most. */
const reader = ({ allowed }: { allowed: readonly string[] }) =>
  allowed.includes('clerk') ? 'vanthu' : ownPeople[allowed[0] as keyof typeof ownPeople]

async function statusOf(userName: string, address: string): Promise<number> {
  const headers = { cookie: await full.cookieOf(userName) }
  const { status } = await full.app.request(address, { headers })
  return status
}

const asked = readers.flatMap((right) =>
  queriesOf(right).map((name) => [`${routeOf(right)}?${name}`, right, name] as const),
)

test.each(asked)('%s', async (_, right, name) => {
  for (const text of name === 'after' ? [...cursors, ...texts] : texts) {
    const [path, query = ''] = pathOf(right, ids).split('?')
    const parameters = new URLSearchParams(query)
    parameters.set(name, text)
    const status = await statusOf(reader(right), `${path}?${parameters}`)
    expect([200, 400, 404], `${status} for ${JSON.stringify(text).slice(0, 80)}`).toContain(status)
  }
})

test('the same parameter many times, and parameters that nobody knows, break nothing', async () => {
  for (const right of readers) {
    const address = pathOf(right, ids)
    const more = queriesOf(right).flatMap((name) => Array.from({ length: 3 }, (_, n) => `${name}=${n}`))
    const odd = [...more, '__proto__=x', 'constructor[x]=1', 'q[]=1', 'a'.repeat(200), '%', '%ff%fe', '=', '&&'].join(
      '&',
    )
    const status = await statusOf(reader(right), address + (address.includes('?') ? '&' : '?') + odd)
    expect(status, address).toBeLessThan(500)
  }
})

const named = allRights.filter(({ path }) => /:\w/.test(path))

test.each(named.map((right) => [routeOf(right), right] as const))(
  '%s with odd names in its address',
  async (_, right) => {
    const cookie = await full.cookieOf('vanthu')
    for (const text of texts.filter((one) => !['', '.', '..'].includes(one))) {
      const path = `/api${right.path.replace(/:\w+/g, encodeURIComponent(text.slice(0, 300)))}`
      const body = right.method === 'GET' ? {} : { body: { revision: 1, ...right.body } }
      const answer = await send(full.app, right.method, path, { cookie, ...body })
      // Ids of bodies are not filled in here, so the body may be what is refused; nothing is found, and nothing breaks.
      expect([400, 404], `${answer.status} for ${JSON.stringify(text).slice(0, 80)}`).toContain(answer.status)
    }
  },
)

test('odd operation ids are refused, and of every shape that is not, a repeat is a repeat', async () => {
  const cookie = await full.cookieOf('vanthu')
  const put = (key: string) => send(full.app, 'PUT', '/api/preferences', { cookie, key, body: { settings: {} } })
  for (const key of [
    'short',
    'x'.repeat(101),
    'with space here',
    'ü'.repeat(10),
    'a.begin.b',
    '../../../x',
    "'; drop--",
  ]) {
    const answer = await put(key)
    expect([key, answer.status]).toEqual([key, 400])
  }
  for (const key of ['__proto__', 'constructor', '_'.repeat(100), '00000000']) expect((await put(key)).status).toBe(200)
})

test('odd cookies, languages and addresses of callers let nobody in and break nothing', async () => {
  const odd = [
    'sid=' + 'x'.repeat(9000),
    'sid="',
    'sid=%',
    'sid=;;;=',
    '=',
    '\u00ff',
    `sid=${actorOf(full.world, 'pct').postId}`,
  ]
  for (const cookie of odd)
    for (const name of [
      'cookie',
      'x-forwarded-for',
      'user-agent',
      'accept-language',
      'if-none-match',
      'range',
      'host',
    ]) {
      const answer = await full.app.request('/api/session', { headers: { [name]: cookie } })
      expect([name, cookie.slice(0, 20), answer.status]).toEqual([name, cookie.slice(0, 20), 401])
    }
})
