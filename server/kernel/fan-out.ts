import type { Namespace, Socket } from 'socket.io'

/** Whom an event goes to: everybody in one of `rooms` and in none of `except`, each once. */
export type Listeners = { rooms: readonly string[]; except?: readonly string[] }

/**
 * Sends one event to the listeners of this process. Text and frame are made once, and a socket that has nothing queued gets them
 * straight on its wire: Socket.IO's own broadcast spends a third more CPU on each socket than a bare `ws` server does
 * (docs/BENCHMARKS.md, `meeting`). Whoever has a queue gets it through the queue, so nobody hears events out of order.
 */
export function fanOut(namespace: Namespace, { rooms, except = [] }: Listeners, body: object): void {
  const excluded = idsIn(namespace, except)
  const frame = textFrame(`42${JSON.stringify(['event', body])}`)
  for (const id of idsIn(namespace, rooms)) {
    const socket = excluded.has(id) ? undefined : namespace.sockets.get(id)
    if (socket && !writeDirectly(socket, frame)) socket.emit('event', body)
  }
}

function idsIn({ adapter }: Namespace, rooms: readonly string[]): ReadonlySet<string> {
  const [only, ...others] = rooms.map((room) => adapter.rooms.get(room) ?? new Set<string>())
  if (others.length === 0) return only ?? new Set()
  return new Set([...only!, ...others.flatMap((ids) => [...ids])])
}

/** What Engine.IO and ws hold of a socket below their types; Engine.IO itself sends its prepared frames through `_sender`. */
type Line = {
  readyState: string
  writeBuffer?: { length: number }
  transport: { socket?: { readyState: number; _sender?: { sendFrame?(parts: Buffer[]): void } } }
}
const openWire = 1

function writeDirectly({ conn }: Socket, frame: Buffer): boolean {
  const line = conn as unknown as Line
  const wire = line.transport.socket
  if (line.readyState !== 'open' || line.writeBuffer?.length !== 0 || wire?.readyState !== openWire) return false
  if (typeof wire._sender?.sendFrame !== 'function') return false
  wire._sender.sendFrame([frame])
  return true
}

/** One unmasked text frame of a server. @see RFC 6455 section 5.2 */
export function textFrame(text: string): Buffer {
  const size_bytes = Buffer.byteLength(text)
  const head = size_bytes < 126 ? 2 : size_bytes < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(head + size_bytes)
  frame[0] = 0x81
  frame[1] = head === 2 ? size_bytes : head === 4 ? 126 : 127
  if (head === 4) frame.writeUInt16BE(size_bytes, 2)
  if (head === 10) frame.writeBigUInt64BE(BigInt(size_bytes), 2)
  frame.write(text, head)
  return frame
}
