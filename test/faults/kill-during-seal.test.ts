import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { documents, numbers } from '#db/documents/schema.ts'
import { keyStores, signings } from '#db/signing/schema.ts'
import { newestReport } from '#server/signing/door.ts'
import { type Answered, giveKeys, type OutgoingDesk, signedLetter, testPin } from '#test/documents/outgoing-desk.ts'
import { openRoomWorld } from '#test/meetings/room-world.ts'
import { killedWhen, until } from './killed-when.ts'
import { auditOf, openDevice, startServer } from './server-process.ts'

/*
 * The server is killed between the steps of numbering and sealing. N1: numbers stay without gap and repeat, a number that was
 * reserved is used by the next attempt. S1: the file is the signed one with one seal more. A PIN that was being tried counts.
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
const clerk = openDevice(() => server.url, await room.cookieOf('vanthu'))

const signedNow = () => signedLetter(desk, { dueOn: null, recipientIds: [room.world.sttt, room.world.snv] })
const numbersOf = (id: string) => db.select().from(numbers).where(eq(numbers.documentId, id))
const rowOf = async (id: string) => (await db.select().from(documents).where(eq(documents.id, id)))[0]!

const sealsOf = async (id: string) =>
  (await db.select().from(signings).where(eq(signings.subjectId, id))).filter(({ field }) => field === 'agency_seal')

/** Asks for number and seal, kills the server when the database says that the moment has come, and starts it again. */
async function killedAt(letter: Answered, asked: Asked, moment: () => Promise<boolean>): Promise<number> {
  await killedWhen(
    server,
    () => clerk.send('POST', pathOf(letter), asked),
    () => until(moment),
  )
  const [held] = await numbersOf(letter.id)
  expect(held).toBeDefined()
  await server.start()
  return held!.number
}
type Asked = { key: string; body: { revision: number; pin: string } }
const pathOf = ({ id }: { id: string }) => `/documents/${id}/number-and-seal`
const asking = (revision: number): Asked => ({ key: randomUUID(), body: { revision, pin: testPin } })

test('killed after the number was reserved: a clerk who saw an error tries anew and gets that number', async () => {
  const letter = await signedNow()
  const number = await killedAt(letter, asking(letter.revision), async () => (await numbersOf(letter.id)).length === 1)
  const { revision, state } = await rowOf(letter.id)
  expect(state).toBe('numbered')
  const { status, body } = await clerk.sendUntilAnswered('POST', pathOf(letter), asking(revision))
  expect([status, body['state']], JSON.stringify(body)).toEqual([200, 'sealed'])
  expect(await numbersOf(letter.id)).toMatchObject([{ number, state: 'used' }])
})

test('killed after the seal was made: the same operation goes on to one seal with that number', async () => {
  const letter = await signedNow()
  const { fileSha256 } = await rowOf(letter.id)
  const asked = asking(letter.revision)
  const embedded = async () => (await sealsOf(letter.id)).some(({ state }) => state === 'embedded')
  const number = await killedAt(letter, asked, embedded)
  const { status, body } = await clerk.sendUntilAnswered('POST', pathOf(letter), asked)
  expect([status, body['state']], JSON.stringify(body)).toEqual([200, 'sealed'])
  expect(await numbersOf(letter.id)).toMatchObject([{ number, state: 'used' }])
  await expectSealedOver(letter.id, fileSha256!)
})

async function expectSealedOver(id: string, signedSha256: string): Promise<void> {
  const { fileSha256 } = await rowOf(id)
  const [signed, sealed] = [await room.house.blobs.bytes(signedSha256), await room.house.blobs.bytes(fileSha256!)]
  expect(Buffer.from(sealed.subarray(0, signed.length)).equals(Buffer.from(signed))).toBe(true)
  const { report } = (await newestReport(db, fileSha256!))!
  expect([report.overall, report.signatures.length]).toEqual(['valid', 2])
}

test(
  'a wrong PIN that was being tried when the server died is counted, so that killing it gives no tries',
  { timeout: 60_000 },
  async () => {
    const letter = await signedNow()
    const tried = async () => Math.max(...(await db.select().from(keyStores)).map(({ pinFailures }) => pinFailures))
    const wrong = async () =>
      clerk.send('POST', pathOf(letter), { body: { revision: (await rowOf(letter.id)).revision, pin: '000000' } })
    await killedWhen(server, wrong, () => until(async () => (await tried()) === 1))
    await server.start()
    expect(await tried()).toBe(1)
    const reasons = []
    for (let more = 0; more < 5; more += 1) reasons.push(((await wrong()).body['error'] as { reason: string }).reason)
    expect(reasons).toEqual(['pin_wrong', 'pin_wrong', 'pin_wrong', 'key_locked', 'key_locked'])
  },
)

test('the numbers of the book have no gap and no repeat, and the journal is whole', async () => {
  const taken = (await db.select().from(numbers)).map(({ number }) => number).sort((a, b) => a - b)
  expect(taken).toEqual(taken.map((_, n) => taken[0]! + n))
  expect(taken.length).toBeGreaterThanOrEqual(3)
  expect((await auditOf(ground)).faults).toEqual([])
})
