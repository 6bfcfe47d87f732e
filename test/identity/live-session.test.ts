import { io, type Socket } from 'socket.io-client'
import { afterAll, expect, test } from 'vitest'
import { serveHouse } from '#server/serve-house.ts'
import { openTestHouse } from '#test/support/house.ts'
import { logIn, send } from '#test/support/world.ts'

const { app, house, world } = await openTestHouse()
const served = await serveHouse(house)
const lines: Socket[] = []
afterAll(async () => {
  for (const line of lines) line.disconnect()
  await served.close()
})

/** A live line with this cookie; rejects where the server does not let it in. */
function connect(cookie: string): Promise<Socket> {
  const line = io(served.url, {
    path: '/live',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { cookie, origin: served.url },
  })
  lines.push(line)
  return new Promise((resolve, reject) => {
    line.on('connect', () => resolve(line))
    line.on('connect_error', reject)
  })
}

const cut = (line: Socket) => new Promise<string>((resolve) => line.on('disconnect', resolve))
const join = (line: Socket, topic: string) => line.emitWithAck('join', topic) as Promise<{ ok: boolean }>

test('a revoked session’s live line closes within a second and does not come back', async () => {
  const [here, there] = [await logIn(app, 'vanthu'), await logIn(app, 'vanthu')]
  const [stays, goes] = [await connect(here), await connect(there)]
  const closed = cut(goes)
  const list = (await (await send(app, 'GET', '/api/sessions', { cookie: here })).json()) as {
    id: string
    current: boolean
  }[]
  const started_ms = performance.now()
  await send(app, 'DELETE', `/api/sessions/${list.find((one) => !one.current)!.id}`, { cookie: here })
  expect(await closed).toBe('io server disconnect')
  expect(performance.now() - started_ms).toBeLessThan(1_000)
  await expect(connect(there)).rejects.toThrow('unauthenticated')
  expect(stays.connected).toBe(true)
})

test('logging out closes the line', async () => {
  const cookie = await logIn(app, 'thuky')
  const closed = cut(await connect(cookie))
  await send(app, 'DELETE', '/api/session', { cookie })
  expect(await closed).toBe('io server disconnect')
})

test('a line hears its own agency, post and person and nobody else’s', async () => {
  const clerk = world.rows.posts.find((post) => post.title === 'Văn thư' && post.agencyId === world.sttt)!
  const line = await connect(await logIn(app, 'vanthu.sttt'))
  const own = [`agency:${world.sttt}`, `post:${clerk.id}`, `person:${clerk.personId}`]
  for (const topic of own) expect(await join(line, topic), topic).toEqual({ ok: true })
  const other = world.rows.posts.find((post) => post.role === 'chairman')!
  const foreign = [`agency:${world.snv}`, `post:${other.id}`, `person:${other.personId}`, `session:${other.id}`]
  for (const topic of foreign) expect(await join(line, topic), topic).toEqual({ ok: false, reason: 'not_found' })
})
