import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { type BenchHouse, inBenchHouse } from './bench-house.ts'
import { type Bench, median, quantile, type Tell } from './figure.ts'
import { type Hall, openHall } from './meeting-hall.ts'
import { openSecondProcess, type SecondProcess } from './second-process.ts'
import type { Audience, Trigger, WatchAnswer, WatchQuestion } from './watch-room.child.ts'

const sizes = {
  full: { screens: 1000, rounds: 7, turns: 20, every_ms: 125 },
  small: { screens: 20, rounds: 2, turns: 3, every_ms: 10 },
}
type Size = (typeof sizes)[keyof typeof sizes]
type Screens = SecondProcess<WatchQuestion, WatchAnswer>

/** One variety's samples over all rounds: every delivery, every last screen, and the server's CPU a delivery of each round. */
type Seen = { reached_ms: number[]; last_ms: number[]; missing: number; cpu_us: number[] }

/**
 * A page turn through the real act (HTTP, log, NOTIFY, Socket.IO) to a thousand screens in another process, in turns with a bare
 * `ws` server in this process that broadcasts a text of the same length, and with the fan-out alone.
 */
export const meetingBench: Bench = async (scale, tell) => {
  await inBenchHouse(async (bench) => {
    const size = sizes[scale]
    const hall = await openHall(bench, size.screens)
    const screens = openSecondProcess<WatchQuestion, WatchAnswer>('./watch-room.child.ts')
    const raw = await openRawServer()
    try {
      await enterAll({ hall, screens, raw, size }, tell)
      tellSeen(await playRounds({ bench, hall, screens, raw, size }), size, tell)
    } finally {
      screens.close()
      raw.close()
    }
  })
}

/** Broadcasts a text to everybody but the first client, who asks for it, and to that one too. */
async function openRawServer() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  const says = { text: '' }
  server.on('connection', (socket) =>
    socket.on('message', () => {
      for (const client of server.clients) client.send(says.text)
    }),
  )
  await once(server, 'listening')
  const close = () => {
    for (const client of server.clients) client.terminate()
    server.close()
  }
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, says, close }
}

type Stage = { hall: Hall; screens: Screens; raw: Awaited<ReturnType<typeof openRawServer>>; size: Size }

async function enterAll({ hall, screens, raw, size }: Stage, tell: Tell): Promise<void> {
  const before_bytes = process.memoryUsage.rss()
  const started = performance.now()
  const cookies = hall.deputies.map(({ cookie }) => cookie)
  await screens.ask({ do: 'enter', audience: 'house', url: hall.url, cookies, topic: `meeting:${hall.meetingId}` })
  const entered = { case: `${size.screens} screens enter`, unit: 'ms' }
  tell({ ...entered, metric: 'all joined', value: performance.now() - started })
  const used_bytes = process.memoryUsage.rss() - before_bytes
  const memory = { case: `${size.screens} screens in the room` }
  tell({ ...memory, metric: 'server memory', value: process.memoryUsage.rss() / 2 ** 20, unit: 'MiB' })
  tell({ ...memory, metric: 'server memory a screen', value: used_bytes / size.screens / 1024, unit: 'KiB' })
  await screens.ask({ do: 'enter', audience: 'raw', url: raw.url, count: size.screens })
}

type Played = Record<'act' | 'fanOut' | 'raw', Seen>

async function playRounds({ bench, ...stage }: Stage & { bench: BenchHouse }): Promise<Played> {
  const { hall, raw } = stage
  const path = `/api/meetings/${hall.meetingId}/stage`
  const act: Trigger = { kind: 'act', url: hall.url, path, cookie: hall.chair.cookie, paperId: hall.paperId }
  const text = await warmUp(stage, act)
  raw.says.text = text
  const event = (JSON.parse(text.slice(2)) as [string, Record<string, unknown>])[1]
  const payload = JSON.stringify({ ...event, classes: ['desk', 'members', 'invited'], otherClasses: [] })
  const notify: Trigger = { kind: 'notify', databaseUrl: bench.databaseUrl, payload }
  const played: Played = { act: nothing(), fanOut: nothing(), raw: nothing() }
  for (let round = 0; round < stage.size.rounds; round += 1) {
    await play(stage, played.act, { audience: 'house', by: act })
    await play(stage, played.raw, { audience: 'raw', by: { kind: 'message' } })
    await play(stage, played.fanOut, { audience: 'house', by: notify })
  }
  return played
}

const nothing = (): Seen => ({ reached_ms: [], last_ms: [], missing: 0, cpu_us: [] })

/** Until the machine code is there; answers a frame as the screens got it. */
async function warmUp({ screens, size, raw }: Stage, act: Trigger): Promise<string> {
  const asked = { do: 'turn', turns: size.turns, every_ms: size.every_ms } as const
  const { text } = await screens.ask({ ...asked, audience: 'house', by: act })
  raw.says.text = text
  await screens.ask({ ...asked, audience: 'raw', by: { kind: 'message' } })
  return text
}

async function play({ screens, size }: Stage, seen: Seen, of: { audience: Audience; by: Trigger }): Promise<void> {
  const { turns, every_ms } = size
  const before = process.cpuUsage()
  const { reached_ms, last_ms, missing } = await screens.ask({ do: 'turn', ...of, turns, every_ms })
  const { user, system } = process.cpuUsage(before)
  for (const value of reached_ms) seen.reached_ms.push(value)
  for (const value of last_ms) seen.last_ms.push(value)
  seen.missing += missing
  seen.cpu_us.push((user + system) / (turns * size.screens))
}

function tellSeen({ act, fanOut, raw }: Played, size: Size, tell: Tell): void {
  const cases = [
    { case: `page turn to ${size.screens} screens`, seen: act },
    { case: `fan-out alone to ${size.screens} screens`, seen: fanOut },
  ]
  const beside = 'raw ws broadcast'
  for (const { case: name, seen } of cases) {
    const of = { case: name, unit: 'ms' }
    tell({
      ...of,
      metric: 'CPU a delivery',
      unit: 'µs',
      value: median(seen.cpu_us),
      beside: [beside, median(raw.cpu_us)],
    })
    for (const share of [0.5, 0.99]) {
      const both = [quantile(seen.reached_ms, share), quantile(raw.reached_ms, share)] as const
      tell({ ...of, metric: `p${share * 100}`, value: both[0], beside: [beside, both[1]] })
    }
    tell({ ...of, metric: 'last screen p50', value: median(seen.last_ms), beside: [beside, median(raw.last_ms)] })
    tell({ ...of, metric: 'not reached', value: seen.missing, unit: 'deliveries' })
  }
}
