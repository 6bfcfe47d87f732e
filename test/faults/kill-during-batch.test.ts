import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { documentActs } from '#db/documents/schema.ts'
import { signingBatchItems } from '#db/documents/signing-batches.schema.ts'
import { giveKeys, type OutgoingDesk, testPin } from '#test/documents/outgoing-desk.ts'
import { type Batch, documentNow, laidMany, seen } from '#test/documents/signing-batch-desk.ts'
import { openRoomWorld } from '#test/meetings/room-world.ts'
import { until } from './killed-when.ts'
import { auditOf, openDevice, startServer } from './server-process.ts'

/*
 * The server is killed in the middle of a batch. What was signed is signed once and stays; what was under way is as before;
 * nothing goes on by itself, because the key died with the server; with the PIN the rest is signed.
 */

const room = await openRoomWorld({ at: new Date().toISOString() })
const { db, config } = room.house
const ground = { databaseUrl: room.url, dataDir: config.dataDir }
const desk: OutgoingDesk = {
  ...room,
  call: (userName, request, body, key) => room.call(userName, request, { body, ...(key ? { key } : {}) }),
}
await giveKeys(desk)
const server = await startServer(ground)
const signer = openDevice(() => server.url, await room.cookieOf('pct'))

const itemsOf = (id: string) => db.select().from(signingBatchItems).where(eq(signingBatchItems.batchId, id))
const countOf = async (id: string, state: string) => (await itemsOf(id)).filter((item) => item.state === state).length
const batchNow = async (id: string) =>
  (await signer.sendUntilAnswered('GET', `/signing-batches/${id}`, { key: randomUUID() })).body as unknown as Batch

test(
  'killed in the middle: what was signed stays, the rest waits for the PIN and is then signed once',
  { timeout: 240_000 },
  async () => {
    const laid = await laidMany(desk, 8, { dueOn: null, recipientIds: [room.world.sttt, room.world.snv] })
    const begun = { key: randomUUID(), body: { items: seen(laid), pin: testPin } }
    const { status, body } = await signer.sendUntilAnswered('POST', '/signing-batches', begun)
    expect(status, JSON.stringify(body)).toBe(200)
    const id = body['id'] as string
    await until(async () => (await countOf(id, 'signed')) >= 2 && (await countOf(id, 'signing')) > 0)
    await server.kill()
    const left = await itemsOf(id)
    for (const { documentId, state } of left)
      expect((await documentNow(desk, documentId)).state).toBe(state === 'signed' ? 'signed' : 'awaiting_signature')
    await server.start()

    // The same command again, as a device sends it that never heard the answer: the same batch, and no key opens by it.
    expect((await signer.sendUntilAnswered('POST', '/signing-batches', begun)).body['id']).toBe(id)
    await until(async () => (await batchNow(id)).phase === 'needs_pin')
    expect(await countOf(id, 'signed')).toBe(left.filter(({ state }) => state === 'signed').length)

    const again = { key: randomUUID(), body: { pin: testPin } }
    const resumed = await signer.sendUntilAnswered('POST', `/signing-batches/${id}/resume`, again)
    expect(resumed.status, JSON.stringify(resumed.body)).toBe(200)
    await until(async () => (await batchNow(id)).phase === 'finished')
    expect((await itemsOf(id)).map(({ state }) => state)).toEqual(Array(8).fill('signed'))
    for (const { id: documentId } of laid) {
      const acts = await db.select().from(documentActs).where(eq(documentActs.documentId, documentId))
      expect(acts.filter(({ act }) => act === 'sign')).toHaveLength(1)
    }
    expect((await auditOf(ground)).faults).toEqual([])
  },
)
