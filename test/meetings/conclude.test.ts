import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { documentRecipients, documents } from '#db/documents/schema.ts'
import { tasks } from '#db/tasks/schema.ts'
import { actorOf } from '#test/support/world.ts'
import { cast, opened, openEar, openRoomWorld, polled } from './room-world.ts'

const room = await openRoomWorld()
const ear = await openEar(room)
type Concluded = { seq: number; documentId: string; taskIds: string[] }

const orders = [
  { agencyId: room.world.sttt, content: 'Hoàn thành kết nối phần mềm một cửa.', dueOn: '2020-07-15' },
  { agencyId: room.world.snv, content: 'Rà soát biên chế bộ phận một cửa.', dueOn: '2020-07-31' },
]

/** A session that has voted on its second item, concluded it and ended. */
async function concludable(assignments: object[] = orders) {
  const where = await polled(room)
  for (const who of ['chutich', 'pct', 'pct.kinhte']) await cast(room, where, { who, choice: 'yes' })
  await room.done('chutich', `POST /meetings/${where.id}/polls/${where.pollId}/close`)
  await room.done('thuky', `PUT /meetings/${where.id}/items/${where.itemIds[1]}/conclusion`, {
    text: 'Thống nhất ban hành văn bản chấn chỉnh.\nCác sở, ngành nghiêm túc thực hiện.',
    assignments,
    revision: null,
  })
  await room.done('chutich', `POST /meetings/${where.id}/close`)
  return where
}
const conclude = (id: string, who = 'thuky') =>
  room.call<Concluded>(who, `POST /meetings/${id}/notice`, { body: {}, key: randomUUID() })

test('conclusions become a draft notice on the secretary’s desk and a task for each department', async () => {
  const { id } = await concludable()
  const { documentId, taskIds } = (await conclude(id)).body
  const [notice] = await room.house.db.select().from(documents).where(eq(documents.id, documentId))
  const secretary = actorOf(room.world, 'thuky')
  expect(notice).toMatchObject({
    state: 'draft',
    typeCode: 'thong_bao',
    drafterPostId: secretary.postId,
    unitId: secretary.unitId,
    meetingId: id,
    subject: 'Kết luận của Chủ tịch tại Phiên họp thường kỳ tháng 6 năm 2020',
  })
  expect(notice!.body).toContain('**1. Giải quyết thủ tục hành chính trên môi trường mạng**')
  expect(notice!.body).toContain('3/5 thành viên tán thành')
  expect(notice!.body).toContain('Các sở, ngành nghiêm túc thực hiện.')
  expect(notice!.body).toMatch(
    /- .*Thông tin và Truyền thông.*: Hoàn thành kết nối phần mềm một cửa\. Thời hạn hoàn thành: 15\/07\/2020\./,
  )
  const recipients = await room.house.db
    .select()
    .from(documentRecipients)
    .where(eq(documentRecipients.documentId, documentId))
  expect(recipients.map(({ agencyId }) => agencyId).sort()).toEqual([room.world.sttt, room.world.snv].sort())
  const given = await room.house.db.select().from(tasks).where(eq(tasks.meetingId, id)).orderBy(tasks.dueAt)
  expect(given.map(({ id: taskId }) => taskId).sort()).toEqual(taskIds)
  expect(
    given.map((task) => [task.leadAgencyId, task.content, task.state, task.dueAt.toISOString(), task.documentId]),
  ).toEqual([
    [room.world.sttt, orders[0]!.content, 'given', '2020-07-15T16:59:59.999Z', documentId],
    [room.world.snv, orders[1]!.content, 'given', '2020-07-31T16:59:59.999Z', documentId],
  ])
  const { header, noticeDocumentId } = await room.snapshotFor('chutich', id)
  expect([header.state, noticeDocumentId]).toEqual(['concluded', documentId])
})

test('concluded twice, at once or later, is the same notice and the same tasks', async () => {
  const { id } = await concludable()
  const answers = await Promise.all([conclude(id), conclude(id, 'chutich'), conclude(id)])
  answers.push(await conclude(id))
  for (const { status, body } of answers) {
    expect(status).toBe(200)
    expect([body.documentId, body.taskIds]).toEqual([answers[0]!.body.documentId, answers[0]!.body.taskIds])
  }
  expect(await room.house.db.$count(documents, eq(documents.meetingId, id))).toBe(1)
  expect(await room.house.db.$count(tasks, eq(tasks.meetingId, id))).toBe(2)
})

test('the departments and the assigner hear of their tasks live, with ids only', async () => {
  const { id } = await concludable()
  const told = await ear.during(() => conclude(id))
  const desks = told.filter(({ type }) => type === 'tasks.changed')
  expect(new Set(desks.map(({ topic }) => topic))).toEqual(
    new Set([`agency:${room.world.committee}`, `agency:${room.world.sttt}`, `agency:${room.world.snv}`]),
  )
  expect(JSON.stringify(desks)).not.toContain('một cửa')
  expect(told.some(({ type, topic }) => type === 'meetings.changed' && topic === `post:${room.postOf('pct')}`)).toBe(
    true,
  )
})

test('nothing happens where a part of it cannot: a deadline that has passed stops notice and tasks', async () => {
  const { id, itemIds } = await concludable()
  room.moveTo('2020-07-16T08:00:00+07:00')
  const late = await conclude(id)
  room.moveTo('2020-06-23T08:00:00+07:00')
  expect([late.status, late.reason]).toEqual([400, 'due_in_past'])
  expect(await room.house.db.$count(documents, eq(documents.meetingId, id))).toBe(0)
  expect(await room.house.db.$count(tasks, eq(tasks.meetingId, id))).toBe(0)
  expect((await room.snapshotFor('thuky', id)).header.state).toBe('closed')
  await room.done('thuky', `PUT /meetings/${id}/items/${itemIds[1]}/conclusion`, { text: 'Thống nhất.', revision: 1 })
  expect((await conclude(id)).body.taskIds).toEqual([])
})

test('a deadline in the past, a foreign agency and a stale text are refused while typing', async () => {
  const { id, itemIds } = await opened(room)
  const write = (over: object) =>
    room.call(`thuky`, `PUT /meetings/${id}/items/${itemIds[0]}/conclusion`, {
      body: { text: 'Thống nhất.', assignments: [], revision: null, ...over },
    })
  expect((await write({ assignments: [{ ...orders[0], dueOn: '2020-06-22' }] })).reason).toBe('due_in_past')
  expect((await write({ assignments: [{ ...orders[0], dueOn: '2020-06-23' }] })).status).toBe(200)
  expect((await write({ assignments: [{ ...orders[0], agencyId: randomUUID() }], revision: 1 })).reason).toBe(
    'unknown_agency',
  )
  const stale = await write({})
  expect([stale.reason, stale.data['byName']]).toEqual(['stale', actorOf(room.world, 'thuky').personName])
})

test('without a conclusion there is no notice, and members do not make one', async () => {
  const { id } = await opened(room)
  await room.done('chutich', `POST /meetings/${id}/close`)
  expect((await conclude(id)).reason).toBe('no_conclusions')
  expect((await conclude(id, 'pct')).reason).toBe('forbidden')
})
