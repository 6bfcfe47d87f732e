import { expect, test } from 'vitest'
import { audienceOf } from '#server/meetings/event.state.ts'
import { openGroupCommitBox } from '#server/meetings/group-commit-box.ts'
import type { Choice } from '#server/meetings/screen.state.ts'
import { openExpectAct } from './expect-act.ts'
import {
  issuedLetter,
  opened,
  openRoomWorld,
  pages,
  polled,
  prepared,
  type RoomWorld,
  seatsFor,
  sessionInput,
  uploaded,
} from './room-world.ts'
import { actorOf } from '#test/support/world.ts'

const room: RoomWorld = await openRoomWorld()
const { expectAct, seen } = await openExpectAct(room)
const box = openGroupCommitBox(room.house)

const invited = async () => {
  const meeting = await prepared(room)
  await room.done('thuky', `POST /meetings/${meeting.id}/invite`)
  return meeting
}

test('the title, the seats and the agenda change before the invitation, and only the desk hears', async () => {
  const { id, itemIds } = await prepared(room)
  const { members: _members, items: _items, ...header } = sessionInput(room)
  await expectAct(id, () =>
    room.done('thuky', `PUT /meetings/${id}`, { ...header, title: 'Phiên họp tháng 6', revision: 1 }),
  )
  await expectAct(id, () =>
    room.done('thuky', `PUT /meetings/${id}/members`, { members: seatsFor(room, { 'giamdoc.snv': 'invited' }) }),
  )
  await expectAct(id, () =>
    room.done('chutich', `POST /meetings/${id}/items`, { title: 'Công tác cán bộ', minutes: 20 }),
  )
  await expectAct(id, () =>
    room.done('thuky', `PUT /meetings/${id}/items/${itemIds[0]}`, { title: 'Kinh tế', minutes: 45 }),
  )
  expect((await room.call('pct', `GET /meetings/${id}`)).status).toBe(404)
  await expectAct(id, () => room.done('thuky', `POST /meetings/${id}/cancel`))
})

test('the invitation opens the meeting to everybody, and each says whether he comes', async () => {
  const { id } = await prepared(room)
  await expectAct(id, () => room.done('thuky', `POST /meetings/${id}/invite`))
  const told = await expectAct(id, () =>
    room.done('pct', `POST /meetings/${id}/answer`, { answer: 'absent', note: 'Đi công tác theo lịch riêng' }),
  )
  expect(told.map(({ type, classes }) => [type, classes])).toEqual([
    ['member.answered', ['desk', 'members', 'invited']],
    ['member.noted', ['desk']],
  ])
  const reseated = { members: [{ postId: room.postOf('pct'), part: 'member', mayVote: false }] }
  await expectAct(id, () => room.done('thuky', `PUT /meetings/${id}/members`, reseated))
  expect(
    (await room.snapshotFor('thuky', id)).members.find(({ postId }) => postId === room.postOf('pct')),
  ).toMatchObject({
    answerNote: 'Đi công tác theo lịch riêng',
    mayVote: false,
  })
})

test('the agenda is put in another order, and an unused item goes with its papers', async () => {
  const { id, itemIds } = await invited()
  const letter = await issuedLetter(room)
  await expectAct(id, () => room.done('thuky', `PUT /meetings/${id}/agenda`, { itemIds: itemIds.toReversed() }))
  await expectAct(id, () =>
    room.done('thuky', `POST /meetings/${id}/items/${itemIds[1]}/papers`, { documentId: letter.id }),
  )
  await expectAct(id, () => room.done('thuky', `DELETE /meetings/${id}/items/${itemIds[1]}`))
  const { items, papers } = await room.snapshotFor('pct', id)
  expect(items.map((item) => [item.id, item.position])).toEqual([[itemIds[0], 1]])
  expect(papers).toEqual([])
})

test('papers are laid, shown page by page and taken away; the stage may be given', async () => {
  const { id, itemIds } = await opened(room)
  const fileId = await uploaded(room, 'thuky', await pages(12))
  const lay = async (body: object) => {
    let paperId = ''
    const path = `POST /meetings/${id}/items/${itemIds[0]}/papers`
    await expectAct(id, async () => ({ paperId } = await room.done<{ paperId: string }>('thuky', path, body)))
    return paperId
  }
  const linked = await lay({ documentId: (await issuedLetter(room)).id })
  const paperId = await lay({ fileId, title: 'Báo cáo kinh tế - xã hội' })
  await expectAct(id, () => room.done('chutich', `POST /meetings/${id}/stage`, { paperId, page: 7 }))
  await expectAct(id, () =>
    room.done('thuky', `POST /meetings/${id}/presenter`, { postId: room.postOf('giamdoc.sttt') }),
  )
  await expectAct(id, () => room.done('giamdoc.sttt', `POST /meetings/${id}/stage`, { paperId, page: 12 }))
  await expectAct(id, () => room.done('thuky', `DELETE /meetings/${id}/papers/${paperId}`))
  const { stage, papers } = await room.snapshotFor('giamdoc.sttt', id)
  expect(stage).toBeNull()
  expect(papers.map((paper) => paper.id)).toEqual([linked])
})

test('the session opens, pauses, goes on and ends; people check in; items are entered', async () => {
  const { id, itemIds } = await invited()
  await expectAct(id, () => room.done('thuky', `POST /meetings/${id}/open`))
  await expectAct(id, () => room.done('pct', `POST /meetings/${id}/check-in`, { presence: 'in_room' }))
  await expectAct(id, () => room.done('pct', `POST /meetings/${id}/check-in`, { presence: 'online' }))
  await expectAct(id, () => room.done('chutich', `POST /meetings/${id}/current-item`, { itemId: itemIds[0] }))
  await expectAct(id, () => room.done('chutich', `POST /meetings/${id}/current-item`, { itemId: itemIds[1] }))
  await expectAct(id, () => room.done('chutich', `POST /meetings/${id}/pause`))
  await expectAct(id, () => room.done('chutich', `POST /meetings/${id}/resume`))
  await expectAct(id, () => room.done('thuky', `POST /meetings/${id}/close`))
})

test('a vote is opened, cast and closed; only the desk sees who has voted, and the invited never who voted what', async () => {
  const { id, itemIds } = await opened(room)
  let pollId = ''
  const question = { itemId: itemIds[1], question: 'Thông qua?' }
  await expectAct(
    id,
    async () => ({ pollId } = await room.done<{ pollId: string }>('thuky', `POST /meetings/${id}/polls`, question)),
  )
  const vote = async (who: string, choice: Choice) => {
    const { postId, personId } = actorOf(room.world, who)
    await box.cast({ meetingId: id, pollId, postId, personId, commandId: `${who}-${choice}-1`, choice })
    await box.settle()
  }
  await expectAct(id, () => vote('pct', 'yes'))
  await expectAct(id, () => vote('chutich', 'no'))
  await expectAct(id, () => vote('pct', 'no'))
  const told = await expectAct(id, () => room.done('chutich', `POST /meetings/${id}/polls/${pollId}/close`))
  expect(told.map(({ type, classes }) => [type, classes])).toEqual([
    ['poll.voters', ['desk']],
    ['poll.ballots', ['desk', 'members']],
    ['poll.closed', ['desk', 'members', 'invited']],
  ])
  const [poll] = (await room.snapshotFor('giamdoc.sttt', id)).polls
  expect(poll).toMatchObject({ ballots: [], votedPostIds: [], voted: 2, result: { no: 2, outcome: 'rejected' } })
})

test('conclusions are written and become a notice and tasks; the invited hear only that it is over', async () => {
  const { id, itemIds } = await opened(room)
  const assignments = [{ agencyId: room.world.sttt, content: 'Rà soát quy trình.', dueOn: '2020-07-15' }]
  const write = (revision: number | null) => ({ text: 'Thống nhất chủ trương.', assignments, revision })
  await expectAct(id, () => room.done('thuky', `PUT /meetings/${id}/items/${itemIds[1]}/conclusion`, write(null)))
  await expectAct(id, () => room.done('thuky', `PUT /meetings/${id}/items/${itemIds[1]}/conclusion`, write(1)))
  await room.done('chutich', `POST /meetings/${id}/close`)
  const told = await expectAct(id, () => room.done('thuky', `POST /meetings/${id}/notice`, {}))
  expect(told.map(({ type, classes }) => [type, classes])).toEqual([
    ['state.changed', ['desk', 'members', 'invited']],
    ['notice.drafted', ['desk']],
  ])
  expect((await room.snapshotFor('giamdoc.sttt', id)).conclusions).toEqual([])
  expect((await room.snapshotFor('pct.vanxa', id)).noticeDocumentId).toBeNull()
})

test('a seat is taken away', async () => {
  const { id } = await polledAndClosed()
  await room.done('thuky', `POST /meetings/${id}/presenter`, { postId: room.postOf('chanhvanphong') })
  const told = await expectAct(id, () =>
    room.done('thuky', `DELETE /meetings/${id}/members/${room.postOf('chanhvanphong')}`),
  )
  expect(told.map(({ type }) => type)).toEqual(['member.removed', 'rights.changed'])
  expect((await room.call('chanhvanphong', `GET /meetings/${id}/live`)).status).toBe(404)
})

async function polledAndClosed() {
  const meeting = await polled(room)
  await room.done('chutich', `POST /meetings/${meeting.id}/polls/${meeting.pollId}/close`)
  return meeting
}

test('every event type was seen above', () => {
  seen.delete('rights.changed')
  expect([...seen].sort()).toEqual(Object.keys(audienceOf).sort())
})
