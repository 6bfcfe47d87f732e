import { connect, type Socket } from 'node:net'
import type { Answer, Call } from './call.ts'

/**
 * One connection that asks one thing after the other. It knows only the answers that our server gives (a `content-length`, no
 * chunks), and so costs a tenth of node:http's client: the load must not eat the cores it measures.
 */
export type LoadLine = { ask(call: Call): Promise<Answer>; isOpen(): boolean; close(): void }

export function openLoadLine(url: string): Promise<LoadLine> {
  const { host, hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname).setNoDelay(true)
  const reading = readAnswers(socket)
  const line: LoadLine = {
    ask(call) {
      if (socket.destroyed) return Promise.reject(new Error('the connection was closed'))
      socket.write(requestText(host, call))
      return reading()
    },
    isOpen: () => !socket.destroyed,
    close: () => socket.destroy(),
  }
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(line))
    socket.once('error', reject)
  })
}

function requestText(host: string, { method, path, cookie, key, body }: Call): string {
  const text = body === undefined ? '' : JSON.stringify(body)
  const headers = [`host: ${host}`, `cookie: ${cookie}`, 'sec-fetch-site: same-origin']
  if (key !== undefined) headers.push(`idempotency-key: ${key}`)
  if (body !== undefined) headers.push('content-type: application/json', `content-length: ${Buffer.byteLength(text)}`)
  return `${method} ${path} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${text}`
}

type Waiting = { resolve(answer: Answer): void; reject(error: Error): void }

function readAnswers(socket: Socket): () => Promise<Answer> {
  let held: Buffer = Buffer.alloc(0)
  let waiting: Waiting | null = null
  socket.on('data', (piece: Buffer) => {
    held = held.length === 0 ? piece : Buffer.concat([held, piece])
    const answer = wholeAnswer(held)
    if (answer === null) return
    held = Buffer.alloc(0)
    waiting?.resolve(answer)
  })
  const fail = () => waiting?.reject(new Error('the connection was closed'))
  socket.on('error', fail).on('close', fail)
  return () => new Promise((resolve, reject) => (waiting = { resolve, reject }))
}

/** The answer once all of it is here. */
function wholeAnswer(held: Buffer): Answer | null {
  const end = held.indexOf('\r\n\r\n')
  if (end < 0) return null
  const head = held.toString('latin1', 0, end)
  const size_bytes = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? NaN)
  if (Number.isNaN(size_bytes)) throw new Error(`an answer without its length: ${head}`)
  if (held.length < end + 4 + size_bytes) return null
  return { status: Number(head.slice(9, 12)), text: held.toString('utf8', end + 4) }
}
