import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { arrivalActs, arrivals } from '#db/documents/arrivals.schema.ts'
import { documentRecipients } from '#db/documents/schema.ts'
import { deliveries, deliveryStatuses } from '#db/exchange/schema.ts'
import { agencies } from '#db/identity/schema.ts'
import { documentIn } from '#test/attacks/acts/of-documents.ts'
import { openRoomWorld } from '#test/meetings/room-world.ts'
import { auditOf, openDevice, rounds, startServer } from './server-process.ts'

/*
 * A letter goes out to many agencies while the server is killed again and again. D1: each of them has it exactly once, the same
 * bytes, and the sender's matrix says so; nothing hangs for longer than a worker's lease.
 */

const recipientCount = 60

const room = await openRoomWorld({ at: new Date().toISOString() })
const { db, config } = room.house
const ground = { databaseUrl: room.url, dataDir: config.dataDir }
const server = await startServer(ground)

/** Invented offices below the committee; nobody works there, but paper arrives. */
async function inventAgencies(): Promise<string[]> {
  const pattern = room.world.rows.agencies.find(({ id }) => id === room.world.sttt)!
  const rows = Array.from({ length: recipientCount }, (_, n) => ({
    ...{ ...pattern, id: randomUUID(), name: `Cơ quan số ${n}`, shortName: `CQ ${n}`, symbol: `CQ${n}` },
    ...{ codeQd20: `H01.9${n}`, code102: `000.9${n}.00.H01`, position: 100 + n },
  }))
  await db.insert(agencies).values(rows)
  return rows.map(({ id }) => id)
}

async function sealedLetter() {
  const letter = await documentIn(room, 'sealed', {
    code: '12/BC-UBND',
    issuedOn: new Date().toISOString().slice(0, 10),
  })
  const to = (await inventAgencies()).map((agencyId, position) => ({ documentId: letter.id, agencyId, position }))
  await db.insert(documentRecipients).values(to)
  return letter
}

const deliveriesOf = (documentId: string) => db.select().from(deliveries).where(eq(deliveries.documentId, documentId))
const delivered = async (documentId: string) =>
  (await deliveriesOf(documentId)).filter(({ status }) => status === '01').length

test(
  `${recipientCount} agencies get a letter exactly once, however often the server is killed`,
  { timeout: 120_000 },
  async () => {
    const letter = await sealedLetter()
    const clerk = openDevice(() => server.url, await room.cookieOf('vanthu'))
    const [key, path] = [randomUUID(), `/documents/${letter.id}/issue`]
    const issuing = clerk.sendUntilAnswered('POST', path, { key, body: { revision: letter.revision } })
    const seen: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      await expect.poll(() => delivered(letter.id), { timeout: 20_000, interval: 5 }).toBeGreaterThan(seen.at(-1) ?? 0)
      await sleep(randomInt(60))
      await server.kill()
      seen.push(await delivered(letter.id))
      await server.start()
    }
    expect(await issuing).toMatchObject({ status: 200, body: { state: 'issued' } })
    const again = await clerk.sendUntilAnswered('POST', path, { key, body: { revision: letter.revision } })
    expect(again).toMatchObject({ status: 200, body: { state: 'issued' } })

    const from = performance.now()
    await expect.poll(() => delivered(letter.id), { timeout: 30_000, interval: 50 }).toBe(recipientCount)
    console.log(
      `delivered when killed: ${seen.join(' ')}; the rest ${Math.round(performance.now() - from)} ms after the last start`,
    )
    expect(Math.min(...seen), 'no kill came in the middle').toBeLessThan(recipientCount)
    await expectOnce(letter)
    expect((await auditOf(ground)).faults).toEqual([])
  },
)

async function expectOnce(letter: { id: string; fileSha256: string | null }): Promise<void> {
  const sent = await deliveriesOf(letter.id)
  const got = await db.select().from(arrivals).where(eq(arrivals.documentId, letter.id))
  expect([sent.length, got.length]).toEqual([recipientCount, recipientCount])
  expect(got.map(({ deliveryId }) => deliveryId).sort()).toEqual(sent.map(({ id }) => id).sort())
  const toWhom = new Map(sent.map(({ id, recipientAgencyId }) => [id, recipientAgencyId]))
  for (const { agencyId, deliveryId, fileSha256 } of got)
    expect([agencyId, fileSha256]).toEqual([toWhom.get(deliveryId), letter.fileSha256])
  const told = await db.select().from(deliveryStatuses)
  expect(told.filter(({ status }) => status === '01')).toHaveLength(recipientCount)
  const acts = await db.select().from(arrivalActs)
  expect(new Set(acts.filter(({ ordinal }) => ordinal === 1).map(({ arrivalId }) => arrivalId)).size).toBe(
    recipientCount,
  )
  const issued = await room.house
    .sql`select 1 from journal where stream = ${`document:${letter.id}`} and act = 'document.issue'`
  expect(issued).toHaveLength(1)
}
