import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { handledCounts } from '#db/reports/schema.ts'
import { perform } from '#server/kernel/unit-of-work.ts'
import { giveTask, type GiveTaskInput } from '#server/tasks/door.ts'
import { issuedLetter, openEar, openRoomWorld } from '#test/meetings/room-world.ts'
import { actorOf } from '#test/support/world.ts'

const room = await openRoomWorld()
const ear = await openEar(room)
type Answer = { id: string; state: string; revision: number }

/** Gives a task of the committee to a department, as the meetings room does. */
async function given(over: Partial<GiveTaskInput> = {}): Promise<string> {
  const chair = actorOf(room.world, 'chutich')
  const input: GiveTaskInput = {
    source: { kind: 'conclusion', id: randomUUID(), part: 1 },
    meetingId: null,
    documentId: null,
    assigner: { agencyId: room.world.committee, postId: chair.postId },
    leadAgencyId: room.world.sttt,
    content: 'Hoàn thành kết nối phần mềm một cửa.',
    dueAt: new Date('2020-07-15T23:59:59.999+07:00'),
    ...over,
  }
  const { id } = await perform(room.house, chair, { key: null, intent: '' }, (work) => giveTask(work, input))
  return id
}
const say = (who: string, id: string, act: string, body: object) =>
  room.call<Answer>(who, `POST /tasks/${id}/${act}`, { body })

test('from the order to the acceptance, seen from both sides', async () => {
  const id = await given()
  const told = await ear.during(() => say('chuyenvien.cntt', id, 'progress', { note: 'Đang kết nối.', revision: 1 }))
  expect(told.map(({ topic, payload }) => [topic, payload])).toEqual(
    [room.world.sttt, room.world.committee].map((agency) => [`agency:${agency}`, { id, state: 'in_progress' }]),
  )
  room.moveTo('2020-06-23T10:00:00+07:00')
  const done = await say('giamdoc.sttt', id, 'done', { note: 'Đã xong.', doneOn: '2020-06-22', revision: 2 })
  expect(done.body).toEqual({ id, state: 'reported_done', revision: 3 })
  expect((await say('giamdoc.sttt', id, 'accept', { revision: 3 })).reason).toBe('forbidden')
  expect((await say('thuky', id, 'return', { reason: 'Thiếu biên bản nghiệm thu.', revision: 3 })).body.state).toBe(
    'in_progress',
  )
  await say('giamdoc.sttt', id, 'done', { note: 'Đã bổ sung.', doneOn: '2020-06-23', revision: 4 })
  expect((await say('chutich', id, 'accept', { revision: 5 })).body.state).toBe('accepted')
  const detail = await room.done<{ reports: { kind: string; note: string }[]; timeliness: string; doneOn: string }>(
    'giamdoc.sttt',
    `GET /tasks/${id}`,
  )
  expect(detail).toMatchObject({ timeliness: 'on_time', doneOn: '2020-06-23' })
  expect(detail.reports.map(({ kind }) => kind)).toEqual(['progress', 'done', 'returned', 'done', 'accepted'])
  expect((await say('chutich', id, 'cancel', { reason: 'Không cần nữa.', revision: 6 })).reason).toBe('wrong_state')
})

test.each([
  ['the day of the deadline itself', '2020-07-15', '2020-07-20T09:00:00+07:00', 'onTime'],
  ['the day after it', '2020-07-16', '2020-07-20T09:00:00+07:00', 'late'],
] as const)('is judged by the day of the product and not of the click: %s', async (_name, doneOn, at, column) => {
  const id = await given({ leadAgencyId: room.world.skhdt })
  room.moveTo(at)
  try {
    await say('giamdoc.skhdt', id, 'done', { note: 'Xong.', doneOn, revision: 1 })
    await say('chutich', id, 'accept', { revision: 2 })
    const [count] = await room.house.db
      .select()
      .from(handledCounts)
      .where(
        and(
          eq(handledCounts.agencyId, room.world.skhdt),
          eq(handledCounts.kind, 'task'),
          eq(handledCounts.day, doneOn),
        ),
      )
    expect(count).toMatchObject({ onTime: 0, late: 0, [column]: 1 })
  } finally {
    room.moveTo('2020-06-23T10:00:00+07:00')
  }
})

test('an issued document is its own evidence: its day counts; a draft is none', async () => {
  const letter = await issuedLetter(room)
  const id = await given({ leadAgencyId: room.world.committee })
  const { body } = await say('chanhvanphong', id, 'done', { note: 'Đã ban hành.', documentId: letter.id, revision: 1 })
  expect(body.state).toBe('reported_done')
  const detail = await room.done<{ doneOn: string; documents: { id: string; code: string }[] }>(
    'chutich',
    `GET /tasks/${id}`,
  )
  expect(detail.doneOn).toBe('2020-06-23')
  expect(detail.documents).toMatchObject([{ id: letter.id, code: '664/UBND-TH' }])
  const other = await given()
  const foreign = await say('giamdoc.sttt', other, 'done', {
    note: 'Của cơ quan khác.',
    documentId: letter.id,
    revision: 1,
  })
  expect(foreign.status).toBe(404)
})

test('what cannot be is refused and changes nothing', async () => {
  const id = await given()
  expect((await say('giamdoc.sttt', id, 'done', { note: 'Xong.', doneOn: '2020-06-24', revision: 1 })).reason).toBe(
    'done_in_future',
  )
  expect((await say('giamdoc.sttt', id, 'done', { note: 'Xong.', revision: 1 })).reason).toBe('done_needs_day')
  expect((await say('chutich', id, 'accept', { revision: 1 })).reason).toBe('wrong_state')
  await say('truongphong.cntt', id, 'progress', { note: 'Đang làm.', revision: 1 })
  const stale = await say('giamdoc.sttt', id, 'progress', { note: 'Đang làm.', revision: 1 })
  expect([stale.status, stale.reason, stale.data['byName']]).toEqual([
    409,
    'stale',
    actorOf(room.world, 'truongphong.cntt').personName,
  ])
  await expect(given({ dueAt: room.clock.now() })).rejects.toThrow('due_in_past')
  await expect(given({ leadAgencyId: randomUUID() })).rejects.toThrow('task_agency_unknown')
})

test('the same part of the same source is given once', async () => {
  const source = { kind: 'conclusion' as const, id: randomUUID(), part: 1 }
  const first = await given({ source })
  expect(await given({ source })).toBe(first)
  expect(await given({ source: { ...source, part: 2 } })).not.toBe(first)
})

test('each side lists its own, what is due first comes first', async () => {
  const later = await given({ leadAgencyId: room.world.snv, dueAt: new Date('2020-08-01T10:00:00Z') })
  const sooner = await given({ leadAgencyId: room.world.snv, dueAt: new Date('2020-07-01T10:00:00Z') })
  type List = { rows: { id: string; leadAgencyName: string; timeliness: string }[]; next: string | null }
  const list = (who: string, query: string) => room.done<List>(who, `GET /tasks?${query}`)
  expect((await list('giamdoc.snv', 'side=lead')).rows.map(({ id }) => id)).toEqual([sooner, later])
  const page = await list('giamdoc.snv', 'side=lead&limit=1')
  expect((await list('giamdoc.snv', `side=lead&limit=1&after=${page.next!}`)).rows.map(({ id }) => id)).toEqual([later])
  const mine = (await list('chutich', 'side=assigner')).rows.map(({ id }) => id)
  expect(mine).toEqual(expect.arrayContaining([sooner, later]))
  expect((await list('giamdoc.snv', 'side=assigner')).rows).toEqual([])
  expect((await list('chuyenvien.th', 'side=assigner')).rows).toEqual([])
  expect((await list('giamdoc.sttt', 'side=lead')).rows.map(({ id }) => id)).not.toContain(later)
  await say('chutich', later, 'cancel', { reason: 'Giao cơ quan khác.', revision: 1 })
  expect((await list('giamdoc.snv', 'side=lead&scope=closed')).rows.map(({ id }) => id)).toEqual([later])
})
