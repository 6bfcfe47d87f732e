import { people, posts, sessions } from '#db/identity/schema.ts'
import { eq } from 'drizzle-orm'
import { seedId } from '#db/seed/seed-ids.ts'
import type { House } from '#server/kernel/house.ts'
import { tokenHash, newToken } from '#server/identity/session-token.ts'

/** Somebody with a running session, as the browser holds it. */
export type Visitor = { personId: string; postId: string; cookie: string }

const day_ms = 24 * 3_600_000

/** Opens sessions for posts without asking for passwords: a bench measures what comes after the log-in. */
export async function openSessions(house: House, held: { personId: string; postId: string }[]): Promise<Visitor[]> {
  const now = house.clock.now()
  const times = { createdAt: now, lastSeenAt: now, expiresAt: new Date(now.getTime() + day_ms) }
  const visitors = held.map((seat) => ({ ...seat, token: newToken() }))
  for (let at = 0; at < visitors.length; at += 1000) {
    const rows = visitors.slice(at, at + 1000)
    await house.db
      .insert(sessions)
      .values(rows.map(({ token, ...seat }) => ({ id: tokenHash(token), ...seat, ...times })))
  }
  return visitors.map(({ token, ...seat }) => ({ ...seat, cookie: `sid=${token}` }))
}

/** The session of somebody of the seeded province, at the first post. */
export async function visitorOf(house: House, userName: string): Promise<Visitor> {
  const [seat] = await house.db
    .select({ personId: people.id, postId: posts.id })
    .from(people)
    .innerJoin(posts, eq(posts.personId, people.id))
    .where(eq(people.userName, userName))
    .limit(1)
  if (!seat) throw new Error(`nobody called ${userName} in the province`)
  return (await openSessions(house, [seat]))[0]!
}

/** So many invented deputies, each with a post at the agency and a running session. */
export async function inventDeputies(house: House, agencyId: string, count: number): Promise<Visitor[]> {
  const createdAt = house.clock.now()
  const seats = Array.from({ length: count }, (_, at) => {
    return { at, personId: seedId('deputy', String(at)), postId: seedId('deputy post', String(at)) }
  })
  for (let from = 0; from < count; from += 1000) {
    const some = seats.slice(from, from + 1000)
    await house.db.insert(people).values(
      some.map(({ at, personId: id }) => {
        const names = { userName: `daibieu.${at}`, fullName: `Đại biểu ${at}`, sortKey: `${at}` }
        return { id, ...names, passwordHash: '', createdAt }
      }),
    )
    await house.db.insert(posts).values(
      some.map(({ at, postId: id, personId }) => {
        const seat = { agencyId, title: `Đại biểu số ${at}`, role: 'specialist' as const, validFrom: '2016-01-01' }
        return { id, personId, ...seat }
      }),
    )
  }
  return openSessions(
    house,
    seats.map(({ personId, postId }) => ({ personId, postId })),
  )
}
