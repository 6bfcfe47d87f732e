import { randomBytes, randomUUID } from 'node:crypto'
import { documents } from '#db/documents/schema.ts'
import { signingBatches, signingBatchItems } from '#db/documents/signing-batches.schema.ts'
import { deliveries } from '#db/exchange/schema.ts'
import { people, posts } from '#db/identity/schema.ts'
import { identify } from '#server/identity/door.ts'
import { perform } from '#server/kernel/unit-of-work.ts'
import { giveTask } from '#server/tasks/door.ts'
import { deliver, nodeOf } from '#test/documents/arrivals-world.ts'
import type { Role } from '#test/documents/permissions.table.ts'
import { opened, openRoomWorld, pages, type RoomWorld, uploaded } from '#test/meetings/room-world.ts'
import { actorOf, logIn, unitIn } from '#test/support/world.ts'

/** Who stands for a role in the committee, whose things are tried; only departments have a director. */
export const ownPeople: Record<Role, string> = {
  ...{ chairman: 'chutich', vice_chairman: 'pct', office_chief: 'chanhvanphong', director: 'giamdoc.snv' },
  ...{ unit_head: 'truongphong.th', specialist: 'chuyenvien.th', secretary: 'thuky' },
  ...{ clerk: 'vanthu', admin: 'quantri' },
}

/** The same roles in agencies that have no part in any of those things. */
export const foreignPeople: Record<Role, string> = {
  ...{ chairman: 'chutich.longxuyen', vice_chairman: 'pct.longxuyen', office_chief: 'chanhvanphong.skhdt' },
  ...{ director: 'giamdoc.skhdt', unit_head: 'truongphong.thqh', specialist: 'chuyenvien.thqh' },
  ...{ secretary: 'thuky.skhdt', clerk: 'vanthu.longxuyen', admin: 'quantri.skhdt' },
}

/** A word that stands nowhere else, for each thing. Of each only some may ever read it. */
export const words = {
  document: 'Kỳ lân thạch bích',
  arrival: 'Phượng hoàng lam ngọc',
  meeting: 'Bạch trạch vân du',
  task: 'Thanh ngưu hồng hà',
  file: 'Huyền quy tuyết lĩnh',
} as const
export type Thing = keyof typeof words

/** The ids that a path may ask for, by the names in {@link pathOf}. */
export type Ids = Awaited<ReturnType<FullHouse['seed']>>

/** The committee with one of everything, and foreign agencies in which every role exists. */
export async function openFullHouse() {
  const room = await openRoomWorld()
  await insertForeignStaff(room)
  return { ...room, seed: () => seed(room) }
}
export type FullHouse = Awaited<ReturnType<typeof openFullHouse>>

/** A department has neither a secretary of sessions nor an administrator; here it gets both. */
async function insertForeignStaff({ house, world, clock }: RoomWorld): Promise<void> {
  const [pattern] = world.rows.people
  for (const [userName, role] of [
    ['thuky.skhdt', 'secretary'],
    ['quantri.skhdt', 'admin'],
  ] as const) {
    const person = { id: randomUUID(), userName, fullName: 'Người Ở Ngoài', sortKey: 'ngoai', createdAt: clock.now() }
    await house.db.insert(people).values({ ...person, passwordHash: pattern!.passwordHash })
    const seat = { personId: person.id, agencyId: world.skhdt, title: userName, position: 99, validFrom: '2016-01-01' }
    await house.db.insert(posts).values({ ...seat, role, unitId: unitIn(world, world.skhdt, 'VP') })
  }
}

async function seed(room: RoomWorld) {
  const document = await seedDocument(room)
  const arrival = await seedArrival(room)
  const meeting = await seedMeeting(room)
  const taskId = await seedTask(room)
  const fileId = await seedFile(room)
  const sessionId = (await identify(room.house, await logIn(room.app, 'chuyenvien.th')))!.sessionId
  return { ...document, ...arrival, ...meeting, taskId, fileId, sessionId, agencyId: room.world.committee }
}

/** Drafted by the specialist, before the vice-chairman for signature, with a delivery that was refused. */
async function seedDocument(room: RoomWorld) {
  const { house, world, clock } = room
  const drafter = actorOf(world, 'chuyenvien.th')
  const { sha256 } = await house.blobs.put(Buffer.concat([await pages(1), Buffer.from(words.document)]))
  const at = clock.now()
  const who = { agencyId: world.committee, unitId: drafter.unitId!, drafterPostId: drafter.postId }
  const when = { createdAt: at, updatedAt: at, updatedByPostId: drafter.postId }
  const what = { typeCode: 'bao_cao', subject: words.document, body: words.document, urgency: 'normal' } as const
  const [row] = await house.db
    .insert(documents)
    .values({
      ...{ ...who, ...what, ...when, signerPostId: actorOf(world, 'pct').postId },
      ...{ symbol: 'BC-UBND', state: 'awaiting_signature', fileSha256: sha256, filePages: 1 },
    })
    .returning()
  const [delivery] = await house.db
    .insert(deliveries)
    .values({
      ...{ documentId: row!.id, senderAgencyId: world.committee, recipientAgencyId: world.sttt },
      ...{ status: '02', statusAt: at, createdAt: at, statusNote: words.document },
    })
    .returning()
  const book = world.rows.numberBooks.find(({ agencyId, kind }) => agencyId === world.committee && kind === 'outgoing')!
  const batchId = await seedBatch(room, row!)
  return { documentId: row!.id, documentSha256: sha256, deliveryId: delivery!.id, bookId: book.id!, batchId }
}

/** The vice-chairman stopped it before its one document was begun. */
async function seedBatch({ house, world, clock }: RoomWorld, document: typeof documents.$inferSelect): Promise<string> {
  const { agencyId, postId, personId } = actorOf(world, 'pct')
  const at = clock.now()
  const times = { createdAt: at, runStartedAt: at, finishedAt: at }
  const [batch] = await house.db
    .insert(signingBatches)
    .values({ agencyId, postId, personId, ...times })
    .returning()
  const { id: documentId, revision, fileSha256 } = document
  const item = { documentId, revision, seenSha256: fileSha256!, state: 'left_out' as const, changedAt: at }
  await house.db.insert(signingBatchItems).values({ ...item, batchId: batch!.id, position: 0 })
  return batch!.id
}

/** Came from nobody in the house, directed to the specialist's unit and there to the specialist. */
async function seedArrival(room: RoomWorld) {
  const { house, world } = room
  const { sha256 } = await house.blobs.put(Buffer.concat([await pages(1), Buffer.from(words.arrival)]))
  const from = { senderAgencyId: null, senderName: 'Bộ Nội vụ', code: `${randomUUID().slice(0, 8)}/BNV` }
  const sent = { agencyId: world.committee, fileSha256: sha256, subject: words.arrival }
  const id = await deliver(room, { ...from, ...sent })
  await room.done('vanthu', `POST /arrivals/${id}/register`, { revision: 1, confirmDuplicate: true })
  const leadUnitId = unitIn(world, world.committee, 'TH')
  await room.done('pct', `POST /arrivals/${id}/direction`, { revision: 2, opinion: words.arrival, leadUnitId })
  const node = nodeOf(await room.done('pct', `GET /arrivals/${id}`), 'lead')
  const { postId } = actorOf(world, 'chuyenvien.th')
  await room.done('truongphong.th', `POST /assignments/${node.id}/assign`, { revision: node.revision, postId })
  const unitNode = nodeOf(await room.done('pct', `GET /arrivals/${id}`), 'lead')
  return { arrivalId: id, arrivalSha256: sha256, unitNodeId: unitNode.id, personNodeId: unitNode.children[0].id }
}

/** An open session of the usual seats with a paper and a vote. */
async function seedMeeting(room: RoomWorld) {
  const { id, itemIds } = await opened(room)
  const header = { title: words.meeting, typeCode: 'committee_session', place: words.meeting, revision: 1 }
  const when = { startsAt: '2020-06-25T08:00:00+07:00', endsAt: '2020-06-25T11:30:00+07:00' }
  const { revision } = (await room.snapshotFor('thuky', id)).header
  await room.done('thuky', `PUT /meetings/${id}`, { ...header, ...when, revision })
  const fileId = await uploaded(room, 'thuky', await pages(2))
  const path = `POST /meetings/${id}/items/${itemIds[0]}/papers`
  const { paperId } = await room.done<{ paperId: string }>('thuky', path, { fileId, title: words.meeting })
  const asked = { itemId: itemIds[1], question: words.meeting }
  const { pollId } = await room.done<{ pollId: string }>('chutich', `POST /meetings/${id}/polls`, asked)
  return { meetingId: id, itemId: itemIds[0], otherItemId: itemIds[1], pollId, paperId, postId: room.postOf('chutich') }
}

/** Given by the chairman to the Department of Information. */
async function seedTask({ house, world }: RoomWorld): Promise<string> {
  const chair = actorOf(world, 'chutich')
  const { id } = await perform(house, chair, { key: null, intent: '' }, (work) =>
    giveTask(work, {
      source: { kind: 'conclusion', id: randomUUID(), part: 1 },
      ...{ meetingId: null, documentId: null, leadAgencyId: world.sttt, content: words.task },
      assigner: { agencyId: chair.agencyId, postId: chair.postId },
      dueAt: new Date('2020-07-15T16:59:59.999Z'),
    }),
  )
  return id
}

async function seedFile({ app, cookieOf }: RoomWorld): Promise<string> {
  const headers = { cookie: await cookieOf('chuyenvien.th'), 'sec-fetch-site': 'same-origin' }
  const name = encodeURIComponent(`${words.file}.pdf`)
  const answer = await app.request(`/api/files?name=${name}`, { method: 'POST', headers, body: await pages(1) })
  return ((await answer.json()) as { id: string }).id
}

/** Ids of the same shapes behind which there is nothing. */
export function absentIds(): Ids {
  const { sha256, uuid } = { sha256: () => randomBytes(32).toString('hex'), uuid: () => randomUUID() }
  return {
    ...{ documentId: uuid(), documentSha256: sha256(), deliveryId: uuid(), bookId: uuid(), batchId: uuid() },
    ...{ arrivalId: uuid(), arrivalSha256: sha256(), unitNodeId: uuid(), personNodeId: uuid() },
    ...{ meetingId: uuid(), itemId: uuid(), otherItemId: uuid(), pollId: uuid(), paperId: uuid(), postId: uuid() },
    ...{ taskId: uuid(), fileId: uuid(), sessionId: sha256(), agencyId: uuid() },
  }
}

const idIn: [RegExp, keyof Ids][] = [
  [/^\/documents/, 'documentId'],
  [/^\/signing-batches/, 'batchId'],
  [/^\/deliveries/, 'deliveryId'],
  [/^\/arrivals/, 'arrivalId'],
  [/^\/assignments\/:id\/assign$/, 'unitNodeId'],
  [/^\/assignments/, 'personNodeId'],
  [/^\/meetings/, 'meetingId'],
  [/^\/tasks/, 'taskId'],
  [/^\/files/, 'fileId'],
  [/^\/sessions/, 'sessionId'],
  [/^\/agencies/, 'agencyId'],
]

/** Query parameters without which a path answers nothing; `:name` stands for an id. */
const queries: Record<string, string> = {
  'GET /documents/register': '?year=2020&bookId=:bookId',
  'GET /deliveries': '?documentId=:documentId',
  'GET /arrivals/register': '?year=2020',
  'GET /reports/rates/:agencyId/list': '?bucket=open',
  'POST /files': '?name=tep.pdf',
}

/** The names in a text, `:itemId` and the like, replaced by ids. */
export function withIds(text: string, path: string, ids: Ids): string {
  const id = idIn.find(([pattern]) => pattern.test(path))?.[1]
  const sha256 = path.startsWith('/arrivals') ? ids.arrivalSha256 : ids.documentSha256
  const known: Record<string, string> = { ...ids, ...(id ? { id: ids[id] } : {}), sha256 }
  return text.replace(/:(\w+)/g, (all, name: string) => known[name] ?? all)
}

/** The address of a route with ids and what it needs of a query. */
export function pathOf({ method, path }: { method: string; path: string }, ids: Ids): string {
  return `/api${withIds(path + (queries[`${method} ${path}`] ?? ''), path, ids)}`
}

/** True for a route whose address names something. */
export function asksForOne({ method, path }: { method: string; path: string }): boolean {
  return /:\w/.test(path + (queries[`${method} ${path}`] ?? ''))
}
