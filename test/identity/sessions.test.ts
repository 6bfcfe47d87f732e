import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { people, posts, sessions } from '#db/identity/schema.ts'
import { aliveSessions, identify } from '#server/identity/door.ts'
import { forgetEndedSessions } from '#server/identity/sessions.ts'
import type { LiveEvent } from '#server/kernel/live-events.ts'
import { listenForEvents } from '#server/kernel/live-events.ts'
import { openTestHouse } from '#test/support/house.ts'
import { actorOf, logIn, send } from '#test/support/world.ts'

const { app, house, clock, world } = await openTestHouse()

type Listed = { id: string; current: boolean; personName: string; address: string }
const listOf = async (cookie: string, of = 'own') =>
  (await (await send(app, 'GET', `/api/sessions?of=${of}`, { cookie })).json()) as Listed[]
const isIn = async (cookie: string) => (await send(app, 'GET', '/api/session', { cookie })).status === 200

beforeEach(async () => {
  await house.db.delete(sessions)
  clock.set('2020-06-23T08:00:00+07:00')
})

describe('the end of a session', () => {
  test('comes after half an hour without use, by the clock of the house', async () => {
    const cookie = await logIn(app, 'vanthu')
    clock.advance({ minutes: 29, seconds: 59 })
    expect(await isIn(cookie)).toBe(true)
    clock.advance({ minutes: 29, seconds: 59 })
    expect(await isIn(cookie)).toBe(true)
    clock.advance({ minutes: 30 })
    expect(await isIn(cookie)).toBe(false)
    expect(await house.db.$count(sessions)).toBe(0)
  })

  test('comes after twelve hours, however busy', async () => {
    const cookie = await logIn(app, 'vanthu')
    for (let quarter = 1; quarter < 48; quarter += 1) {
      clock.advance({ minutes: 15 })
      expect(await isIn(cookie)).toBe(true)
    }
    clock.advance({ minutes: 15 })
    expect(await isIn(cookie)).toBe(false)
  })

  test('is written at most once a minute', async () => {
    const cookie = await logIn(app, 'vanthu')
    const seen = async () => (await house.db.select().from(sessions))[0]!.lastSeenAt.toISOString()
    const first = await seen()
    clock.advance({ seconds: 50 })
    await isIn(cookie)
    expect(await seen()).toBe(first)
    clock.advance({ seconds: 20 })
    await isIn(cookie)
    expect(await seen()).toBe(clock.now().toISOString())
  })

  test('comes at once for a disabled person and for an ended post, also on open sockets', async () => {
    const clerk = actorOf(world, 'vanthu.snv')
    const head = actorOf(world, 'truongphong.cchc')
    const cookies = [await logIn(app, 'vanthu.snv'), await logIn(app, 'truongphong.cchc')]
    const ids = (await house.db.select().from(sessions)).map((row) => row.id)
    expect((await aliveSessions(house, ids)).size).toBe(2)
    await house.db.update(people).set({ disabledAt: clock.now() }).where(eq(people.id, clerk.personId))
    await house.db.update(posts).set({ validTo: '2020-06-22' }).where(eq(posts.id, head.postId))
    expect(await Promise.all(cookies.map(isIn))).toEqual([false, false])
    expect((await aliveSessions(house, ids)).size).toBe(0)
  })

  test('sweeps ended rows away and leaves the others', async () => {
    await logIn(app, 'vanthu')
    clock.advance({ minutes: 31 })
    await logIn(app, 'thuky')
    await forgetEndedSessions(house)
    expect(await house.db.$count(sessions)).toBe(1)
  })
})

describe('a cookie', () => {
  test('that nobody was given opens nothing', async () => {
    for (const cookie of ['', 'sid=', 'sid=%E0%A4%A', `sid=${'a'.repeat(43)}`, `other=${'a'.repeat(43)}`, ';;;'])
      expect(await identify(house, cookie), cookie).toBeNull()
  })

  test('is bound to the host where the house is served over https', async () => {
    const config = { ...house.config, publicUrl: 'https://ecabinet.example' }
    const { createApp } = await import('#server/app.ts')
    const secure = createApp({ ...house, config })
    const cookie = await logIn(secure, 'vanthu')
    expect(cookie).toMatch(/^__Host-sid=/)
    expect((await send(secure, 'GET', '/api/session', { cookie })).status).toBe(200)
    expect((await send(secure, 'GET', '/api/session', { cookie: cookie.slice('__Host-'.length) })).status).toBe(401)
  })
})

describe('ending a session', () => {
  test('by logging out ends this one only and takes the cookie back', async () => {
    const [here, there] = [await logIn(app, 'vanthu'), await logIn(app, 'vanthu')]
    const answer = await send(app, 'DELETE', '/api/session', { cookie: here })
    expect(answer.headers.get('set-cookie')).toMatch(/^sid=; HttpOnly; Max-Age=0; Path=\/; SameSite=Strict$/)
    expect([await isIn(here), await isIn(there)]).toEqual([false, true])
    expect((await send(app, 'DELETE', '/api/session', { cookie: here })).status).toBe(200)
  })

  test('from another device works at once and closes its sockets', async () => {
    const [here, there] = [await logIn(app, 'vanthu'), await logIn(app, 'vanthu')]
    const other = (await listOf(here)).find((session) => !session.current)!
    const heard: LiveEvent[] = []
    const line = await listenForEvents(house.sql, house.db, { publish: (event) => heard.push(event), resync: () => {} })
    expect((await send(app, 'DELETE', `/api/sessions/${other.id}`, { cookie: here })).status).toBe(200)
    expect([await isIn(here), await isIn(there)]).toEqual([true, false])
    await expect.poll(() => heard).toMatchObject([{ topic: `session:${other.id}`, type: 'session.revoked' }])
    await line.unlisten()
  })

  test('of somebody else is for administrators of the same agency only', async () => {
    const [clerk, colleague, stranger] = await Promise.all(
      ['vanthu', 'thuky', 'vanthu.sttt'].map((name) => logIn(app, name)),
    )
    const admin = await logIn(app, 'quantri')
    const own = (await listOf(clerk!))[0]!
    const foreign = (await listOf(stranger!))[0]!
    const remove = async (cookie: string, id: string) =>
      (await send(app, 'DELETE', `/api/sessions/${id}`, { cookie })).status
    expect(await remove(colleague!, own.id)).toBe(404)
    expect(await remove(stranger!, own.id)).toBe(404)
    expect(await remove(admin, foreign.id)).toBe(404)
    expect(await remove(admin, 'not a session')).toBe(404)
    expect(await remove(admin, own.id)).toBe(200)
    expect(await isIn(clerk!)).toBe(false)
  })
})

describe('the list of sessions', () => {
  test('shows one’s own, this one marked, without anything that opens a session', async () => {
    const cookie = await logIn(app, 'vanthu')
    await logIn(app, 'thuky')
    const list = await listOf(cookie)
    expect(list).toHaveLength(1)
    expect(list[0]).toMatchObject({ current: true, personName: actorOf(world, 'vanthu').personName })
    expect(JSON.stringify(list)).not.toContain(cookie.slice('sid='.length))
  })

  test('of the agency is for its administrator', async () => {
    await Promise.all(['vanthu', 'thuky', 'vanthu.sttt'].map((name) => logIn(app, name)))
    const admin = await logIn(app, 'quantri')
    expect(await listOf(admin, 'agency')).toHaveLength(3)
    const clerk = await logIn(app, 'vanthu')
    expect((await send(app, 'GET', '/api/sessions?of=agency', { cookie: clerk })).status).toBe(403)
  })
})
