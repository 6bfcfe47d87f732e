import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { Server as LiveServer } from 'socket.io'
import { pageHeaders } from '#server/kernel/security.ts'
import { samplePaper } from './sample-paper.ts'

/** What the server answers at a path of the API: status and JSON. */
export type Answers = Record<string, { status: number; body: unknown }>

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** A served client: where, and what a test may do to it. */
export interface ServedClient {
  origin: string
  server: Server
  live: LiveServer
}

/**
 * Serves a built client under the product's own headers, so that the content policy is the real one, with the given answers
 * at `METHOD /api/…` and a live line where every topic may be joined. Unknown paths of the API answer 404 in the server's shape.
 */
export async function serveClient(folder: string, answers: Answers): Promise<ServedClient> {
  const paper = await samplePaper()
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value)
    response.removeHeader('strict-transport-security')
    void answer(request, response, { folder, answers, paper })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    live: openLine(server, answers),
  }
}

/** Like the server's own: nobody without a session, and every topic for everybody else. */
function openLine(server: Server, answers: Answers): LiveServer {
  const live = new LiveServer(server, { path: '/live', transports: ['websocket'], serveClient: false })
  live.use((_, next) => {
    const isKnown = answers['GET /api/session']?.status === 200
    next(isKnown ? undefined : new Error('unauthenticated'))
  })
  live.on('connection', (socket) => {
    socket.on('join', (topic: string, answer: (said: { ok: boolean }) => void) => {
      void socket.join(topic)
      answer({ ok: true })
    })
  })
  return live
}

interface Ground {
  folder: string
  answers: Answers
  paper: Uint8Array
}

async function answer(request: IncomingMessage, response: ServerResponse, ground: Ground): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://client')
  if (/^\/api\/\w+\/[^/]+\/files\//.test(pathname)) return answerRange(request, response, ground.paper)
  if (pathname.startsWith('/api/')) return answerApi(request, response, ground.answers)
  if (pathname === '/gallery.pdf') return answerRange(request, response, ground.paper)
  const file = path.extname(pathname) === '' ? 'index.html' : pathname
  const bytes = await readFile(path.join(ground.folder, file)).catch(() => null)
  response.statusCode = bytes ? 200 : 404
  response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream')
  response.end(bytes ?? '')
}

function answerApi(request: IncomingMessage, response: ServerResponse, answers: Answers): void {
  const { pathname } = new URL(request.url ?? '/', 'http://client')
  const found = answers[`${request.method} ${pathname}`] ?? { status: 404, body: refusal('not_found', 'not_found') }
  response.writeHead(found.status, { 'content-type': 'application/json' }).end(JSON.stringify(found.body))
}

function answerRange(request: IncomingMessage, response: ServerResponse, bytes: Uint8Array): void {
  const [from, to] = (/bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []).slice(1).map(Number)
  response.setHeader('accept-ranges', 'bytes').setHeader('content-type', 'application/pdf')
  if (from === undefined || to === undefined) {
    response.writeHead(200, { 'content-length': bytes.length }).end(bytes)
    return
  }
  const part = bytes.subarray(from, to + 1)
  const headers = {
    'content-range': `bytes ${from}-${from + part.length - 1}/${bytes.length}`,
    'content-length': part.length,
  }
  response.writeHead(206, headers).end(part)
}

/** A refusal as the server words it. */
export function refusal(code: string, reason: string, vi = 'Không tìm thấy.', en = 'Not found.') {
  return { error: { code, reason, vi, en, data: {}, fields: [], traceId: '0' } }
}
