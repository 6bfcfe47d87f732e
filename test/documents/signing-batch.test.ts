import { and, asc, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { documents } from '#db/documents/schema.ts'
import { commands, journal } from '#db/kernel/schema.ts'
import { certificates, keyStores } from '#db/signing/schema.ts'
import { batchesAtRest } from '#server/documents/door.ts'
import { listenForEvents, type LiveEvent } from '#server/kernel/live-events.ts'
import { newestReport } from '#server/signing/door.ts'
import { actorOf } from '#test/support/world.ts'
import { done, giveKeys, openOutgoingDesk, testPin } from './outgoing-desk.ts'
import {
  batchNow,
  beginning,
  documentNow,
  type Laid,
  laidMany,
  outcomes,
  seen,
  signedInBatch,
} from './signing-batch-desk.ts'

// Each signature starts processes of its own, which takes long on a machine that does much else.
vi.setConfig({ testTimeout: 120_000 })

const desk = await openOutgoingDesk()
const { call, house, world } = desk
await giveKeys(desk)
const signer = actorOf(world, 'pct')

const stateOf = async ({ id }: { id: string }) => (await documentNow(desk, id)).state
const triesOf = async () => Math.max(...(await house.db.select().from(keyStores)).map(({ pinFailures }) => pinFailures))
const change = ({ id }: Laid, set: Partial<typeof documents.$inferInsert>) =>
  house.db.update(documents).set(set).where(eq(documents.id, id))
beforeEach(async () => {
  await batchesAtRest(house)
  await house.db.update(keyStores).set({ pinFailures: 0, lockedAt: null })
})

describe('many documents, one PIN', () => {
  test('each is signed as if alone: valid, journalled with the batch, on whose behalf', async () => {
    const laid = await laidMany(desk, 3)
    const batch = await signedInBatch(desk, laid)
    expect(outcomes(batch)).toEqual(Array(3).fill('signed'))
    expect(batch).toMatchObject({ phase: 'finished', counts: { signed: 3, waiting: 0, failed: 0 } })
    for (const { id, fileSha256 } of laid) {
      const row = await documentNow(desk, id)
      expect(row.state).toBe('signed')
      const [before, after] = await Promise.all([house.blobs.bytes(fileSha256), house.blobs.bytes(row.fileSha256!)])
      expect(Buffer.from(after.subarray(0, before.length)).equals(Buffer.from(before))).toBe(true)
      expect((await newestReport(house.db, row.fileSha256!))!.report.overall).toBe('valid')
      const [act] = await house.db
        .select()
        .from(journal)
        .where(and(eq(journal.stream, `document:${id}`), eq(journal.act, 'document.sign')))
      expect(act).toMatchObject({ personId: signer.personId, onBehalfOf: 'Chủ tịch', basis: 'ND30 art. 13' })
      expect(act!.data).toMatchObject({ batchId: batch.id, signedOver: fileSha256, competence: 'KT. CHỦ TỊCH' })
    }
    expect(batch.items.map(({ competence }) => competence)).toEqual(Array(3).fill('KT. CHỦ TỊCH'))
  })

  test('the list of what waits names exactly what is to be shown and signed', async () => {
    const [laid] = await laidMany(desk, 1)
    const { rows, total } = done(await call<{ rows: Laid[]; total: number }>('pct', 'GET /signing-batches/candidates'))
    expect(rows.find(({ id }) => id === laid!.id)).toMatchObject({
      revision: laid!.revision,
      fileSha256: laid!.fileSha256,
    })
    expect(rows.length).toBe(total)
    const others = done(await call<{ rows: Laid[] }>('chutich', 'GET /signing-batches/candidates'))
    expect(others.rows).toEqual([])
  })

  test('tells the signer’s screens of every step, with ids and states only', async () => {
    const heard: LiveEvent[] = []
    const sink = { publish: (event: LiveEvent) => void heard.push(event), resync: () => undefined }
    const { unlisten } = await listenForEvents(house.sql, house.db, sink)
    const laid = await laidMany(desk, 2)
    const { id } = await signedInBatch(desk, laid)
    await expect.poll(() => heard.filter(({ type }) => type === 'batch.changed').length).toBeGreaterThanOrEqual(5)
    await unlisten()
    const told = heard.filter(({ type }) => type === 'batch.changed')
    expect(new Set(told.map(({ topic }) => topic))).toEqual(new Set([`post:${signer.postId}`]))
    const signed = told
      .filter(({ payload }) => payload['state'] === 'signed')
      .map(({ payload }) => payload['documentId'])
    expect(signed.sort()).toEqual(laid.map((one) => one.id).sort())
    expect(new Set(told.flatMap(({ payload }) => Object.keys(payload)))).toEqual(
      new Set(['kind', 'id', 'batchId', 'documentId', 'state']),
    )
    expect(told.every(({ payload }) => payload['batchId'] === id)).toBe(true)
  })

  test('of the PIN nothing is kept, in no row', async () => {
    await signedInBatch(desk, await laidMany(desk, 1))
    const kept = JSON.stringify([await house.db.select().from(commands), await house.db.select().from(journal)])
    expect(kept).not.toContain(testPin)
  })
})

describe('one bad paper blocks no other', () => {
  test('changed, recalled, swapped, broken and foreign ones fail with their reason in both languages; the rest is signed', async () => {
    const laid = await laidMany(desk, 7)
    const [good, edited, returned, swapped, broken, foreign, last] = laid as [Laid, Laid, Laid, Laid, Laid, Laid, Laid]
    await change(edited, { revision: edited.revision + 1 })
    await change(returned, { state: 'draft' })
    await change(swapped, { fileSha256: (await house.blobs.put(Buffer.from('%PDF-1.7 khác'))).sha256 })
    const { sha256 } = await house.blobs.put(Buffer.from('%PDF-1.7 hỏng'))
    await change(broken, { fileSha256: sha256 })
    await change(foreign, { signerPostId: actorOf(world, 'chutich').postId })
    const shown = [good, edited, returned, swapped, { ...broken, fileSha256: sha256 }, foreign, last]
    const batch = await signedInBatch(desk, shown)
    expect(outcomes(batch)).toEqual([
      'signed',
      'failed: stale',
      'failed: wrong_state',
      'failed: not_what_was_seen',
      'failed: pdf_unreadable',
      'failed: not_your_turn',
      'signed',
    ])
    for (const { why } of batch.items.filter(({ state }) => state === 'failed')) {
      expect(why!.vi).toMatch(/^\p{Lu}.{15,}/u)
      expect(why!.en).toMatch(/^[A-Z].{15,}/)
      expect(why!.vi + why!.en).not.toMatch(/[{}]/)
    }
    expect(await stateOf(broken)).toBe('awaiting_signature')
    expect(await stateOf(foreign)).toBe('awaiting_signature')
  })

  test('only those that failed are tried again', async () => {
    const laid = await laidMany(desk, 3)
    await change(laid[1]!, { signerPostId: actorOf(world, 'chutich').postId })
    const { id, can } = await signedInBatch(desk, laid)
    expect(can).toEqual({ resume: false, retry: true, cancel: false })
    const signedOnce = await documentNow(desk, laid[0]!.id)
    await change(laid[1]!, { signerPostId: signer.postId })
    done(await call('pct', `POST /signing-batches/${id}/resume`, { retryFailed: true, pin: testPin }))
    await batchesAtRest(house)
    expect(outcomes(await batchNow(desk, id))).toEqual(['signed', 'signed', 'signed'])
    expect(await documentNow(desk, laid[0]!.id)).toEqual(signedOnce)
    const again = await call('pct', `POST /signing-batches/${id}/resume`, { retryFailed: true, pin: testPin })
    expect(again).toMatchObject({ status: 409, reason: 'wrong_state' })
  })

  test('a certificate that ends in the middle fails the rest and undoes nothing', async () => {
    const laid = await laidMany(desk, 6)
    const own = eq(certificates.holderId, signer.personId)
    const { validTo } = (await house.db.select().from(certificates).where(own))[0]!
    const { id } = done(await beginning(desk, laid))
    await expect.poll(async () => (await batchNow(desk, id)).counts.signed, { timeout: 15_000 }).toBeGreaterThan(0)
    await house.db
      .update(certificates)
      .set({ validTo: new Date('2020-06-22T00:00:00Z') })
      .where(own)
    await batchesAtRest(house)
    await house.db.update(certificates).set({ validTo }).where(own)
    const batch = await batchNow(desk, id)
    expect(new Set(outcomes(batch))).toEqual(new Set(['signed', 'failed: certificate_expired']))
    for (const [n, { state }] of batch.items.entries())
      expect(await stateOf(laid[n]!)).toBe(state === 'signed' ? 'signed' : 'awaiting_signature')
  })
})

describe('a batch is its signer’s alone', () => {
  test('others of the agency cannot see, resume or stop it', async () => {
    const { id } = await signedInBatch(desk, await laidMany(desk, 1))
    for (const userName of ['chutich', 'chanhvanphong', 'vanthu', 'giamdoc.snv'])
      for (const request of ['GET ', 'POST /resume', 'POST /cancel']) {
        const [method, step] = request.split(' ') as [string, string]
        const body = method === 'GET' ? undefined : { pin: testPin }
        const reply = await call(userName, `${method} /signing-batches/${id}${step}`, body)
        expect([userName, request, reply.status]).toEqual([userName, request, 404])
      }
  })

  test('whose papers are all another’s begins nothing; whose papers he may not see learns nothing', async () => {
    const items = seen(await laidMany(desk, 2))
    expect(await call('chutich', 'POST /signing-batches', { items, pin: testPin })).toMatchObject({
      status: 403,
      reason: 'not_your_turn',
    })
    expect((await call('giamdoc.snv', 'POST /signing-batches', { items, pin: testPin })).status).toBe(404)
  })

  test('empty, doubled, too many and malformed lists are refused before the PIN is tried', async () => {
    const [one] = seen(await laidMany(desk, 1))
    const many = Array.from({ length: 201 }, () => ({ ...one!, documentId: crypto.randomUUID() }))
    for (const items of [[], [one, one], many, [{ ...one, fileSha256: 'x' }], [{ ...one, revision: 0 }], 'all'])
      expect((await call('pct', 'POST /signing-batches', { items, pin: '000000' })).status).toBe(400)
    expect(await triesOf()).toBe(0)
  })
})

test('every batch is journalled from its beginning to its end', async () => {
  const { id } = await signedInBatch(desk, await laidMany(desk, 2))
  const rows = await house.db
    .select()
    .from(journal)
    .where(eq(journal.stream, `signing_batch:${id}`))
    .orderBy(asc(journal.seq))
  expect(rows.map(({ act }) => act)).toEqual(['signing_batch.begin', 'signing_batch.finish'])
  expect(rows.every(({ personId }) => personId === signer.personId)).toBe(true)
})
