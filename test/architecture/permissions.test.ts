import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { identify } from '#server/identity/door.ts'
import {
  absentIds,
  asksForOne,
  foreignPeople,
  openFullHouse,
  ownPeople,
  pathOf,
  withIds,
} from '#test/attacks/full-house.ts'
import { everyRole, type Role } from '#test/documents/permissions.table.ts'
import { pages } from '#test/meetings/room-world.ts'
import { actorOf, logIn } from '#test/support/world.ts'
import { allRights, type Right, routeOf } from './all-rights.ts'

/*
 * The table of rights over all rooms, cell by cell: every route × every role × (own thing, foreign thing, no thing). The rooms'
 * own tests also play the acts of those who may; here nobody who may not gets through, and nobody can tell what exists.
 */

const full = await openFullHouse()
const own = await full.seed()
const absent = absentIds()
const paper = await pages(1)

type Answer = { status: number; text: string }

/** Sends what the row of the table says, as this person, with these ids. */
async function trying(right: Right, userName: string, ids = own, cookie?: string): Promise<Answer> {
  const { method } = right
  const isUpload = routeOf(right) === 'POST /api/files'
  const type = isUpload ? 'application/pdf' : 'application/json'
  const headers = {
    ...{ cookie: cookie ?? (await full.cookieOf(userName)), 'sec-fetch-site': 'same-origin' },
    ...(method === 'GET' ? {} : { 'content-type': type, 'idempotency-key': randomUUID() }),
  }
  const body = isUpload ? paper : JSON.stringify(bodyOf(right, userName, ids))
  const answer = await full.app.request(pathOf(right, ids), { method, headers, ...(method === 'GET' ? {} : { body }) })
  return { status: answer.status, text: await answer.text() }
}

function bodyOf({ body = {}, path }: Right, userName: string, ids: typeof own): unknown {
  const filled = withIds(JSON.stringify({ revision: 1, ...body }), path, ids)
  const ownPostId = everyone.has(userName) ? actorOf(full.world, userName).postId : randomUUID()
  return JSON.parse(filled.replaceAll(':ownPostId', ownPostId))
}
const everyone = new Set(full.world.rows.people.map(({ userName }) => userName))

/** The answer without what differs in every answer. */
const plain = ({ status, text }: Answer) => [status, text.replace(/"traceId":"[^"]+"/, '"traceId":""')]

const guarded = allRights
  .filter((right) => right.public !== true)
  .map((right): [string, Right] => [routeOf(right), right])

/** Offices and their leaders are everybody's to see; an answer about a foreign one is right. */
const directory = new Set(['GET /api/agencies/:id/posts'])

test.each(guarded)('%s lets nobody through whom the table does not name', async (_, right) => {
  for (const role of everyRole.filter((one) => !right.allowed.includes(one))) {
    const { status, text } = await trying(right, ownPeople[role])
    expect([403, 404], `${role}: ${status} ${text}`).toContain(status)
  }
})

/** A task has two sides, and only departments have a director: he is invited to the session and has the task. */
const otherSide: Partial<Record<Role, string>> = { director: 'giamdoc.sttt', specialist: 'chuyenvien.cntt' }
/** Nothing here is a department's; what a director may read there the rooms' own tests try. */
const ofDepartments = /^GET \/api\/(documents|arrivals|deliveries|reports)\b/

test.each(guarded.filter(([, { method }]) => method === 'GET'))(
  '%s answers those whom it names',
  async (route, right) => {
    for (const role of right.allowed) {
      if (role === 'director' && ofDepartments.test(route) && asksForOne(right)) continue
      const people = [ownPeople[role], otherSide[role] ?? ownPeople[role]]
      const statuses = await Promise.all(people.map(async (userName) => (await trying(right, userName)).status))
      expect([role, ...statuses]).toContain(200)
    }
  },
)

const ofOne = guarded.filter(([route, right]) => asksForOne(right) && !directory.has(route))

test.each(ofOne)('%s looks absent to the same roles elsewhere', async (_, right) => {
  for (const role of everyRole) {
    const there = await trying(right, foreignPeople[role])
    const nowhere = await trying(right, foreignPeople[role], absent)
    expect(plain(there), role).toEqual(plain(nowhere))
    // A role that never has this right may be told so, as long as it is told the same of everything.
    expect(right.allowed.includes(role) ? [404] : [403, 404], `${role}: ${there.text}`).toContain(there.status)
  }
})

const acts = guarded.filter(([route]) => /^(POST|PUT|DELETE) \/api\/(session|sessions|preferences|files)\b/.test(route))

test.each(acts)('%s, of a room without a table test of its own, is done by those whom it names', async (_, right) => {
  for (const role of right.allowed) {
    const { sessionId } = (await identify(full.house, await logIn(full.app, 'chuyenvien.th')))!
    const cookie = await logIn(full.app, ownPeople[role])
    const answer = await trying(right, ownPeople[role], { ...own, sessionId }, cookie)
    expect([role, answer.status]).toEqual([role, 200])
  }
})
