import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { eq } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { sessions } from '#db/identity/schema.ts'
import { aliveSessions, identify } from '#server/identity/door.ts'
import { announce, listenForEvents, type LiveEvent } from '#server/kernel/live-events.ts'
import { openSockets, type TopicRule } from '#server/kernel/sockets.ts'
import { topicRules } from '#server/wiring.ts'
import { openTestHouse } from '#test/support/house.ts'
import { logIn, send } from '#test/support/world.ts'

const { house, app, world, clock } = await openTestHouse()
const meetingLike: TopicRule = {
  prefix: 'room',
  mayJoin: (_house, actor, id) =>
    Promise.resolve(id === actor.agencyId ? [actor.role === 'clerk' ? 'desk' : 'members'] : null),
}

/** One server process: HTTP, sockets, its own line to the database. */
async function serveOnce(): Promise<string> {
  const server = createServer()
  const sockets = openSockets(server, {
    house,
    topics: [...topicRules, meetingLike],
    origins: [],
    identify: (cookie) => identify(house, cookie),
    aliveSessions: (ids) => aliveSessions(house, ids),
    sweep_ms: 300,
  })
  const events = await listenForEvents(house.sql, house.db, sockets)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(async () => {
    await events.unlisten()
    await sockets.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const first = await serveOnce()
const second = await serveOnce()
const open: Socket[] = []
afterAll(() => open.forEach((socket) => socket.close()))

function connect(url: string, cookie: string, origin = url): Socket {
  const extraHeaders = { cookie, origin }
  const socket = io(url, {
    path: '/live',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders,
  })
  open.push(socket)
  return socket
}
const connected = (socket: Socket) =>
  new Promise<string>((resolve) => {
    socket.once('connect', () => resolve('connected'))
    socket.once('connect_error', (error) => resolve(error.message))
  })
const join = (socket: Socket, topic: unknown) =>
  socket.emitWithAck('join', topic) as Promise<{ ok: boolean; reason?: string }>
const tell = (event: LiveEvent) => house.db.transaction((tx) => announce(tx, [event], clock.now()))
const sessionOf = async (cookie: string) => (await identify(house, cookie))!.sessionId

test('without a session, or from a foreign page, nobody gets a line', async () => {
  expect(await connected(connect(first, ''))).toBe('unauthenticated')
  expect(await connected(connect(first, await logIn(app, 'vanthu'), 'https://evil.example'))).not.toBe('connected')
})

test('one joins what is the own, and what is another agency looks absent', async () => {
  const socket = connect(first, await logIn(app, 'vanthu'))
  expect(await connected(socket)).toBe('connected')
  expect(await join(socket, `agency:${world.committee}`)).toEqual({ ok: true })
  for (const topic of [`agency:${world.snv}`, `agency:${randomUUID()}`, 'agency:1', 'nothing:x', { a: 1 }, null]) {
    expect(await join(socket, topic), String(topic)).toEqual({ ok: false, reason: 'not_found' })
  }
})

test('an event reaches the screens of both processes, each class what it may read, in order', async () => {
  const heard: Record<string, unknown[]> = { desk: [], members: [] }
  const topic = `room:${world.committee}`
  for (const [name, url, user] of [
    ['desk', first, 'vanthu'],
    ['members', second, 'pct'],
  ] as const) {
    const socket = connect(url, await logIn(app, user))
    await connected(socket)
    await join(socket, topic)
    socket.on('event', (event: { seq: number; type: string; payload: object }) =>
      heard[name]!.push([event.seq, event.type, event.payload]),
    )
  }
  for (const seq of [1, 2, 3]) {
    const payload = { secret: seq }
    await tell({
      topic,
      type: 'said',
      payload,
      seq,
      epoch: 'e',
      classes: seq === 2 ? ['desk'] : ['desk', 'members'],
      otherClasses: seq === 2 ? ['members'] : [],
    })
  }
  const said = (seq: number) => [seq, 'said', { secret: seq }]
  await expect.poll(() => heard['desk']).toEqual([said(1), said(2), said(3)])
  await expect.poll(() => heard['members']).toEqual([said(1), [2, 'tick', {}], said(3)])
})

test('revoking a session closes its sockets on every process, and no others', async () => {
  const lost = await logIn(app, 'truongphong.th')
  const kept = await logIn(app, 'truongphong.th')
  const sockets = [connect(first, lost), connect(second, lost), connect(first, kept)]
  await Promise.all(sockets.map(connected))
  const answer = await send(app, 'DELETE', `/api/sessions/${await sessionOf(lost)}`, { cookie: kept })
  expect(answer.status).toBe(200)
  await expect.poll(() => sockets.map((socket) => socket.connected)).toEqual([false, false, true])
})

test('a revocation that nobody announced is found by the sweep', async () => {
  const cookie = await logIn(app, 'chuyenvien.th')
  const socket = connect(second, cookie)
  await connected(socket)
  await house.db.delete(sessions).where(eq(sessions.id, await sessionOf(cookie)))
  await expect.poll(() => socket.connected, { timeout: 3000 }).toBe(false)
})

test('a flood of joins is stopped', async () => {
  const socket = connect(first, await logIn(app, 'vanthu'))
  await connected(socket)
  const answers = await Promise.all(Array.from({ length: 80 }, () => join(socket, `agency:${world.committee}`)))
  expect(answers.filter((answer) => answer.reason === 'limited')).toHaveLength(20)
})
