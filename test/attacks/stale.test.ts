import { beforeAll, expect, test } from 'vitest'
import { giveKeys } from '#test/documents/outgoing-desk.ts'
import { openRoomWorld } from '#test/meetings/room-world.ts'
import { sendAct } from './acts/act.ts'
import { allActs } from './acts/all-acts.ts'
import { contentOf } from './content.ts'

// Who acts on what somebody changed meanwhile is told who and when, in both languages, and nothing happens.

const room = await openRoomWorld()
beforeAll(() => giveKeys(room))
const names = new Set(room.world.rows.people.map(({ fullName }) => fullName))

type Stale = { error: { reason: string; vi: string; en: string; data: { byName: string; at: string } } }

/** Acts on what somebody looked at say which revision that was; these are the ones, and a new one shows here. */
const onRevisions = [
  ...['PUT /documents/:id', 'POST /documents/:id/submit', 'POST /documents/:id/approve-content'],
  ...['POST /documents/:id/approve-form', 'POST /documents/:id/return', 'POST /documents/:id/sign'],
  ...['POST /documents/:id/number-and-seal', 'POST /documents/:id/void-number', 'POST /documents/:id/issue'],
  ...['POST /arrivals/:id/register', 'POST /arrivals/:id/refuse', 'POST /arrivals/:id/direction'],
  ...['POST /assignments/:id/assign', 'POST /assignments/:id/finish', 'POST /assignments/:id/return'],
  ...['POST /tasks/:id/progress', 'POST /tasks/:id/done', 'POST /tasks/:id/accept', 'POST /tasks/:id/return'],
  ...['POST /tasks/:id/cancel', 'PUT /meetings/:id'],
]

/** Of many papers each is stale by itself and holds up no other: tried in `signing-batch.test.ts`. */
const onManyRevisions = ['POST /signing-batches']

/** The steps of a signing whose key answers later: tried, stale ones too, in `test/documents/slow-signing.test.ts`. */
const inSteps = [
  ...['POST /documents/:id/prepare-signing', 'POST /documents/:id/send-signing-code'],
  ...['POST /documents/:id/complete-signing', 'POST /documents/:id/cancel-signing'],
]

test.each(onRevisions)('%s', { timeout: 60_000 }, async (route) => {
  const act = await allActs[route]!(room)
  const revision = act.body!['revision'] as number
  await room.cookieOf(act.userName)
  const before = await contentOf(room.house.sql)
  for (const seen of [revision - 1, revision + 1, revision + 1000]) {
    const { status, text } = await sendAct(room, { route, act: { ...act, body: { ...act.body, revision: seen } } })
    // Number 0 was never anybody's revision, so that some validators refuse it as such.
    if (seen === 0 && status === 400) continue
    expect([seen, status], text).toEqual([seen, 409])
    const { error } = JSON.parse(text) as Stale
    expect(error.reason).toBe('stale')
    expect([...names, 'eCabinet']).toContain(error.data.byName)
    expect(Date.parse(error.data.at)).toBeLessThanOrEqual(room.clock.now().getTime())
    for (const said of [error.vi, error.en]) expect(said).toContain(error.data.byName)
  }
  expect(await contentOf(room.house.sql)).toEqual(before)
  const { status, text } = await sendAct(room, { route, act })
  expect([status, text.slice(0, 300)]).toEqual([200, text.slice(0, 300)])
})

test('no other act takes a revision without being tried above', async () => {
  type Spec = {
    paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: object }> } }>>
  }
  const { paths } = (await (await room.app.request('/api/openapi.json')).json()) as Spec
  const found = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { requestBody }]) => JSON.stringify(requestBody ?? '').includes('"revision":{"type":"integer"'))
      .map(([method]) => `${method.toUpperCase()} ${path.replace('/api', '').replace(/\{(\w+)\}/g, ':$1')}`),
  )
  expect(found.sort()).toEqual([...onRevisions, ...onManyRevisions, ...inSteps].sort())
})

test('PUT /meetings/:id/items/:itemId/conclusion: a conclusion that is there is not written over unseen', async () => {
  const route = 'PUT /meetings/:id/items/:itemId/conclusion'
  const act = await allActs[route]!(room)
  expect((await sendAct(room, { route, act })).status).toBe(200)
  const before = await contentOf(room.house.sql)
  for (const revision of [null, 0, 2, 99]) {
    const { status, text } = await sendAct(room, {
      route,
      act: { ...act, body: { ...act.body, revision, text: 'Khác.' } },
    })
    expect([revision, status, (JSON.parse(text) as Stale).error.reason]).toEqual([revision, 409, 'stale'])
  }
  expect(await contentOf(room.house.sql)).toEqual(before)
})
