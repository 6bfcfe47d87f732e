import type { Server as HttpServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { z } from 'zod'
import type { Actor } from './actor.ts'
import { fanOut } from './fan-out.ts'
import type { House } from './house.ts'
import type { LiveEvent, LiveEventSink } from './live-events.ts'
import { isSameOrigin } from './security.ts'

/**
 * Who may hear a topic. `mayJoin` answers the audience classes that the actor belongs to (`['']` for a topic without
 * classes), or null: not yours, which looks the same as not there.
 */
export type TopicRule = { prefix: string; mayJoin(house: House, actor: Actor, id: string): Promise<string[] | null> }

/** What the sockets need of the rooms above. */
export type SocketGround = {
  house: House
  topics: readonly TopicRule[]
  origins: readonly string[]
  identify(cookieHeader: string): Promise<Actor | null>
  /** Which of these session ids are still good. */
  aliveSessions(ids: string[]): Promise<Set<string>>
  /** How often sockets are held against the session table; 10 seconds unless a test is in a hurry. */
  sweep_ms?: number
}

type JoinAnswer = { ok: true } | { ok: false; reason: 'not_found' | 'limited' }

const sweep_ms = 10_000
/** A socket may ask for so many topics in ten seconds; more is a fault or an attack. */
const joinsPerWindow = 60

const roomName = (topic: string, audience: string) => (audience === '' ? topic : `${topic}/${audience}`)

/** Opens the live line on the HTTP server. The sink is what {@link listenForEvents} feeds. */
export function openSockets(
  server: HttpServer,
  ground: SocketGround,
): LiveEventSink & { close(): Promise<void>; count(): number } {
  const io = new Server(server, {
    path: '/live',
    transports: ['websocket'],
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: 64_000,
    allowRequest: (request, done) => {
      const headers = new Headers(Object.entries(request.headers).map(([k, v]): [string, string] => [k, String(v)]))
      headers.delete('sec-fetch-site')
      done(null, isSameOrigin(headers, ground.origins))
    },
  })
  io.use((socket, next) => {
    identifySocket(socket, ground).then(
      (known) => next(known ? undefined : new Error('unauthenticated')),
      () => next(new Error('unavailable')),
    )
  })
  io.on('connection', (socket) => welcome(socket, ground))
  const sweep = setInterval(() => void sweepSessions(io, ground), ground.sweep_ms ?? sweep_ms)
  return {
    publish: (event) => publish(io, event),
    resync: () => void io.local.emit('resync'),
    count: () => io.engine.clientsCount,
    close: async () => {
      clearInterval(sweep)
      await io.close()
    },
  }
}

async function identifySocket(socket: Socket, ground: SocketGround): Promise<boolean> {
  const actor = await ground.identify(socket.handshake.headers.cookie ?? '')
  if (!actor) return false
  ;(socket.data as { actor: Actor }).actor = actor
  await socket.join(`session:${actor.sessionId}`)
  return true
}

function welcome(socket: Socket, ground: SocketGround): void {
  let joins = 0
  let windowStart = 0
  socket.on('join', (topic: unknown, ack: unknown) => {
    const answer = typeof ack === 'function' ? (ack as (a: JoinAnswer) => void) : () => undefined
    const now = performance.now()
    if (now - windowStart > 10_000) [joins, windowStart] = [0, now]
    joins += 1
    if (joins > joinsPerWindow) return answer({ ok: false, reason: 'limited' })
    join(socket, ground, topic).then(answer, () => answer({ ok: false, reason: 'not_found' }))
  })
  socket.on('leave', (topic: unknown) => leave(socket, topic))
}

const topicShape = z.string().regex(/^[a-z]+:[0-9a-f-]{36}$/)

/** Joining is a permission check on fresh data, not on what the socket knew when it connected. */
async function join(socket: Socket, ground: SocketGround, wanted: unknown): Promise<JoinAnswer> {
  const topic = topicShape.safeParse(wanted)
  if (!topic.success) return { ok: false, reason: 'not_found' }
  const [prefix, id] = topic.data.split(':') as [string, string]
  const rule = ground.topics.find((candidate) => candidate.prefix === prefix)
  const actor = await ground.identify(socket.handshake.headers.cookie ?? '')
  const classes = rule && actor ? await rule.mayJoin(ground.house, actor, id) : null
  if (!classes) return { ok: false, reason: 'not_found' }
  await socket.join(classes.map((audience) => roomName(topic.data, audience)))
  return { ok: true }
}

/** Only topics can be left: the room of the session is how a revocation reaches the socket. Must not throw, or the process ends. */
function leave(socket: Socket, wanted: unknown): void {
  const topic = topicShape.safeParse(wanted)
  if (!topic.success) return
  for (const room of socket.rooms) if (room === topic.data || room.startsWith(`${topic.data}/`)) void socket.leave(room)
}

/** Encoded once a class; hidden events still move the counter. */
function publish(io: Server, event: LiveEvent): void {
  const { topic, seq, epoch, type, payload } = event
  if (type === 'session.revoked') return void io.local.in(topic).disconnectSockets(true)
  const rooms = (event.classes ?? ['']).map((audience) => roomName(topic, audience))
  const others = (event.otherClasses ?? []).map((audience) => roomName(topic, audience))
  fanOut(io.of('/'), { rooms }, { topic, seq, epoch, type, payload })
  if (others.length > 0)
    fanOut(io.of('/'), { rooms: others, except: rooms }, { topic, seq, epoch, type: 'tick', payload: {} })
  if (type === 'rights.changed') io.local.in([...rooms, ...others]).socketsLeave([...rooms, ...others])
}

/** Closes what a missed revocation left open: the table is right, not the memory. */
async function sweepSessions(io: Server, ground: SocketGround): Promise<void> {
  const sockets = [...io.of('/').sockets.values()]
  if (sockets.length === 0) return
  const sessionOf = (socket: Socket) => (socket.data as { actor: Actor }).actor.sessionId
  try {
    const alive = await ground.aliveSessions([...new Set(sockets.map(sessionOf))])
    for (const socket of sockets) if (!alive.has(sessionOf(socket))) socket.disconnect(true)
  } catch (error) {
    ground.house.log.warn({ error }, 'session sweep failed; it runs again')
  }
}
