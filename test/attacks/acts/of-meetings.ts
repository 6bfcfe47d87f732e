import { opened, pages, prepared, type RoomWorld, seatsFor, sessionInput, uploaded } from '#test/meetings/room-world.ts'
import type { Act, Acts } from './act.ts'
import { documentIn } from './of-documents.ts'

type Session = { id: string; itemIds: [string, string] }

async function invited(room: RoomWorld): Promise<Session> {
  const session = await prepared(room)
  await room.done('thuky', `POST /meetings/${session.id}/invite`)
  return session
}

async function withPaper(room: RoomWorld): Promise<Session & { paperId: string }> {
  const session = await opened(room)
  const fileId = await uploaded(room, 'thuky', await pages(3))
  const path = `POST /meetings/${session.id}/items/${session.itemIds[0]}/papers`
  const { paperId } = await room.done<{ paperId: string }>('thuky', path, { fileId, title: 'Báo cáo' })
  return { ...session, paperId }
}

async function voting(room: RoomWorld): Promise<Session & { pollId: string }> {
  const session = await opened(room)
  const asked = { itemId: session.itemIds[1], question: 'Thông qua?' }
  const { pollId } = await room.done<{ pollId: string }>('chutich', `POST /meetings/${session.id}/polls`, asked)
  return { ...session, pollId }
}

async function closed(room: RoomWorld): Promise<Session> {
  const session = await opened(room)
  const assignments = [{ agencyId: room.world.sttt, content: 'Rà soát quy trình.', dueOn: '2020-07-15' }]
  const path = `PUT /meetings/${session.id}/items/${session.itemIds[1]}/conclusion`
  await room.done('thuky', path, { text: 'Thống nhất.', assignments, revision: null })
  await room.done('chutich', `POST /meetings/${session.id}/close`)
  return session
}

type Asked<S> = {
  who: string
  at: (session: S) => string
  body?: (session: S, room: RoomWorld) => Record<string, unknown>
}

const on =
  <S extends Session>(make: (room: RoomWorld) => Promise<S>, { who, at, body }: Asked<S>) =>
  async (room: RoomWorld): Promise<Act> => {
    const session = await make(room)
    const path = `/meetings/${session.id}${at(session)}`
    return { userName: who, path, ...(body ? { body: body(session, room) } : {}) }
  }

const header = {
  ...{ title: 'Phiên họp tháng 6', typeCode: 'committee_session', place: 'Phòng họp số 1' },
  ...{ startsAt: '2020-06-25T08:00:00+07:00', endsAt: '2020-06-25T11:30:00+07:00' },
}
const item = { title: 'Công tác cán bộ', minutes: 20, leadAgencyId: null }

/** Preparing a session of the committee, holding it, and what follows from it. */
export const meetingActs: Acts = {
  'POST /meetings': async (room) => ({ userName: 'thuky', path: '/meetings', body: sessionInput(room) }),
  'PUT /meetings/:id': on(prepared, { who: 'thuky', at: () => '', body: () => ({ ...header, revision: 1 }) }),
  'PUT /meetings/:id/members': on(prepared, {
    ...{ who: 'thuky', at: () => '/members' },
    body: (_, room) => ({ members: seatsFor(room, { 'giamdoc.snv': 'invited' }) }),
  }),
  'DELETE /meetings/:id/members/:postId': async (room) =>
    on(prepared, { who: 'thuky', at: () => `/members/${room.postOf('pct.vanxa')}` })(room),
  'POST /meetings/:id/items': on(prepared, { who: 'thuky', at: () => '/items', body: () => item }),
  'PUT /meetings/:id/items/:itemId': on(prepared, {
    ...{ who: 'thuky', at: ({ itemIds }) => `/items/${itemIds[0]}`, body: () => item },
  }),
  'DELETE /meetings/:id/items/:itemId': on(prepared, { who: 'thuky', at: ({ itemIds }) => `/items/${itemIds[0]}` }),
  'PUT /meetings/:id/agenda': on(prepared, {
    ...{ who: 'thuky', at: () => '/agenda', body: ({ itemIds }) => ({ itemIds: itemIds.toReversed() }) },
  }),
  'POST /meetings/:id/items/:itemId/papers': async (room) => {
    const { id: documentId } = await documentIn(room, 'issued', { code: '12/BC-UBND', issuedOn: '2020-06-23' })
    const at = ({ itemIds }: Session) => `/items/${itemIds[0]}/papers`
    return on(prepared, { who: 'thuky', at, body: () => ({ documentId, title: 'Báo cáo' }) })(room)
  },
  'DELETE /meetings/:id/papers/:paperId': on(withPaper, { who: 'thuky', at: ({ paperId }) => `/papers/${paperId}` }),
  'POST /meetings/:id/invite': on(prepared, { who: 'thuky', at: () => '/invite' }),
  'POST /meetings/:id/answer': on(invited, {
    ...{ who: 'pct', at: () => '/answer', body: () => ({ answer: 'absent', note: 'Đi công tác.' }) },
  }),
  'POST /meetings/:id/cancel': on(invited, { who: 'thuky', at: () => '/cancel' }),
  'POST /meetings/:id/open': on(invited, { who: 'chutich', at: () => '/open' }),
  'POST /meetings/:id/pause': on(opened, { who: 'chutich', at: () => '/pause' }),
  'POST /meetings/:id/resume': async (room) => {
    const paused = async () => {
      const session = await opened(room)
      await room.done('chutich', `POST /meetings/${session.id}/pause`)
      return session
    }
    return on(paused, { who: 'chutich', at: () => '/resume' })(room)
  },
  'POST /meetings/:id/close': on(opened, { who: 'chutich', at: () => '/close' }),
  'POST /meetings/:id/check-in': on(invited, {
    ...{ who: 'pct', at: () => '/check-in', body: () => ({ presence: 'in_room' }) },
  }),
  'POST /meetings/:id/current-item': on(opened, {
    ...{ who: 'chutich', at: () => '/current-item', body: ({ itemIds }) => ({ itemId: itemIds[1] }) },
  }),
  'POST /meetings/:id/stage': on(withPaper, {
    ...{ who: 'chutich', at: () => '/stage', body: ({ paperId }) => ({ paperId, page: 2 }) },
  }),
  'POST /meetings/:id/presenter': on(opened, {
    ...{ who: 'chutich', at: () => '/presenter', body: (_, room) => ({ postId: room.postOf('pct') }) },
  }),
  'POST /meetings/:id/polls': on(opened, {
    ...{ who: 'chutich', at: () => '/polls', body: ({ itemIds }) => ({ itemId: itemIds[1], question: 'Thông qua?' }) },
  }),
  'POST /meetings/:id/polls/:pollId/close': on(voting, {
    who: 'chutich',
    at: ({ pollId }) => `/polls/${pollId}/close`,
  }),
  'POST /meetings/:id/polls/:pollId/ballot': on(voting, {
    ...{ who: 'pct', at: ({ pollId }) => `/polls/${pollId}/ballot`, body: () => ({ choice: 'yes' }) },
  }),
  'PUT /meetings/:id/items/:itemId/conclusion': on(opened, {
    ...{ who: 'thuky', at: ({ itemIds }) => `/items/${itemIds[1]}/conclusion` },
    body: (_, { world }) => ({
      ...{ text: 'Thống nhất chủ trương.', revision: null },
      assignments: [{ agencyId: world.sttt, content: 'Rà soát quy trình.', dueOn: '2020-07-15' }],
    }),
  }),
  'POST /meetings/:id/notice': on(closed, {
    ...{ who: 'thuky', at: () => '/notice', body: (_, room) => ({ signerPostId: room.postOf('chanhvanphong') }) },
  }),
}
