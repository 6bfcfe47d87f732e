import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket as ServerSocket } from 'socket.io'
import { io as connect, type Socket } from 'socket.io-client'
import { afterAll, expect, test } from 'vitest'
import { fanOut, textFrame } from '#server/kernel/fan-out.ts'

const http = createServer()
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false })
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
const clients: Socket[] = []
afterAll(async () => {
  for (const client of clients) client.close()
  await io.close()
})

/** A client in these rooms, what it hears, and the server's end of it. */
async function listener(...rooms: string[]) {
  const met = new Promise<ServerSocket>((resolve) => io.once('connection', resolve))
  const client = connect(url, { transports: ['websocket'], forceNew: true, reconnection: false })
  clients.push(client)
  const heard: unknown[] = []
  client.on('event', (body: unknown) => void heard.push(body))
  const end = await met
  await end.join(rooms)
  /** Everything that was sent before has been heard. */
  const settled = () => new Promise<void>((resolve) => end.emit('ping', () => resolve()))
  client.on('ping', (answer: () => void) => answer())
  return { heard, end, settled }
}

test('everybody in one of the rooms hears an event once, and nobody in an excepted one', async () => {
  const [both, desk, guest] = [await listener('a', 'b'), await listener('b'), await listener('c')]
  fanOut(io.of('/'), { rooms: ['a', 'b', 'nobody'] }, { n: 1 })
  fanOut(io.of('/'), { rooms: ['a', 'b'], except: ['a'] }, { n: 2 })
  fanOut(io.of('/'), { rooms: [] }, { n: 3 })
  for (const one of [both, desk, guest]) await one.settled()
  expect([both.heard, desk.heard, guest.heard]).toEqual([[{ n: 1 }], [{ n: 1 }, { n: 2 }], []])
})

test('events are heard in order, also by a socket that has something queued', async () => {
  const { end, heard, settled } = await listener('order')
  const transport = end.conn.transport as unknown as { writable: boolean; emit(event: string): void }
  fanOut(io.of('/'), { rooms: ['order'] }, { n: 1 })
  transport.writable = false
  end.emit('event', { n: 2 })
  fanOut(io.of('/'), { rooms: ['order'] }, { n: 3 })
  expect((end.conn as unknown as { writeBuffer: unknown[] }).writeBuffer).toHaveLength(2)
  transport.writable = true
  transport.emit('ready')
  ;(end.conn as unknown as { flush(): void }).flush()
  fanOut(io.of('/'), { rooms: ['order'] }, { n: 4 })
  await settled()
  expect(heard).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }])
})

test('Vietnamese text of every length arrives as it was', async () => {
  const { heard, settled } = await listener('text')
  const bodies = [0, 1, 30, 90, 126, 40_000, 70_000].map((size) => ({ text: 'ộ'.repeat(size) }))
  for (const body of bodies) fanOut(io.of('/'), { rooms: ['text'] }, body)
  await settled()
  expect(heard).toEqual(bodies)
})

test.each([
  [0, [0x81, 0]],
  [125, [0x81, 125]],
  [126, [0x81, 126, 0, 126]],
  [65_535, [0x81, 126, 255, 255]],
  [65_536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
])('a text of %d bytes is framed as RFC 6455 says', (size, head) => {
  const frame = textFrame('x'.repeat(size))
  expect([...frame.subarray(0, head.length)]).toEqual(head)
  expect(frame.subarray(head.length).toString()).toBe('x'.repeat(size))
})
