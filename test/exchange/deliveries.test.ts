import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { arrivals } from '#db/documents/arrivals.schema.ts'
import { documentActs, documents } from '#db/documents/schema.ts'
import { deliveries, deliveryStatuses } from '#db/exchange/schema.ts'
import { jobs, journal } from '#db/kernel/schema.ts'
import { sendDocument } from '#server/exchange/send-document.ts'
import { deliverDocument } from '#server/exchange/deliver-document.ts'
import { hearArrival } from '#server/exchange/hear-arrival.ts'
import { runDueJobs } from '#server/kernel/jobs.ts'
import { performAsSystem } from '#server/kernel/unit-of-work.ts'
import { newKey, openOutgoingDesk } from '#test/documents/outgoing-desk.ts'
import { deliverAll, issuedLetter, matrixOf, sealedLetter } from './sealed-letter.ts'

const desk = await openOutgoingDesk()
const { call, house, world } = desk
const everybody = [world.sttt, world.snv, world.longxuyen]
const arrivalsOf = (documentId: string) => house.db.select().from(arrivals).where(eq(arrivals.documentId, documentId))

describe('issuing', () => {
  test('makes one delivery and one job for each recipient, in the transaction that issues', async () => {
    const issued = await issuedLetter(desk, everybody)
    expect(issued.state).toBe('issued')
    const { rows, aggregate } = await matrixOf(desk, issued.id)
    expect(rows.map((row) => row.recipientAgencyId).sort()).toEqual([...everybody].sort())
    expect(aggregate).toEqual({ total: 3, byStatus: { queued: 3 }, refusalsToAcknowledge: 0 })
    const keys = (await house.db.select().from(jobs).where(eq(jobs.kind, 'exchange.deliver'))).map((job) => job.key)
    expect(keys).toEqual(expect.arrayContaining(rows.map((row) => row.deliveryId)))
  })

  test('repeated has one effect', async () => {
    const sealed = await sealedLetter(desk, everybody)
    const [path, key] = [`POST /documents/${sealed.id}/issue`, newKey()]
    const first = await call('vanthu', path, { revision: sealed.revision }, key)
    const again = await call('vanthu', path, { revision: sealed.revision }, key)
    expect(again.body).toEqual(first.body)
    const other = await call('vanthu2', path, { revision: sealed.revision })
    expect(other).toMatchObject({ status: 409, reason: 'stale' })
    expect((await matrixOf(desk, sealed.id)).rows).toHaveLength(3)
  })

  test('is the clerk’s alone', async () => {
    const { id, revision } = await sealedLetter(desk, everybody)
    for (const userName of ['pct', 'chanhvanphong', 'chuyenvien.th', 'thuky']) {
      expect(await call(userName, `POST /documents/${id}/issue`, { revision }), userName).toMatchObject({ status: 403 })
    }
    expect((await call('vanthu.snv', `POST /documents/${id}/issue`, { revision })).status).toBe(404)
  })

  test('writes down that it came late, by the calendar', async () => {
    const { id, revision } = await sealedLetter(desk, [world.snv])
    const signedAt = new Date('2020-06-19T16:00:00+07:00')
    const act = { documentId: id, revision: 99, act: 'sign', fromState: 'awaiting_signature', toState: 'signed' }
    await house.db.insert(documentActs).values({ ...act, postId: world.committee, at: signedAt })
    desk.moveTo('2020-06-22T12:01:00+07:00')
    await call('vanthu', `POST /documents/${id}/issue`, { revision })
    desk.moveTo('2020-06-23T08:00:00+07:00')
    const rows = await house.db
      .select()
      .from(journal)
      .where(eq(journal.stream, `document:${id}`))
    expect(rows.find((row) => row.act === 'document.issue')?.data).toMatchObject({ late: true })
  })
})

describe('delivering', () => {
  test('puts the paper on every desk with all that the law wants to know, and answers 01', async () => {
    const issued = await issuedLetter(desk, everybody)
    await deliverAll(desk)
    const { rows, aggregate } = await matrixOf(desk, issued.id)
    expect(aggregate.byStatus).toEqual({ '01': 3 })
    expect(rows[0]!.history.map(({ status }) => status)).toEqual(['queued', '01'])
    const there = await arrivalsOf(issued.id)
    expect(there.map((arrival) => arrival.agencyId).sort()).toEqual([...everybody].sort())
    expect(there[0]).toMatchObject({
      code: issued.code,
      senderAgencyId: world.committee,
      senderName: 'Ủy ban nhân dân tỉnh An Giang',
      typeName: 'Công văn',
      issuedOn: '2020-06-23',
      urgency: 'urgent',
      state: 'arrived',
    })
    expect(there.map((arrival) => arrival.deliveryId).sort()).toEqual(rows.map((row) => row.deliveryId).sort())
  })

  test('twice gives one arrival and one 01: the hearer, the job and the courier may all run again', async () => {
    const issued = await issuedLetter(desk, [world.snv])
    await performAsSystem(house, world.committee, (work) =>
      sendDocument(work, { type: 'document.issued', documentId: issued.id }),
    )
    const [row] = (await matrixOf(desk, issued.id)).rows
    await Promise.all(
      Array.from({ length: 5 }, () =>
        performAsSystem(house, world.snv, (work) => deliverDocument(work, row!.deliveryId)),
      ),
    )
    await deliverAll(desk)
    expect(await arrivalsOf(issued.id)).toHaveLength(1)
    const { rows } = await matrixOf(desk, issued.id)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ attempts: 1, history: [{ status: 'queued' }, { status: '01' }] })
  })

  test('that fails leaves nothing half done, shows why, and comes later by itself', async () => {
    const issued = await issuedLetter(desk, [world.snv])
    await house.db.update(documents).set({ fileSha256: null }).where(eq(documents.id, issued.id))
    await deliverAll(desk)
    const [stuck] = (await matrixOf(desk, issued.id)).rows
    expect(stuck).toMatchObject({
      status: 'queued',
      attempts: 1,
      problem: expect.stringContaining('without number') as string,
    })
    expect(await arrivalsOf(issued.id)).toHaveLength(0)
    await house.db
      .update(documents)
      .set({ fileSha256: 'a'.repeat(64) })
      .where(eq(documents.id, issued.id))
    desk.clock.advance({ seconds: 2 })
    await deliverAll(desk)
    expect((await matrixOf(desk, issued.id)).rows[0]).toMatchObject({ status: '01', attempts: 2, problem: null })
    desk.moveTo('2020-06-23T08:00:00+07:00')
  })

  test('survives a courier that was killed after taking the job: the lease ends and another takes it', async () => {
    const issued = await issuedLetter(desk, [world.snv])
    const killed = new Promise<never>(() => {})
    void runDueJobs(house, { 'exchange.deliver': () => killed, 'documents.verify_arrival': async () => {} })
    await expect
      .poll(async () => (await house.db.select().from(jobs).where(eq(jobs.kind, 'exchange.deliver'))).at(-1)?.attempts)
      .toBe(1)
    expect((await matrixOf(desk, issued.id)).aggregate.byStatus).toEqual({ queued: 1 })
    desk.clock.advance({ seconds: 60 })
    await deliverAll(desk)
    expect((await matrixOf(desk, issued.id)).aggregate.byStatus).toEqual({ '01': 1 })
    desk.moveTo('2020-06-23T08:00:00+07:00')
  })
})

describe('what comes back', () => {
  const report = (deliveryId: string, code: string, note: string | null = null) =>
    performAsSystem(house, world.snv, (work) =>
      hearArrival(work, { type: 'arrival.moved', arrivalId: 'x', deliveryId, code, note, byName: 'Văn thư Sở' }),
    )
  async function delivered() {
    const issued = await issuedLetter(desk, [world.snv])
    await deliverAll(desk)
    return { issued, deliveryId: (await matrixOf(desk, issued.id)).rows[0]!.deliveryId }
  }

  test('moves the matrix along, with who and when', async () => {
    const { issued, deliveryId } = await delivered()
    for (const code of ['03', '04', '05', '06']) await report(deliveryId, code, `bước ${code}`)
    const [row] = (await matrixOf(desk, issued.id)).rows
    expect(row).toMatchObject({ status: '06', note: 'bước 06' })
    expect(row!.history.map(({ status }) => status)).toEqual(['queued', '01', '03', '04', '05', '06'])
    expect(row!.history.at(-1)).toMatchObject({ byName: 'Văn thư Sở', note: 'bước 06' })
  })

  test('twice counts once; late and unknown reports are kept and change nothing', async () => {
    const { issued, deliveryId } = await delivered()
    for (const code of ['03', '03', '05', '04', '09', '06']) await report(deliveryId, code)
    const [row] = (await matrixOf(desk, issued.id)).rows
    expect(row!.status).toBe('06')
    expect(row!.history.map(({ status }) => status)).toEqual(['queued', '01', '03', '05', '04', '09', '06'])
  })

  test('the history is only ever added to', async () => {
    const { deliveryId } = await delivered()
    const change = house.db
      .update(deliveryStatuses)
      .set({ status: '06' })
      .where(eq(deliveryStatuses.deliveryId, deliveryId))
    await expect(change).rejects.toMatchObject({ cause: { code: '23001' } })
  })

  test('reports on deliveries of other servers are not ours', async () => {
    await expect(report('9b2d6d5e-3b3b-4b3b-8b3b-3b3b3b3b3b3b', '03')).resolves.toBeUndefined()
  })

  test('a real refusal by the clerk there shows here until somebody has seen it', async () => {
    const issued = await issuedLetter(desk, [world.snv, world.sttt])
    await deliverAll(desk)
    const [arrival] = (await arrivalsOf(issued.id)).filter((row) => row.agencyId === world.snv)
    const refused = await call('vanthu.snv', `POST /arrivals/${arrival!.id}/refuse`, {
      revision: arrival!.revision,
      reason: 'Gửi nhầm nơi nhận.',
    })
    expect(refused.status).toBe(200)
    const { rows, aggregate } = await matrixOf(desk, issued.id)
    expect(aggregate).toMatchObject({ byStatus: { '01': 1, '02': 1 }, refusalsToAcknowledge: 1 })
    const row = rows.find(({ status }) => status === '02')!
    expect(row.note).toBe('Gửi nhầm nơi nhận.')
    type Waiting = { rows: { deliveryId: string; code: string; note: string }[] }
    const waiting = async () => (await call<Waiting>('vanthu', 'GET /deliveries/refused')).body.rows
    expect(await waiting()).toMatchObject([
      { deliveryId: row.deliveryId, code: issued.code, note: 'Gửi nhầm nơi nhận.' },
    ])
    const acknowledge = `POST /deliveries/${row.deliveryId}/acknowledge-refusal`
    expect((await call('vanthu.snv', acknowledge)).status).toBe(404)
    expect((await call('pct', acknowledge)).status).toBe(403)
    expect((await call('chuyenvien.th', acknowledge)).status).toBe(200)
    expect(await waiting()).toEqual([])
    expect(await call('vanthu', acknowledge)).toMatchObject({ status: 409, reason: 'not_refused' })
  })
})

describe('who may look', () => {
  test('the matrix goes with the document', async () => {
    const issued = await issuedLetter(desk, [world.snv])
    for (const userName of ['chuyenvien.th', 'truongphong.th', 'pct', 'vanthu', 'chanhvanphong']) {
      expect((await call(userName, `GET /deliveries?documentId=${issued.id}`)).status, userName).toBe(200)
    }
    for (const userName of ['vanthu.snv', 'chuyenvien2.th', 'quantri']) {
      expect((await call(userName, `GET /deliveries?documentId=${issued.id}`)).status, userName).toBe(404)
    }
  })

  test('unknown and malformed ids are absent or refused', async () => {
    const unknown = '9b2d6d5e-3b3b-4b3b-8b3b-3b3b3b3b3b3b'
    expect((await call('vanthu', `POST /deliveries/${unknown}/acknowledge-refusal`)).status).toBe(404)
    expect((await call('vanthu', 'POST /deliveries/khong/acknowledge-refusal')).status).toBe(404)
    expect((await call('vanthu', `GET /deliveries?documentId=${unknown}`)).status).toBe(404)
    expect((await call('vanthu', 'GET /deliveries')).status).toBe(400)
  })
})

test('one recipient, one delivery: the database says so too', async () => {
  const issued = await issuedLetter(desk, [world.snv])
  const [row] = await house.db.select().from(deliveries).where(eq(deliveries.documentId, issued.id))
  const { id: _id, ...copy } = row!
  await expect(house.db.insert(deliveries).values(copy)).rejects.toMatchObject({ cause: { code: '23505' } })
})
