import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { posts } from '#db/identity/schema.ts'
import { journal } from '#db/kernel/schema.ts'
import { listenForEvents, type LiveEvent } from '#server/kernel/live-events.ts'
import { openTestHouse } from '#test/support/house.ts'
import { actorOf, logIn, send, unitIn } from '#test/support/world.ts'

const { app, house, clock, world } = await openTestHouse()
const secretary = actorOf(world, 'thuky')
const [second] = await house.db
  .insert(posts)
  .values({
    personId: secretary.personId,
    agencyId: world.snv,
    unitId: unitIn(world, world.snv, 'CCHC'),
    title: 'Chuyên viên',
    role: 'specialist',
    position: 90,
    validFrom: '2020-01-01',
    validTo: '2020-12-31',
  })
  .returning()

type Me = { post: { id: string; agencyId: string; unitName: string }; posts: { id: string }[] }
const meOf = async (cookie: string) => (await (await send(app, 'GET', '/api/session', { cookie })).json()) as Me
const change = (cookie: string, postId: string) => send(app, 'POST', '/api/session/post', { cookie, body: { postId } })

test('one person with two posts sits at the first and sees both', async () => {
  const me = await meOf(await logIn(app, 'thuky'))
  expect(me.post.id).toBe(secretary.postId)
  expect(me.posts.map((post) => post.id)).toEqual([secretary.postId, second!.id])
})

test('switching changes what the session may do from the next request on, and cuts its live line', async () => {
  const cookie = await logIn(app, 'thuky')
  const heard: LiveEvent[] = []
  const line = await listenForEvents(house.sql, house.db, { publish: (event) => heard.push(event), resync: () => {} })
  expect((await change(cookie, second!.id)).status).toBe(200)
  expect((await meOf(cookie)).post).toMatchObject({
    id: second!.id,
    agencyId: world.snv,
    unitName: 'Phòng Cải cách hành chính',
  })
  await expect.poll(() => heard).toMatchObject([{ type: 'session.revoked', payload: { because: 'post_switched' } }])
  await line.unlisten()
  const acts = await house.db
    .select()
    .from(journal)
    .where(eq(journal.stream, `person:${secretary.personId}`))
  expect(acts.at(-1)).toMatchObject({ act: 'switchPost', postId: secretary.postId, data: { postId: second!.id } })
})

test('another session of the same person keeps its post', async () => {
  const [here, there] = [await logIn(app, 'thuky'), await logIn(app, 'thuky')]
  await change(here, second!.id)
  expect((await meOf(there)).post.id).toBe(secretary.postId)
})

test('nobody sits at a post of somebody else, of nobody, or one that has ended', async () => {
  const cookie = await logIn(app, 'vanthu')
  expect((await change(cookie, actorOf(world, 'chutich').postId)).status).toBe(404)
  expect((await change(cookie, second!.id)).status).toBe(404)
  clock.set('2021-01-04T08:00:00+07:00')
  expect((await change(await logIn(app, 'thuky'), second!.id)).status).toBe(404)
  expect((await meOf(await logIn(app, 'thuky'))).posts).toHaveLength(1)
})
