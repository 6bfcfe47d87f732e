import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import type { Env } from '#server/kernel/http.ts'
import { foreignBytesHeaders, pageHeaders } from '#server/kernel/security.ts'
import type { BlobStore } from './blob-store.ts'
import { contentDisposition } from './file-name.rules.ts'
import { alreadyHas, type ByteRange, type RangeWish, rangeWish } from './http-range.rules.ts'

/** Kept bytes under a name for people. Only hand this over for a file that the actor may see. */
export type ServedFile = {
  sha256: string
  size_bytes: number
  name: string
  mediaType: string
  disposition: 'inline' | 'attachment'
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- serves under any path and input
type AnyContext = Context<Env, any, any>

type Answer = { status: 200 | 206 | 304 | 416; headers: Record<string, string>; body: ByteRange | 'all' | null }

/**
 * Answers with the bytes: whole, or the part that `Range` asks for (206, 416), or 304 when the caller has them. They never
 * change under their name, so the caller's own device may keep them for ever; nobody in between may.
 * Written straight into the socket where there is one (about as fast as the platform allows), as a web stream in tests.
 */
export async function serveFile(c: AnyContext, file: ServedFile): Promise<Response> {
  const answer = answerFor(c, file)
  const bytes =
    c.req.method === 'HEAD' || answer.body === null ? null : await open(c.get('house').blobs, file, answer.body)
  const outgoing = (c.env as { outgoing?: ServerResponse } | undefined)?.outgoing
  if (!outgoing || !bytes) return new Response(bytes && (Readable.toWeb(bytes) as ReadableStream), answer)
  outgoing.writeHead(answer.status, { ...pageHeaders, ...answer.headers })
  await send(bytes, outgoing)
  return RESPONSE_ALREADY_SENT
}

function answerFor(c: AnyContext, file: ServedFile): Answer {
  const { size_bytes } = file
  const etag = `"${file.sha256}"`
  const headers = headersOf(file, etag)
  if (alreadyHas(c.req.header('if-none-match'), etag)) return { status: 304, headers, body: null }
  const wished = wishOf(c, etag, size_bytes)
  if (wished.wish === 'impossible') {
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${size_bytes}` }, body: null }
  }
  if (wished.wish === 'all') {
    return { status: 200, headers: { ...headers, 'content-length': String(size_bytes) }, body: 'all' }
  }
  const { start, end } = wished.range
  const part = { 'content-range': `bytes ${start}-${end}/${size_bytes}`, 'content-length': String(end - start + 1) }
  return { status: 206, headers: { ...headers, ...part }, body: wished.range }
}

/** A part of another version would be worse than the whole of this one. */
function wishOf(c: AnyContext, etag: string, size_bytes: number): RangeWish {
  const condition = c.req.header('if-range')
  if (condition !== undefined && condition !== etag) return { wish: 'all' }
  return rangeWish(c.req.header('range'), size_bytes)
}

function headersOf(file: ServedFile, etag: string): Record<string, string> {
  return {
    'content-type': file.mediaType,
    'content-disposition': contentDisposition(file.disposition, file.name),
    ...foreignBytesHeaders,
    'cache-control': 'private, max-age=31536000, immutable',
    'accept-ranges': 'bytes',
    etag,
  }
}

function open(blobs: BlobStore, file: ServedFile, body: ByteRange | 'all'): Promise<Readable> {
  return blobs.stream(file.sha256, body === 'all' ? undefined : body)
}

/** A caller who goes away in the middle is no fault; a medium that fails cuts the line, so that nobody takes half for all. */
async function send(bytes: Readable, outgoing: ServerResponse): Promise<void> {
  await pipeline(bytes, outgoing).catch(() => outgoing.destroy())
}
