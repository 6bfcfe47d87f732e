import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { afterAll, expect, test } from 'vitest'
import { identify } from '#server/identity/door.ts'
import { startSession } from '#server/identity/sessions.ts'
import { systemClock } from '#server/kernel/clock.ts'
import type { MeetingSnapshot } from '#server/meetings/screen.state.ts'
import { deliver } from '#test/documents/arrivals-world.ts'
import { inventVoters, pollOf } from '#test/meetings/many-voters.ts'
import { openRoomWorld } from '#test/meetings/room-world.ts'
import { actorOf } from '#test/support/world.ts'
import { auditOf, openDevice, type ServerProcess, startServer } from './server-process.ts'

// Two server processes on one database are one house: acts, events, sessions and votes do not care which of them they go through.

const room = await openRoomWorld()
const ground = { databaseUrl: room.url, dataDir: room.house.config.dataDir }
const [first, second] = await Promise.all([startServer(ground), startServer(ground)])
const house = { ...room.house, clock: systemClock }

const lines: Socket[] = []
afterAll(() => lines.forEach((line) => line.disconnect()))

async function sessionOf(seat: { personId: string; postId: string }): Promise<string> {
  const token = await startSession(house, house.db, { ...seat, userAgent: '', address: '' })
  return `sid=${token}`
}
const cookieOf = (userName: string) => sessionOf(actorOf(room.world, userName))

type Heard = { topic: string; type: string; seq?: number; payload: Record<string, unknown> }

/** A screen on one of the servers that hears these topics. */
async function screenOn({ url }: ServerProcess, cookie: string, topics: string[]) {
  const extraHeaders = { cookie, origin: url }
  const line = io(url, { path: '/live', transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders })
  lines.push(line)
  const heard: Heard[] = []
  line.on('event', (event: Heard) => void heard.push(event))
  for (const topic of topics) expect(await line.emitWithAck('join', topic)).toEqual({ ok: true })
  return { line, heard }
}

test('an act on one is on the screens of both', async () => {
  const arrivalId = await deliver(room)
  const cookie = await cookieOf('vanthu.sttt')
  const topic = `agency:${room.world.sttt}`
  const screens = await Promise.all([first, second].map((server) => screenOn(server, cookie, [topic])))
  const clerk = openDevice(() => second.url, cookie)
  const body = { revision: 1, confirmDuplicate: true }
  expect((await clerk.send('POST', `/arrivals/${arrivalId}/register`, { body })).status).toBe(200)
  for (const { heard } of screens)
    await expect
      .poll(() => heard.map(({ type, payload }) => [type, payload['id'], payload['state']]))
      .toContainEqual(['arrivals.changed', arrivalId, 'registered'])
})

test('the same operation through both at once is done once', async () => {
  const arrivalId = await deliver(room)
  const cookie = await cookieOf('vanthu.sttt')
  const [key, body] = [randomUUID(), { revision: 1, confirmDuplicate: true }]
  const answers = await Promise.all(
    [first, second, first, second].map((server) =>
      openDevice(() => server.url, cookie).send('POST', `/arrivals/${arrivalId}/register`, { key, body }),
    ),
  )
  for (const answer of answers) expect(answer).toEqual({ status: 200, body: answers[0]!.body })
})

test('a session that is revoked on one is gone on both, with its sockets', async () => {
  const [lost, kept] = [await cookieOf('thuky'), await cookieOf('thuky')]
  const screens = await Promise.all([first, second].map((server) => screenOn(server, lost, [])))
  const other = await screenOn(second, kept, [])
  const { sessionId } = (await identify(house, lost))!
  const from = performance.now()
  await openDevice(() => first.url, kept).send('DELETE', `/sessions/${sessionId}`)
  await expect.poll(() => screens.map(({ line }) => line.connected)).toEqual([false, false])
  expect(performance.now() - from).toBeLessThan(3000)
  for (const server of [first, second])
    expect((await openDevice(() => server.url, lost).send('GET', '/session')).status).toBe(401)
  expect(other.line.connected).toBe(true)
})

test(
  'a vote through both counts everybody once and tells everybody; one of them may die in the middle',
  { timeout: 60_000 },
  async () => {
    const voters = await inventVoters(room, 60)
    const poll = await pollOf(room, voters, true)
    const chair = await cookieOf('chutich')
    const topic = `meeting:${poll.meetingId}`
    const screens = await Promise.all([first, second].map((server) => screenOn(server, chair, [topic])))
    const path = `/meetings/${poll.meetingId}/polls/${poll.pollId}/ballot`
    const castBy = async (voter: (typeof voters)[number], index: number) => {
      const sent = { key: randomUUID(), body: { choice: index % 3 === 0 ? 'no' : 'yes' } }
      const cookie = await sessionOf(voter)
      const through = (servers: ServerProcess[]) =>
        Promise.all(servers.map((server) => openDevice(() => server.url, cookie).sendUntilAnswered('POST', path, sent)))
      return through(index % 5 === 0 ? [first, second] : [index % 2 === 0 ? first : second])
    }
    const half = await Promise.all(voters.slice(0, 30).map(castBy))
    expect(half.flat().every(({ status }) => status === 200)).toBe(true)
    for (const { heard } of screens)
      await expect.poll(() => heard.findLast(({ type }) => type === 'poll.turnout')?.payload['voted']).toBe(30)

    await first.kill()
    const rest = Promise.all(voters.slice(30).map(castBy))
    await first.start()
    await rest
    const { heard } = screens[1]!
    await expect.poll(() => heard.findLast(({ type }) => type === 'poll.turnout')?.payload['voted']).toBe(60)
    expect(screens[1]!.line.connected).toBe(true)
    const seqs = heard.filter((event) => event.topic === topic).map(({ seq }) => seq!)
    expect(seqs).toEqual(seqs.map((_, n) => seqs[0]! + n))

    const seen = await Promise.all([first, second].map(async (server) => snapshotOf(server, chair, poll.meetingId)))
    expect(seen[0]).toEqual(seen[1])
    expect(seen[0]!.polls[0]!.voted).toBe(60)
    expect(await poll.close()).toMatchObject({ yes: 40, no: 20, abstain: 0 })
    expect((await auditOf(ground)).faults).toEqual([])
  },
)

async function snapshotOf({ url }: ServerProcess, cookie: string, meetingId: string): Promise<MeetingSnapshot> {
  const { body } = await openDevice(() => url, cookie).send('GET', `/meetings/${meetingId}/live`)
  return body['snapshot'] as MeetingSnapshot
}
