import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { PostRole } from '#server/kernel/actor.ts'
import { meetingsTopics } from '#server/meetings/meetings.topics.ts'
import { actorOf } from '#test/support/world.ts'
import { meetingRights, type SeatRight } from './permissions.table.ts'
import { issuedLetter, opened, openRoomWorld } from './room-world.ts'

const room = await openRoomWorld()
const seatOf: Partial<Record<PostRole, string>> = {
  chairman: 'chutich',
  vice_chairman: 'pct',
  office_chief: 'chanhvanphong',
  director: 'giamdoc.sttt',
  secretary: 'thuky',
}
const withoutSeat = { unit_head: 'truongphong.th', specialist: 'chuyenvien.th', clerk: 'vanthu', admin: 'quantri' }
const foreign = { director: 'giamdoc.snv', clerk: 'vanthu.longxuyen' }

/** A session in which every id of the table's paths exists: papers, a document, an open vote. */
async function session(): Promise<Record<string, string>> {
  const { id, itemIds } = await opened(room)
  const { id: documentId } = await issuedLetter(room)
  const path = `POST /meetings/${id}/items/${itemIds[0]}/papers`
  const { paperId } = await room.done<{ paperId: string }>('thuky', path, { documentId })
  const asked = { itemId: itemIds[1], question: 'Thông qua?' }
  const { pollId } = await room.done<{ pollId: string }>('chutich', `POST /meetings/${id}/polls`, asked)
  return { id, itemId: itemIds[0], paperId, documentId, pollId, postId: room.postOf('chutich') }
}

const filled = (text: string, ids: Record<string, string>) =>
  text.replace(/:(\w+)/g, (all, name: string) => ids[name] ?? all)

async function statusOf(userName: string, right: SeatRight, ids: Record<string, string>): Promise<number> {
  const body = right.body && { body: JSON.parse(filled(JSON.stringify(right.body), ids)) as unknown }
  const path = filled(right.path, ids)
  if (path.endsWith('/file')) {
    const headers = { cookie: await room.cookieOf(userName), 'sec-fetch-site': 'same-origin' }
    return (await room.app.request(`/api${path}`, { headers })).status
  }
  return (await room.call(userName, `${right.method} ${path}`, { key: randomUUID(), ...body })).status
}

/** Every act is tried by those who may not first, so that the meeting is still as it was for those who may. */
test.each(meetingRights.map((right): [string, SeatRight] => [`${right.method} ${right.path}`, right]))(
  '%s',
  { timeout: 60_000 },
  async (_name, right) => {
    const ids = await session()
    const isOfMeeting = right.path.includes(':id')
    for (const [role, userName] of Object.entries({ ...withoutSeat, ...foreign })) {
      const status = await statusOf(userName, right, ids)
      if (isOfMeeting) expect(status, `${userName} of ${right.path}`).toBe(404)
      else if (!right.allowed.includes(role as never)) expect(status).toBe(403)
    }
    for (const [role, userName] of Object.entries(seatOf)) {
      if (right.allowed.includes(role as never)) continue
      expect(await statusOf(userName, right, ids), `${role} of ${right.path}`).toBe(403)
    }
    for (const [role, userName] of Object.entries(seatOf)) {
      if (!right.allowed.includes(role as never)) continue
      const where = right.method === 'DELETE' ? await session() : ids
      expect([200, 409], `${role} of ${right.path}`).toContain(await statusOf(userName, right, where))
    }
  },
)

test('the live line lets in whoever has a seat, in the class of the seat', async () => {
  const { id } = await session()
  const [rule] = meetingsTopics
  const classesOf = (userName: string) => rule!.mayJoin(room.house, actorOf(room.world, userName), id!)
  expect(await classesOf('chutich')).toEqual(['desk'])
  expect(await classesOf('thuky')).toEqual(['desk'])
  expect(await classesOf('pct')).toEqual(['members'])
  expect(await classesOf('giamdoc.sttt')).toEqual(['invited'])
  for (const userName of [...Object.values(withoutSeat), ...Object.values(foreign)])
    expect(await classesOf(userName)).toBeNull()
})

test('a meeting that was never invited is nobody’s but the desk’s', async () => {
  const { id } = await room.done<{ id: string }>('thuky', 'POST /meetings', {
    ...(meetingRights.find(({ method, path }) => method === 'POST' && path === '/meetings')!.body as object),
    members: [
      { postId: room.postOf('chutich'), part: 'chair' },
      { postId: room.postOf('pct'), part: 'member' },
    ],
  })
  expect((await room.call('chutich', `GET /meetings/${id}`)).status).toBe(200)
  expect((await room.call('pct', `GET /meetings/${id}`)).status).toBe(404)
  const { rows } = await room.done<{ rows: { id: string }[] }>('pct', 'GET /meetings')
  expect(rows.map((row) => row.id)).not.toContain(id)
})
