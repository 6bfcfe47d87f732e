import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import type { Context } from 'hono'
import { z } from 'zod'
import type { House } from '#server/kernel/house.ts'
import {
  actorOf,
  answerJson,
  commandOf,
  type Env,
  idParam,
  newRoutes,
  params,
  query,
  read,
} from '#server/kernel/http.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { perform } from '#server/kernel/unit-of-work.ts'
import type { BlobSource } from './blob-store.ts'
import { fileVisibleTo } from './files.queries.ts'
import { serveFile } from './serve-file.ts'
import { receiveUpload, uploadedFile, uploadFile, uploadFileInput, uploadLimit_bytes } from './upload-file.ts'

const contentQuery = z.object({ as: z.enum(['inline', 'attachment']).default('inline') })

/** Uploads of the acting post: bring one in (the body is the file itself), look at it, get it back. */
export function filesRoutes(house: House) {
  return newRoutes()
    .post('/files', query(uploadFileInput), async (c) => {
      const [actor, { name }] = [actorOf(c), c.req.valid('query')]
      const received = await receiveUpload(house, bodyOf(c))
      try {
        const command = commandOf(c, 'uploadFile', { name, sha256: received.staged.sha256 })
        return answerJson(c, await perform(house, actor, command, (work) => uploadFile(work, { name, received })))
      } finally {
        await received.discard()
      }
    })
    .get('/files/:id', params(idParam), (c) =>
      read(c, async (db, actor) => uploadedFile(await fileVisibleTo(db, actor, c.req.valid('param').id))),
    )
    .get('/files/:id/content', params(idParam), query(contentQuery), async (c) => {
      const { sizeBytes, ...file } = await fileVisibleTo(house.db, actorOf(c), c.req.valid('param').id)
      return serveFile(c, { ...file, size_bytes: sizeBytes, disposition: c.req.valid('query').as })
    })
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- takes any path and input
type AnyContext = Context<Env, any, any>

/** The file as it comes off the wire, never gathered in memory; the node stream where there is one, as it is twice as fast. */
function bodyOf(c: AnyContext): BlobSource {
  const length = Number(c.req.header('content-length') ?? 0)
  if (length > uploadLimit_bytes) refuse('invalid', 'file_too_large', { limit_mb: uploadLimit_bytes / 1_048_576 })
  if (c.req.header('content-type')?.startsWith('application/json')) refuse('invalid', 'file_type_not_accepted')
  const incoming = (c.env as { incoming?: IncomingMessage } | undefined)?.incoming
  if (incoming) return incoming
  return c.req.raw.body ? Readable.fromWeb(c.req.raw.body as WebStream<Uint8Array>) : new Uint8Array()
}
