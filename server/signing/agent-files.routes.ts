import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { House } from '#server/kernel/house.ts'
import type { Env } from '#server/kernel/http.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { ticketName } from './open-signing.ts'
import { noteSigning, signingByTicket, type SigningRow } from './signing.queries.ts'

/** The largest file that a local program may return. */
const RETURNED_BYTES = 120 * 1024 * 1024

/**
 * Where a signing program on the signer's computer fetches the file and returns it, as the programs of the Government Cipher
 * Committee do: without a session, with a ticket of 256 random bits that ends with the signing. Below `/api` it could not stand, since
 * such a program is no page of ours. What is returned is only kept; whether it is taken, the signer's own request decides.
 */
export function agentFiles(house: House) {
  const tooLarge = bodyLimit({ maxSize: RETURNED_BYTES, onError: () => refuse('invalid', 'body_too_large') })
  return new Hono<Env>()
    .get('/signing-agent/:ticket', async (c) => {
      const row = await waiting(house, c.req.param('ticket'))
      const bytes = await house.blobs.bytes(row.baseSha256)
      return c.body(Buffer.from(bytes), 200, { 'content-type': 'application/pdf', 'cache-control': 'no-store' })
    })
    .post('/signing-agent/:ticket', tooLarge, async (c) => {
      const row = await waiting(house, c.req.param('ticket'))
      const { uploadfile: file } = await c.req.parseBody()
      if (!(file instanceof File) || row.returnedSha256) return c.json(uploadAnswer(false))
      const { sha256 } = await house.blobs.put(Buffer.from(await file.arrayBuffer()))
      await noteSigning(house.db, row.id, { returnedSha256: sha256 })
      return c.json(uploadAnswer(true))
    })
}

/** The answer that such programs expect of a FileUploadHandler. */
const uploadAnswer = (Status: boolean) => ({ Status, Message: '', FileName: '', FileServer: '' })

async function waiting(house: House, ticket: string): Promise<SigningRow> {
  const row = await signingByTicket(house.db, ticketName(ticket), house.clock.now())
  return row ?? refuse('not_found', 'not_found')
}
