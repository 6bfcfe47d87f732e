import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { documents } from '#db/documents/schema.ts'
import { issuedLetter, sealedLetter } from '#test/exchange/sealed-letter.ts'
import { actorOf, unitIn } from '#test/support/world.ts'
import { deliver, done as asked, heard, type Json, nodeOf, refused } from './arrivals-world.ts'
import { openOutgoingDesk } from './outgoing-desk.ts'

const desk = await openOutgoingDesk()
const { house, world } = desk
const moved = heard(desk, 'arrival.moved')
const done = (userName: string, line: string, body?: unknown): Promise<Json> => asked(desk, userName, line, body)

/** A letter to the committee that its specialist has in hand. */
async function inHand(): Promise<Json> {
  const id = await deliver(desk, { agencyId: world.committee, senderAgencyId: world.sttt, code: '529/STTTT-CNTT-BCVT' })
  await done('vanthu', `POST /arrivals/${id}/register`, { revision: 1, confirmDuplicate: true })
  const leadUnitId = unitIn(world, world.committee, 'TH')
  await done('chutich', `POST /arrivals/${id}/direction`, { revision: 2, opinion: 'Trả lời trong tuần.', leadUnitId })
  const node = nodeOf(await done('chutich', `GET /arrivals/${id}`), 'lead')
  const { postId } = actorOf(world, 'chuyenvien.th')
  await done('truongphong.th', `POST /assignments/${node.id}/assign`, { revision: node.revision, postId })
  moved.length = 0
  return done('chuyenvien.th', `GET /arrivals/${id}`)
}

test('the reply that is issued closes the arrival: the sender hears 06 with its code', async () => {
  const arrival = await inHand()
  const letter = await sealedLetter(desk, [world.sttt])
  await house.db.update(documents).set({ answersArrivalId: arrival.id }).where(eq(documents.id, letter.id))
  expect((await done('chuyenvien.th', `GET /arrivals/${arrival.id}`)).replies).toMatchObject([
    { id: letter.id, state: 'sealed' },
  ])
  await done('vanthu', `POST /documents/${letter.id}/issue`, { revision: letter.revision })
  expect(moved).toMatchObject([{ arrivalId: arrival.id, code: '06', note: letter.code }])
  const after = await done('chuyenvien.th', `GET /arrivals/${arrival.id}`)
  expect(after).toMatchObject({
    state: 'done',
    replyDocumentId: letter.id,
    replies: [{ code: letter.code, state: 'issued' }],
  })
  expect(nodeOf(after, 'lead')).toMatchObject({ state: 'done', children: [{ state: 'done' }] })
})

test('a letter that answers nothing closes nothing', async () => {
  const arrival = await inHand()
  await issuedLetter(desk, [world.sttt])
  expect((await done('chuyenvien.th', `GET /arrivals/${arrival.id}`)).state).toBe('assigned')
})

test('the handler may name the issued reply himself, but not one that has no effect yet', async () => {
  const { id, revision } = nodeOf(await inHand(), 'lead').children[0]
  const line = `POST /assignments/${id}/finish`
  const [draft, issued] = [await sealedLetter(desk, [world.sttt]), await issuedLetter(desk, [world.sttt])]
  const body = { revision, replyDocumentId: draft.id }
  await refused(desk, 'chuyenvien.th', line, { status: 400, reason: 'reply_not_issued', body })
  await done('chuyenvien.th', line, { revision, replyDocumentId: issued.id })
  expect(moved).toMatchObject([{ code: '06', note: issued.code }])
})
