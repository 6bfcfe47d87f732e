import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { documentActs } from '#db/documents/schema.ts'
import { signingBatches } from '#db/documents/signing-batches.schema.ts'
import { sessions } from '#db/identity/schema.ts'
import { keyStores } from '#db/signing/schema.ts'
import { batchesAtRest } from '#server/documents/door.ts'
import { actorOf } from '#test/support/world.ts'
import { done, giveKeys, newKey, openOutgoingDesk, testPin } from './outgoing-desk.ts'
import { batchNow, beginning, documentNow, type Laid, laidMany, outcomes, signedInBatch } from './signing-batch-desk.ts'

// A batch and everything that may come in between: the same again, two tabs, a kill, the end of the session, a change of mind.

// Each signature starts processes of its own, which takes long on a machine that does much else.
vi.setConfig({ testTimeout: 120_000 })

const desk = await openOutgoingDesk()
const { call, house, world } = desk
await giveKeys(desk)
const signer = actorOf(world, 'pct')

const stateOf = async ({ id }: { id: string }) => (await documentNow(desk, id)).state
const triesOf = async () => Math.max(...(await house.db.select().from(keyStores)).map(({ pinFailures }) => pinFailures))
/** As after `kill -9`: the run says nothing any more, and one document was under way. */
async function forgetRun(id: string): Promise<void> {
  await house.db
    .update(signingBatches)
    .set({ heldUntil: new Date(0) })
    .where(eq(signingBatches.id, id))
}

beforeEach(async () => {
  await batchesAtRest(house)
  await house.db.update(keyStores).set({ pinFailures: 0, lockedAt: null })
})

describe('once is once', () => {
  test('the same request twice, at once and later, is one batch', async () => {
    const laid = await laidMany(desk, 2)
    const key = newKey()
    const replies = await Promise.all([1, 2, 3].map(() => beginning(desk, laid, { key })))
    await batchesAtRest(house)
    replies.push(await beginning(desk, laid, { key }))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1)
    const signs = await house.db.select().from(documentActs).where(eq(documentActs.documentId, laid[0]!.id))
    expect(signs.filter(({ act }) => act === 'sign')).toHaveLength(1)
  })

  test('two tabs at once: one begins, the other is told of it', async () => {
    const laid = await laidMany(desk, 3)
    const replies = await Promise.all([beginning(desk, laid), beginning(desk, laid)])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
    const [told] = replies.filter(({ status }) => status === 409)
    const [begun] = replies.filter(({ status }) => status === 200)
    expect(told).toMatchObject({ reason: 'batch_open', data: { batchId: begun!.body.id } })
    await batchesAtRest(house)
    expect(outcomes(await batchNow(desk, begun!.body.id))).toEqual(['signed', 'signed', 'signed'])
  })

  test('what was signed alone meanwhile is left out and not signed twice', async () => {
    const laid = await laidMany(desk, 2)
    const [alone] = laid as [Laid]
    done(await call('pct', `POST /documents/${alone.id}/sign`, { revision: alone.revision, pin: testPin }))
    expect(outcomes(await signedInBatch(desk, laid))).toEqual(['left_out: signed_already', 'signed'])
  })

  test('signed alone and in a batch in the same moment: one signature', async () => {
    const laid = await laidMany(desk, 2)
    const [both] = laid as [Laid]
    const [batch] = await Promise.all([
      beginning(desk, laid),
      call('pct', `POST /documents/${both.id}/sign`, { revision: both.revision, pin: testPin }),
    ])
    await batchesAtRest(house)
    const acts = await house.db.select().from(documentActs).where(eq(documentActs.documentId, both.id))
    expect(acts.filter(({ act }) => act === 'sign')).toHaveLength(1)
    expect((await batchNow(desk, done(batch).id)).counts).toMatchObject({ waiting: 0, signing: 0, failed: 0 })
  })
})

describe('the PIN', () => {
  test('wrong: counted once, nothing begun, nothing signed', async () => {
    const laid = await laidMany(desk, 4)
    const reply = await beginning(desk, laid, { pin: '000000' })
    expect(reply).toMatchObject({ status: 400, reason: 'pin_wrong', data: { left: 4 } })
    expect(await triesOf()).toBe(1)
    expect(await Promise.all(laid.map(stateOf))).toEqual(Array(4).fill('awaiting_signature'))
    expect((await batchesOf('pct')).filter(({ phase }) => phase !== 'finished')).toEqual([])
  })

  test('is needed again after the server was killed; then the rest is signed, what was under way too', async () => {
    const laid = await laidMany(desk, 4)
    const { id } = done(await beginning(desk, laid))
    await batchesAtRest(house, { stop: true })
    await forgetRun(id)
    const halted = await batchNow(desk, id)
    expect(halted).toMatchObject({ phase: 'needs_pin', can: { resume: true, cancel: true } })
    expect(halted.counts.waiting).toBeGreaterThan(0)
    const wrong = await call('pct', `POST /signing-batches/${id}/resume`, { pin: '111111' })
    expect(wrong).toMatchObject({ status: 400, reason: 'pin_wrong' })
    const other = await beginning(desk, await laidMany(desk, 1))
    expect(other).toMatchObject({ status: 409, reason: 'batch_open', data: { batchId: id } })
    done(await call('pct', `POST /signing-batches/${id}/resume`, { pin: testPin }))
    await batchesAtRest(house)
    expect(outcomes(await batchNow(desk, id))).toEqual(Array(4).fill('signed'))
  })

  test('given again while a key is open is refused', async () => {
    const { id } = done(await beginning(desk, await laidMany(desk, 4)))
    const reply = await call('pct', `POST /signing-batches/${id}/resume`, { pin: testPin })
    expect(reply).toMatchObject({ status: 409, reason: 'batch_running' })
    await batchesAtRest(house)
  })

  test('signs nothing more once its session has ended', async () => {
    const laid = await laidMany(desk, 6)
    const { id } = done(await beginning(desk, laid))
    const gone = await house.db.delete(sessions).where(eq(sessions.personId, signer.personId)).returning()
    await batchesAtRest(house)
    await house.db.insert(sessions).values(gone)
    const batch = await batchNow(desk, id)
    expect(batch.phase).toBe('needs_pin')
    expect(batch.counts.waiting).toBeGreaterThanOrEqual(4)
    done(await call('pct', `POST /signing-batches/${id}/cancel`))
  })
})

describe('stopping', () => {
  test('leaves out what is not begun, ends what is under way, and may be said twice', async () => {
    const laid = await laidMany(desk, 8)
    const { id } = done(await beginning(desk, laid))
    const { leftOut } = done(
      (await call<{ leftOut: number }>('pct', `POST /signing-batches/${id}/cancel`)) as never,
    ) as { leftOut: number }
    expect(leftOut).toBeGreaterThanOrEqual(4)
    await batchesAtRest(house)
    const batch = await batchNow(desk, id)
    expect(batch).toMatchObject({ phase: 'finished', counts: { left_out: leftOut, waiting: 0, signing: 0 } })
    for (const [n, { state }] of batch.items.entries())
      expect(await stateOf(laid[n]!)).toBe(state === 'signed' ? 'signed' : 'awaiting_signature')
    expect(done(await call<{ leftOut: number }>('pct', `POST /signing-batches/${id}/cancel`))).toMatchObject({
      leftOut: 0,
    })
  })
})

const batchesOf = async (userName: string) =>
  done(await call<{ id: string; phase: string }[]>(userName, 'GET /signing-batches'))
