import { z } from 'zod'
import type { House } from '#server/kernel/house.ts'
import { actorOf, answerJson, commandOf, idParam, newRoutes, params, query, read } from '#server/kernel/http.ts'
import { perform } from '#server/kernel/unit-of-work.ts'
import { fileVisibleTo } from './files.queries.ts'
import { requestBytes } from './request-bytes.ts'
import { serveFile } from './serve-file.ts'
import { receiveUpload, uploadedFile, uploadFile, uploadFileInput, uploadLimit_bytes } from './upload-file.ts'

const contentQuery = z.object({ as: z.enum(['inline', 'attachment']).default('inline') })

/** Uploads of the acting post: bring one in (the body is the file itself), look at it, get it back. */
export function filesRoutes(house: House) {
  return newRoutes()
    .post('/files', query(uploadFileInput), async (c) => {
      const [actor, { name }] = [actorOf(c), c.req.valid('query')]
      const received = await receiveUpload(house, requestBytes(c, uploadLimit_bytes))
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
