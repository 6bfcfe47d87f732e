// A thousand screens in a process of their own: plain websockets that speak just enough of Socket.IO, and the raw peer's clients.
import { WebSocket } from 'ws'
import { openDatabase } from '#db/client.ts'
import { openConnections, send } from './call.ts'
import { answerQuestions } from './second-process.ts'

/** Whose screens: those of the house, or those of a raw `ws` server that only broadcasts. */
export type Audience = 'house' | 'raw'

export type WatchQuestion =
  | { do: 'enter'; audience: 'house'; url: string; cookies: string[]; topic: string }
  | { do: 'enter'; audience: 'raw'; url: string; count: number }
  | { do: 'turn'; audience: Audience; by: Trigger; turns: number; every_ms: number }

/** What makes an event: the act over HTTP, a NOTIFY of the same text in the database, or a message to the raw server. */
export type Trigger =
  | { kind: 'act'; url: string; path: string; cookie: string; paperId: string }
  | { kind: 'notify'; databaseUrl: string; payload: string }
  | { kind: 'message' }

/** Milliseconds from the trigger to each screen, turn after turn; `text` is the last frame as a screen got it. */
export type WatchAnswer = { reached_ms: Float64Array; missing: number; last_ms: Float64Array; text: string }

const screens: Record<Audience, WebSocket[]> = { house: [], raw: [] }
let hear: (text: string) => void = () => undefined
const patience_ms = 10_000

answerQuestions<WatchQuestion, WatchAnswer>(async (question) => {
  if (question.do === 'turn') return watch(question)
  await enter(question)
  return { reached_ms: new Float64Array(), missing: 0, last_ms: new Float64Array(), text: '' }
})

async function enter(asked: WatchQuestion & { do: 'enter' }): Promise<void> {
  const count = asked.audience === 'house' ? asked.cookies.length : asked.count
  for (let at = 0; at < count; at += 50) {
    const some = Array.from({ length: Math.min(50, count - at) }, (_, next) => at + next)
    const opened = some.map((n) =>
      asked.audience === 'house' ? joinRoom(asked, asked.cookies[n]!) : openRaw(asked.url),
    )
    screens[asked.audience].push(...(await Promise.all(opened)))
  }
}

/** Engine.IO 4 and Socket.IO 5 by hand: 0 open, 40 connect, 42 event, 43 its answer, 2 ping, 3 pong. */
function joinRoom({ url, topic }: { url: string; topic: string }, cookie: string): Promise<WebSocket> {
  const address = `${url.replace('http', 'ws')}/live/?EIO=4&transport=websocket`
  const socket = new WebSocket(address, { headers: { cookie, origin: url }, perMessageDeflate: false })
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (data: Buffer) => {
      const text = data.toString('latin1')
      if (text.startsWith('42')) return hear(text)
      if (text === '2') return socket.send('3')
      if (text.startsWith('0')) return socket.send('40')
      if (text.startsWith('40')) return socket.send(`420["join",${JSON.stringify(topic)}]`)
      if (text === '430[{"ok":true}]') return resolve(socket)
      reject(new Error(`a screen was told ${text}`))
    })
  })
}

function openRaw(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  socket.on('message', (data: Buffer) => hear(data.toString('latin1')))
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(socket))
    socket.on('error', reject)
  })
}

async function watch({ audience, by, turns, every_ms }: WatchQuestion & { do: 'turn' }): Promise<WatchAnswer> {
  const trigger = await openTrigger(by)
  const reached: number[] = []
  const last: number[] = []
  let [missing, text] = [0, '']
  for (let turn = 0; turn < turns; turn += 1) {
    const started = performance.now()
    const heard = await oneTurn(screens[audience].length, () => trigger.pull())
    for (const at of heard.at) reached.push(at - started)
    last.push((heard.at.at(-1) ?? Infinity) - started)
    missing += screens[audience].length - heard.at.length
    text = heard.text
    await pause(started + every_ms - performance.now())
  }
  await trigger.close()
  return { reached_ms: Float64Array.from(reached), last_ms: Float64Array.from(last), missing, text }
}

/** Waits until every screen has heard, or for so long that those which have not never will. */
async function oneTurn(count: number, pull: () => Promise<void>): Promise<{ at: number[]; text: string }> {
  const heard = { at: [] as number[], text: '' }
  const all = new Promise<void>((resolve) => {
    hear = (text) => {
      heard.at.push(performance.now())
      heard.text = text
      if (heard.at.length === count) resolve()
    }
  })
  await Promise.race([Promise.all([pull(), all]), pause(patience_ms)])
  return heard
}

const pause = (wait_ms: number) =>
  new Promise<void>((resolve) => void setTimeout(resolve, Math.max(0, wait_ms)).unref())

type Pulled = { pull(): Promise<void>; close(): Promise<unknown> }
let page = 0

async function openTrigger(by: Trigger): Promise<Pulled> {
  if (by.kind === 'act') return pageTurner(by)
  if (by.kind === 'message') {
    const socket = screens.raw[0]!
    return { pull: async () => socket.send('turn'), close: async () => undefined }
  }
  const { sql, close } = openDatabase(by.databaseUrl, { max: 1, name: 'ecabinet bench' })
  await sql`select 1`
  return { pull: async () => void (await sql`select pg_notify('ecabinet_events', ${by.payload})`), close }
}

function pageTurner({ url, path, cookie, paperId }: Trigger & { kind: 'act' }): Pulled {
  const agent = openConnections(1)
  return {
    async pull() {
      page = (page % 999) + 1
      const { status, text } = await send(url, agent, { method: 'POST', path, cookie, body: { paperId, page } })
      if (status !== 200) throw new Error(`the page was not turned: ${status} ${text}`)
    },
    close: async () => agent.destroy(),
  }
}
