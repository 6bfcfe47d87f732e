import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { sessions } from '#db/identity/schema.ts'
import { openDatabase } from '#db/client.ts'
import { findSeat } from '#server/identity/find-seat.ts'
import { tokenHash } from '#server/identity/session-token.ts'
import { openTestHouse } from '#test/support/house.ts'
import { actorOf, logIn } from '#test/support/world.ts'

const { app, house, clock, world, url } = await openTestHouse()
const idOf = async (userName: string) => tokenHash((await logIn(app, userName)).split('=')[1]!)
const find = (id: string) => findSeat(house.sql, id, clock.now())

test('each of many who ask at once gets the own seat, and a stranger none', async () => {
  const names = ['vanthu', 'pct', 'chutich', 'vanthu.sttt']
  const ids = await Promise.all(names.map(idOf))
  const found = await Promise.all([...ids, 'nobody', ...ids].map(find))
  const posts = names.map((name) => actorOf(world, name).postId)
  expect(found.map((seat) => seat?.postId ?? null)).toEqual([...posts, null, ...posts])
})

test('those who ask in one turn share one query; who asks later gets what is true later', async () => {
  const id = await idOf('vanthu')
  const queries: string[] = []
  const watched = openDatabase(url, { max: 2 })
  watched.sql.options.debug = (_connection, query) => void queries.push(query)
  await Promise.all([id, id, 'x', 'y'].map((one) => findSeat(watched.sql, one, clock.now())))
  expect(queries.filter((query) => query.includes('sessions s'))).toHaveLength(1)
  await house.db.delete(sessions).where(eq(sessions.id, id))
  expect(await findSeat(watched.sql, id, clock.now())).toBeNull()
  await watched.close()
})

test('when the database is away, everybody who asked is told', async () => {
  const closed = openDatabase(url, { max: 1 })
  await closed.close()
  const asked = ['a', 'b'].map((id) => findSeat(closed.sql, id, clock.now()))
  expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
