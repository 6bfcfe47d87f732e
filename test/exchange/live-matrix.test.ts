import { afterAll, beforeAll, expect, test } from 'vitest'
import { listenForEvents, type LiveEvent } from '#server/kernel/live-events.ts'
import { documentsTopics } from '#server/documents/documents.topics.ts'
import { openOutgoingDesk } from '#test/documents/outgoing-desk.ts'
import { actorOf } from '#test/support/world.ts'
import { deliverAll, issuedLetter, matrixOf } from './sealed-letter.ts'

const desk = await openOutgoingDesk()
const { house, world, call } = desk
const heard: LiveEvent[] = []
let line: { unlisten: () => Promise<void> }
beforeAll(async () => {
  line = await listenForEvents(house.sql, house.db, { publish: (event) => heard.push(event), resync: () => {} })
})
afterAll(() => line.unlisten())

const on = (topic: string, type: string) => heard.filter((event) => event.topic === topic && event.type === type)

test('the sender’s screens hear every step of a letter as it happens', async () => {
  const issued = await issuedLetter(desk, [world.snv])
  await expect
    .poll(() => on(`document:${issued.id}`, 'document.changed').at(-1)?.payload)
    .toMatchObject({
      documentId: issued.id,
      state: 'issued',
      revision: issued.revision,
    })
  expect(on(`agency:${world.committee}`, 'documents.changed').at(-1)?.payload).toMatchObject({ documentId: issued.id })
  await deliverAll(desk)
  const [row] = (await matrixOf(desk, issued.id)).rows
  await expect
    .poll(() => on(`document:${issued.id}`, 'delivery.moved').map((event) => event.payload))
    .toMatchObject([
      {
        deliveryId: row!.deliveryId,
        recipientAgencyId: world.snv,
        status: '01',
        note: null,
        at: expect.any(String) as string,
      },
    ])
  const list = await call<{ rows: { id: string; revision: number }[] }>('vanthu.snv', 'GET /arrivals')
  const [arrival] = list.body.rows
  await call('vanthu.snv', `POST /arrivals/${arrival!.id}/register`, { revision: arrival!.revision })
  await expect
    .poll(() => on(`document:${issued.id}`, 'delivery.moved').at(-1)?.payload)
    .toMatchObject({
      status: '03',
      byName: actorOf(world, 'vanthu.snv').personName,
    })
})

test('only those who may read a document may listen to it', async () => {
  const issued = await issuedLetter(desk, [world.snv])
  const [rule] = documentsTopics
  const may = (userName: string, id = issued.id) => rule!.mayJoin(house, actorOf(world, userName), id)
  expect(await may('chuyenvien.th')).toEqual([''])
  expect(await may('vanthu')).toEqual([''])
  expect(await may('vanthu.snv')).toBeNull()
  expect(await may('quantri')).toBeNull()
  expect(await may('vanthu', '9b2d6d5e-3b3b-4b3b-8b3b-3b3b3b3b3b3b')).toBeNull()
})
