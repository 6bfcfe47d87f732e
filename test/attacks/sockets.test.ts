import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { afterAll, expect, test } from 'vitest'
import { identify } from '#server/identity/door.ts'
import { announce } from '#server/kernel/live-events.ts'
import { serveHouse } from '#server/serve-house.ts'
import { openTestHouse } from '#test/support/house.ts'
import { actorOf, logIn, send } from '#test/support/world.ts'

// What somebody with a session of his own may send over the live line to hurt the house or to hear more than is his.

const { app, house, world, clock } = await openTestHouse()
const served = await serveHouse(house)
const lines: Socket[] = []
afterAll(async () => {
  for (const line of lines) line.disconnect()
  await served.close()
})

async function connect(cookie: string): Promise<Socket> {
  const options = { path: '/live', transports: ['websocket'], reconnection: false, forceNew: true }
  const line = io(served.url, { ...options, extraHeaders: { cookie, origin: served.url } })
  lines.push(line)
  await new Promise((resolve, reject) => line.on('connect', () => resolve(null)).on('connect_error', reject))
  return line
}
const join = (line: Socket, topic: unknown) => line.emitWithAck('join', topic) as Promise<{ ok: boolean }>
const tell = (topic: string, type: string) =>
  house.db.transaction((tx) => announce(tx, [{ topic, type, payload: {} }], clock.now()))

/** Values that JSON can carry and that code which expects a text stumbles over. */
const oddValues: unknown[] = [
  null,
  0,
  -1,
  [],
  {},
  { toString: 1 },
  { toString: null, valueOf: null },
  { length: 1e9 },
  '',
  '__proto__',
  'constructor',
  '\u0000',
  '\ud800',
  'x'.repeat(20_000),
  [[[[]]]],
  { constructor: { prototype: 1 } },
]

test('odd messages end nobody’s line and not the server', async () => {
  const line = await connect(await logIn(app, 'vanthu'))
  for (const value of oddValues) {
    line.emit('join', value)
    line.emit('join', value, value)
    line.emit('leave', value)
    line.emit('leave', value, value, value)
    line.emit('leave')
    line.emit('event', value)
  }
  const other = await connect(await logIn(app, 'vanthu.sttt'))
  expect(await join(other, `agency:${world.sttt}`)).toEqual({ ok: true })
  await expect.poll(async () => (await fetch(`${served.url}/healthz`)).status).toBe(200)
  expect(line.connected).toBe(true)
})

test('a message of more than 64 kB cuts the line that sent it, and no other', async () => {
  const [loud, quiet] = [await connect(await logIn(app, 'vanthu')), await connect(await logIn(app, 'vanthu'))]
  loud.emit('join', 'x'.repeat(100_000))
  await expect.poll(() => loud.connected).toBe(false)
  expect(await join(quiet, `agency:${world.committee}`)).toEqual({ ok: true })
})

test('nobody gets away from the room of the own session, through which a revocation comes', async () => {
  const [thief, owner] = [await logIn(app, 'vanthu2'), await logIn(app, 'vanthu2')]
  const { sessionId } = (await identify(house, thief))!
  const line = await connect(thief)
  for (const name of [`session:${sessionId}`, 'session:', 'session', line.id]) line.emit('leave', name)
  expect(await join(line, `agency:${world.committee}`)).toEqual({ ok: true })
  await send(app, 'DELETE', `/api/sessions/${sessionId}`, { cookie: owner })
  await expect.poll(() => line.connected, { timeout: 2000 }).toBe(false)
})

test('other people’s topics look exactly like topics that do not exist', async () => {
  const line = await connect(await logIn(app, 'vanthu.longxuyen'))
  const chairman = actorOf(world, 'chutich')
  const foreign = [
    `agency:${world.committee}`,
    `agency:${world.sttt}`,
    `post:${chairman.postId}`,
    `person:${chairman.personId}`,
    `session:${chairman.personId}`,
    `document:${chairman.postId}`,
    `meeting:${chairman.postId}`,
    `meeting:${randomUUID()}/desk`,
    `agency:${world.longxuyen}/`,
    `agency:${world.longxuyen.toUpperCase()}`,
  ]
  const absent = await join(line, `document:${randomUUID()}`)
  for (const topic of foreign) expect(await join(line, topic), topic).toEqual(absent)
})

test('leaving a topic leaves that topic only', async () => {
  const line = await connect(await logIn(app, 'vanthu.snv'))
  const heard: string[] = []
  line.on('event', ({ topic }: { topic: string }) => heard.push(topic))
  const { postId } = actorOf(world, 'vanthu.snv')
  const [agency, post] = [`agency:${world.snv}`, `post:${postId}`]
  for (const topic of [agency, post]) expect(await join(line, topic)).toEqual({ ok: true })
  line.emit('leave', agency)
  await join(line, post)
  await tell(agency, 'said')
  await tell(post, 'said')
  await expect.poll(() => heard).toEqual([post])
})
