import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { journal } from '#db/kernel/schema.ts'
import { meetingLog } from '#db/meetings/schema.ts'
import { auditJournal } from '#server/kernel/audit.ts'
import { sealFile } from '#server/kernel/journal-seal.ts'
import { actorOf } from '#test/support/world.ts'
import {
  cast,
  issuedLetter,
  opened,
  openRoomWorld,
  pages,
  polled,
  prepared,
  seatsFor,
  sessionInput,
  uploaded,
} from './room-world.ts'

const room = await openRoomWorld()

test('who prepares a meeting sits at its desk; times, chair, posts and types must be sound', async () => {
  const input = sessionInput(room, { chutich: 'chair', pct: 'member' })
  const { id } = await room.done<{ id: string }>('chanhvanphong', 'POST /meetings', input)
  const { members, header } = await room.snapshotFor('chanhvanphong', id)
  expect(members.map(({ personName: _, ...seat }) => [seat.part, seat.mayVote])).toEqual([
    ['chair', true],
    ['secretary', false],
    ['member', true],
  ])
  expect(header).toMatchObject({ typeNameVi: 'Phiên họp Ủy ban nhân dân', agencyName: 'Ủy ban nhân dân tỉnh An Giang' })
  const reasonFor = async (over: object) =>
    (await room.call('thuky', 'POST /meetings', { body: { ...input, ...over } })).reason
  expect(await reasonFor({ endsAt: '2020-06-25T07:00:00+07:00' })).toBe('meeting_ends_before_it_starts')
  expect(await reasonFor({ startsAt: '2020-06-22T07:00:00+07:00', endsAt: '2020-06-22T08:00:00+07:00' })).toBe(
    'meeting_in_past',
  )
  expect(await reasonFor({ members: seatsFor(room, { pct: 'member' }) })).toBe('meeting_needs_one_chair')
  expect(await reasonFor({ members: [{ postId: randomUUID(), part: 'chair' }] })).toBe('unknown_post')
  expect(await reasonFor({ typeCode: 'party' })).toBe('meeting_type_unknown')
  expect(await reasonFor({ title: 'Phiên\u202Ehọp' })).toBe('invalid_input')
  expect(await reasonFor({ items: [{ title: 'A', leadAgencyId: randomUUID() }] })).toBe('unknown_agency')
})

test('an edit of what somebody changed meanwhile names who and when', async () => {
  const { id } = await prepared(room)
  const { members: _m, items: _i, ...header } = sessionInput(room)
  await room.done('chutich', `PUT /meetings/${id}`, { ...header, place: 'Phòng họp số 2', revision: 1 })
  const late = await room.call('thuky', `PUT /meetings/${id}`, { body: { ...header, revision: 1 } })
  expect([late.status, late.reason, late.data['byName']]).toEqual([
    409,
    'stale',
    actorOf(room.world, 'chutich').personName,
  ])
  expect((await room.snapshotFor('thuky', id)).header).toMatchObject({ place: 'Phòng họp số 2', revision: 2 })
})

test('a list shows what is to come first, and what is over the latest first, a page at a time', async () => {
  const made: string[] = []
  for (const day of ['2020-07-03', '2020-07-01', '2020-07-02']) {
    const times = { startsAt: `${day}T08:00:00+07:00`, endsAt: `${day}T09:00:00+07:00` }
    const { id } = await room.done<{ id: string }>('thuky', 'POST /meetings', {
      ...sessionInput(room, { chutich: 'chair', 'pct.kinhte': 'member' }),
      ...times,
    })
    await room.done('thuky', `POST /meetings/${id}/invite`)
    made.push(id)
  }
  const [third, first, second] = made as [string, string, string]
  type List = { rows: { id: string; itemCount: number; part: string; answer: string }[]; next: string | null }
  const idsOf = async (query: string) => {
    const page = await room.done<List>('pct.kinhte', `GET /meetings?${query}`)
    return { ids: page.rows.map(({ id }) => id).filter((id) => made.includes(id)), next: page.next, rows: page.rows }
  }
  expect((await idsOf('when=upcoming')).ids).toEqual([first, second, third])
  const page = await room.done<List>('pct.kinhte', 'GET /meetings?limit=1')
  expect(page.rows).toHaveLength(1)
  expect((await room.done<List>('pct.kinhte', `GET /meetings?limit=1&after=${page.next!}`)).rows[0]!.id).not.toBe(
    page.rows[0]!.id,
  )
  for (const id of [third, first]) await room.done('thuky', `POST /meetings/${id}/cancel`)
  expect((await idsOf('when=past')).ids).toEqual([third, first])
  expect((await idsOf('when=upcoming')).rows.find(({ id }) => id === second)).toMatchObject({
    itemCount: 2,
    part: 'member',
  })
})

test('the secretary acts for the chair, and the journal says so; the chair acts for himself', async () => {
  const { id } = await prepared(room)
  await room.done('thuky', `POST /meetings/${id}/invite`)
  await room.done('thuky', `POST /meetings/${id}/open`)
  await room.done('chutich', `POST /meetings/${id}/pause`)
  const rows = await room.house.db
    .select()
    .from(journal)
    .where(eq(journal.stream, `meeting:${id}`))
    .orderBy(journal.seq)
  const chair = room.postOf('chutich')
  expect(rows.map(({ act, postId, onBehalfOf }) => [act, postId, onBehalfOf])).toEqual([
    ['prepareMeeting', room.postOf('thuky'), null],
    ['invite', room.postOf('thuky'), null],
    ['open', room.postOf('thuky'), `post:${chair}`],
    ['pause', chair, null],
  ])
  const [logged] = await room.house.db
    .select()
    .from(meetingLog)
    .where(and(eq(meetingLog.meetingId, id), eq(meetingLog.seq, 2)))
  expect(logged).toMatchObject({ type: 'state.changed', onBehalfOfPostId: chair })
})

test('chair and secretary press the same button at once: one of them did it', async () => {
  for (let round = 0; round < 5; round++) {
    const { id } = await prepared(room)
    await room.done('thuky', `POST /meetings/${id}/invite`)
    const pressed = await Promise.all(
      ['chutich', 'thuky', 'chutich', 'thuky'].map((who) => room.call(who, `POST /meetings/${id}/open`)),
    )
    expect(pressed.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
    expect((await room.snapshotFor('pct', id)).seq).toBe(2)
  }
})

test('a repeated command is the same act, not another', async () => {
  const { id } = await prepared(room)
  const key = randomUUID()
  const body = { title: 'Nội dung bổ sung' }
  const first = await room.call('thuky', `POST /meetings/${id}/items`, { body, key })
  const again = await room.call('thuky', `POST /meetings/${id}/items`, { body, key })
  expect(again.body).toEqual(first.body)
  expect((await room.snapshotFor('thuky', id)).items).toHaveLength(3)
})

test('a paper is the very bytes of the document, for every seat, and the device keeps them', async () => {
  const { id, itemIds } = await opened(room)
  const letter = await issuedLetter(room)
  const lay = (who: string, body: object) =>
    room.call<{ paperId: string }>(who, `POST /meetings/${id}/items/${itemIds[0]}/papers`, { body })
  const { body } = await lay('thuky', { documentId: letter.id })
  const { papers } = await room.snapshotFor('giamdoc.sttt', id)
  expect(papers[0]).toMatchObject({
    documentId: letter.id,
    sha256: letter.sha256,
    pages: 3,
    title: expect.stringContaining('664/UBND-TH') as string,
  })
  const fetchPaper = async (who: string, headers: Record<string, string> = {}) =>
    room.app.request(`/api/meetings/${id}/papers/${body.paperId}/file`, {
      headers: { cookie: await room.cookieOf(who), ...headers },
    })
  const whole = await fetchPaper('giamdoc.sttt')
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(Buffer.from(await room.house.blobs.bytes(letter.sha256)))
  expect(whole.headers.get('cache-control')).toContain('immutable')
  expect(whole.headers.get('etag')).toBe(`"${letter.sha256}"`)
  expect((await fetchPaper('pct', { 'if-none-match': `"${letter.sha256}"` })).status).toBe(304)
  const part = await fetchPaper('pct', { range: 'bytes=0-3' })
  expect([part.status, await part.text()]).toEqual([206, '%PDF'])
  expect((await fetchPaper('giamdoc.snv')).status).toBe(404)
  expect((await lay('thuky', { documentId: randomUUID() })).status).toBe(404)
  expect((await lay('thuky', { documentId: letter.id, fileId: randomUUID() })).status).toBe(400)
  const own = await uploaded(room, 'pct', await pages(1))
  expect((await lay('thuky', { fileId: own })).status).toBe(404)
})

test('pages turn for whoever has the stage, within the paper, and the same page twice is one event', async () => {
  const { id, itemIds } = await opened(room)
  const fileId = await uploaded(room, 'thuky', await pages(2))
  const laid = await room.done<{ paperId: string }>('thuky', `POST /meetings/${id}/items/${itemIds[0]}/papers`, {
    fileId,
  })
  const turn = (who: string, page: number) =>
    room.call<{ seq: number }>(who, `POST /meetings/${id}/stage`, { body: { paperId: laid.paperId, page } })
  expect((await turn('pct', 1)).reason).toBe('forbidden')
  const shown = await turn('chutich', 2)
  expect((await turn('chutich', 2)).body.seq).toBe(shown.body.seq)
  expect([(await turn('chutich', 3)).reason, (await turn('chutich', 3)).data]).toEqual([
    'page_out_of_range',
    { pages: 2 },
  ])
  await room.done('chutich', `POST /meetings/${id}/presenter`, { postId: room.postOf('pct') })
  expect((await turn('pct', 1)).status).toBe(200)
  await room.done('chutich', `POST /meetings/${id}/presenter`, { postId: null })
  expect((await turn('pct', 2)).reason).toBe('forbidden')
  const journalled = await room.house.db
    .select()
    .from(journal)
    .where(and(eq(journal.stream, `meeting:${id}`), eq(journal.act, 'turnPage')))
  expect(journalled).toEqual([])
})

test('a vote needs a quorum, one at a time, and stands in the way of everything that would disturb it', async () => {
  const { id, itemIds } = await prepared(room)
  await room.done('thuky', `POST /meetings/${id}/invite`)
  await room.done('thuky', `POST /meetings/${id}/open`)
  const body = { itemId: itemIds[0], question: 'Thông qua?' }
  const asked = () => room.call<{ pollId: string }>('chutich', `POST /meetings/${id}/polls`, { body })
  for (const who of ['chutich', 'pct', 'pct.kinhte'])
    await room.done(who, `POST /meetings/${id}/check-in`, { presence: 'online' })
  const few = await asked()
  expect([few.status, few.reason, few.data]).toEqual([409, 'quorum_not_met', { present: 3, needed: 4 }])
  await room.done('pct.vanxa', `POST /meetings/${id}/check-in`, { presence: 'in_room' })
  const { pollId } = (await asked()).body
  expect((await asked()).reason).toBe('poll_still_open')
  for (const act of ['pause', 'close'])
    expect((await room.call('chutich', `POST /meetings/${id}/${act}`)).reason).toBe('poll_still_open')
  const voter = `DELETE /meetings/${id}/members/${room.postOf('pct')}`
  expect((await room.call('thuky', voter)).reason).toBe('poll_still_open')
  expect((await cast(room, { id, pollId }, { who: 'chanhvanphong', choice: 'yes' })).reason).toBe('not_checked_in')
  const [poll] = (await room.snapshotFor('pct', id)).polls
  expect(poll).toMatchObject({
    rule: { instrument: expect.stringContaining('77/2015/QH13') as string, majorityOf: 'all_members' },
  })
  expect(poll!.voterPostIds).toHaveLength(5)
})

test('ballots over HTTP: named after the close, the same key the same answer, too late is too late', async () => {
  const where = await polled(room)
  const key = randomUUID()
  const first = await cast(room, where, { who: 'pct', choice: 'yes', key })
  expect((await cast(room, where, { who: 'pct', choice: 'yes', key })).body).toEqual(first.body)
  expect((await cast(room, where, { who: 'pct', choice: 'no', key })).reason).toBe('key_reused')
  for (const [who, choice] of [
    ['chutich', 'yes'],
    ['pct.kinhte', 'yes'],
    ['pct.vanxa', 'no'],
  ] as const)
    expect((await cast(room, where, { who, choice })).status).toBe(200)
  expect((await cast(room, where, { who: 'giamdoc.sttt', choice: 'yes' })).reason).toBe('not_a_voter')
  const unkeyed = await room.call('pct', `POST /meetings/${where.id}/polls/${where.pollId}/ballot`, {
    body: { choice: 'yes' },
  })
  expect(unkeyed.reason).toBe('operation_id_missing')
  expect((await room.live('pct', where.id)).mine.ballots).toEqual([{ pollId: where.pollId, choice: 'yes' }])
  const close = () => room.done<{ result: unknown }>('thuky', `POST /meetings/${where.id}/polls/${where.pollId}/close`)
  const { result } = await close()
  expect(result).toMatchObject({ yes: 3, no: 1, abstain: 0, eligible: 5, needed: 3, outcome: 'passed' })
  expect((await close()).result).toEqual(result)
  expect((await cast(room, where, { who: 'chanhvanphong', choice: 'no' })).reason).toBe('poll_closed')
  const [poll] = (await room.snapshotFor('pct.vanxa', where.id)).polls
  expect(poll!.ballots).toContainEqual({ postId: room.postOf('pct.vanxa'), choice: 'no' })
  const named = await room.house.db
    .select()
    .from(journal)
    .where(and(eq(journal.stream, `meeting:${where.id}`), eq(journal.act, 'closePoll')))
  expect(named[0]!.data).toMatchObject({ result, ballotsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string })
})

test('a tie goes with the chair', async () => {
  const where = await polled(room, {
    chutich: 'chair',
    thuky: 'secretary',
    pct: 'member',
    'pct.kinhte': 'member',
    'pct.vanxa': 'member',
  })
  for (const [who, choice] of [
    ['chutich', 'no'],
    ['pct', 'no'],
    ['pct.kinhte', 'yes'],
    ['pct.vanxa', 'yes'],
  ] as const)
    await cast(room, where, { who, choice })
  const close = `POST /meetings/${where.id}/polls/${where.pollId}/close`
  const { result } = await room.done<{ result: object }>('chutich', close)
  expect(result).toMatchObject({ outcome: 'rejected', settledBy: 'chair' })
})

test('an item that was presented stays; a stale order of the agenda is refused', async () => {
  const { id, itemIds } = await opened(room)
  await room.done('chutich', `POST /meetings/${id}/current-item`, { itemId: itemIds[0] })
  expect((await room.call('thuky', `DELETE /meetings/${id}/items/${itemIds[0]}`)).reason).toBe('item_in_use')
  const order = (ids: string[]) => room.call('thuky', `PUT /meetings/${id}/agenda`, { body: { itemIds: ids } })
  for (const ids of [[itemIds[0]], [itemIds[0], itemIds[0]], [itemIds[0], randomUUID()]]) {
    expect((await order(ids)).reason).toBe('items_differ')
  }
})

test('the chair stays; another may take the chair in the same act', async () => {
  const { id } = await opened(room)
  const leave = `DELETE /meetings/${id}/members/${room.postOf('chutich')}`
  expect((await room.call('thuky', leave)).reason).toBe('meeting_keeps_chair')
  const one = { members: seatsFor(room, { pct: 'chair' }) }
  expect((await room.call('thuky', `PUT /meetings/${id}/members`, { body: one })).reason).toBe(
    'meeting_needs_one_chair',
  )
  await room.done('thuky', `PUT /meetings/${id}/members`, {
    members: seatsFor(room, { pct: 'chair', chutich: 'member' }),
  })
  expect((await room.call('chutich', `POST /meetings/${id}/pause`)).reason).toBe('forbidden')
  await room.done('pct', `POST /meetings/${id}/pause`)
})

test('the journal of every meeting above is one unbroken chain', async () => {
  const { faults, rows } = await auditJournal(room.house.db, sealFile(room.house.config.dataDir))
  expect(faults).toEqual([])
  expect(rows).toBeGreaterThan(50)
})
