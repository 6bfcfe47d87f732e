import { committee } from '#db/seed/an-giang-committee.ts'
import { departments } from '#db/seed/an-giang-departments.ts'
import { districts } from '#db/seed/an-giang-localities.ts'
import { insertGroups } from '#db/seed/agency-groups.ts'
import { insertReference } from '#db/seed/insert-reference.ts'
import { insertTree } from '#db/seed/insert-tree.ts'
import { agencyIdOf, rowsOfTree, type TreeRows } from '#db/seed/rows-of-tree.ts'
import { hashPassword } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'

/** Everybody in the small world has this password. */
export const worldPassword = 'mật khẩu để thử'

/** Origin headers of a page of the house itself. */
const fromOurPage = { 'sec-fetch-site': 'same-origin' }

/**
 * The small known world: the committee with its office and divisions, three departments and one district out of the demo
 * province, with the same user names. The committee's letters stand at 663, so that the next one is 664.
 */
export type World = {
  rows: TreeRows
  committee: string
  sttt: string
  snv: string
  skhdt: string
  longxuyen: string
}

const tree = [committee, ...departments.slice(0, 3), ...districts.slice(0, 1)]

/** Writes the small world, or nothing of it where `empty`. */
export async function insertWorld(db: Tx, { at, empty = false }: { at: Date; empty?: boolean }): Promise<World> {
  const hash = await (common ??= hashPassword(worldPassword))
  const year = Number(at.toISOString().slice(0, 4))
  const rows = rowsOfTree(tree, { at, year, passwordHashOf: () => hash })
  if (!empty) {
    await insertReference(db)
    await insertTree(db, rows)
    await insertGroups(db, committee.code, [
      { name: 'Các sở, ban, ngành tỉnh', members: departments.slice(0, 3) },
      { name: 'UBND các huyện, thị xã, thành phố', members: districts.slice(0, 1) },
    ])
  }
  const [first, sttt, snv, skhdt, longxuyen] = tree.map(({ code }) => agencyIdOf(code)) as [
    string,
    string,
    string,
    string,
    string,
  ]
  return { rows, committee: first, sttt, snv, skhdt, longxuyen }
}

let common: Promise<string> | undefined

/** Somebody of the world at the post that the user name stands for, without a session of the table. */
export function actorOf(world: World, userName: string): Actor {
  const person = world.rows.people.find((row) => row.userName === userName)
  const post = world.rows.posts.find((row) => row.personId === person?.id)
  const unit = world.rows.units.find((row) => row.id === post?.unitId)
  if (!person || !post) throw new Error(`nobody called ${userName} in the world`)
  return {
    personId: person.id!,
    personName: person.fullName,
    postId: post.id!,
    title: post.title,
    role: post.role,
    agencyId: post.agencyId,
    unitId: post.unitId ?? null,
    inOffice: unit?.isOffice ?? false,
    sessionId: `test of ${userName}`,
  }
}

/** A unit of an agency by its symbol: `unitIn(world, world.sttt, 'CNTT')`. */
export function unitIn(world: World, agencyId: string, symbol: string): string {
  const unit = world.rows.units.find((row) => row.agencyId === agencyId && row.symbol === symbol)
  if (!unit) throw new Error(`no unit ${symbol} in ${agencyId}`)
  return unit.id!
}

/** What answers requests: the app of a test house, or anything like it. */
type Answers = { request(path: string, init?: RequestInit): Response | Promise<Response> }

/** Logs somebody in over HTTP and answers the Cookie header of the session. */
export async function logIn(app: Answers, userName: string, password = worldPassword): Promise<string> {
  const answer = await send(app, 'POST', '/api/session', { body: { userName, password } })
  const cookie = answer.headers.get('set-cookie')
  if (answer.status !== 200 || !cookie) throw new Error(`${userName} was not let in: ${await answer.text()}`)
  return cookie.slice(0, cookie.indexOf(';'))
}

/** A request as a page of the house sends it. `key` is the operation id. */
export async function send(
  app: Answers,
  method: string,
  path: string,
  { cookie, body, key }: { cookie?: string; body?: unknown; key?: string } = {},
): Promise<Response> {
  const headers = new Headers(fromOurPage)
  if (cookie) headers.set('cookie', cookie)
  if (key) headers.set('idempotency-key', key)
  if (body !== undefined) headers.set('content-type', 'application/json')
  return app.request(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
}
