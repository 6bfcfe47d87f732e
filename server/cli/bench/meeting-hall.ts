import { eq } from 'drizzle-orm'
import { meetingMembers, papers } from '#db/meetings/schema.ts'
import { openDesk } from './call.ts'
import type { BenchHouse } from './bench-house.ts'
import { inventDeputies, type Visitor, visitorOf } from './people-in-session.ts'
import { committeeId, seedWorld } from './seed-world.ts'

/** An open meeting with a paper on the table and so many deputies, checked in and with a vote. */
export type Hall = {
  url: string
  meetingId: string
  itemId: string
  paperId: string
  chair: Visitor
  deputies: Visitor[]
  /** Acts as the chair. */
  ask: ReturnType<typeof openDesk>
}

const pages = 1000

/** Prepares, invites and opens by the real acts; the deputies' seats and the paper are written straight into their tables. */
export async function openHall({ house, serve }: BenchHouse, count: number): Promise<Hall> {
  const url = await serve()
  await seedWorld(house)
  const deputies = await inventDeputies(house, committeeId, count)
  const chair = await visitorOf(house, 'chutich')
  const ask = openDesk(url, (await visitorOf(house, 'thuky')).cookie)
  const { id: meetingId } = await ask<{ id: string }>('POST /meetings', invitation(house.clock.now(), chair.postId))
  await seat({ house }, meetingId, deputies)
  await ask(`POST /meetings/${meetingId}/invite`)
  const askAsChair = openDesk(url, chair.cookie)
  await askAsChair(`POST /meetings/${meetingId}/open`)
  const { snapshot } = await askAsChair<{ snapshot: { items: { id: string }[] } }>(`GET /meetings/${meetingId}`)
  const itemId = snapshot.items[0]!.id
  const paperId = await layPaper({ house }, meetingId, itemId)
  return { url, meetingId, itemId, paperId, chair, deputies, ask: askAsChair }
}

function invitation(now: Date, chairPostId: string) {
  const hours = (count: number) => new Date(now.getTime() + count * 3_600_000).toISOString()
  return {
    title: 'Phiên họp đo tốc độ',
    typeCode: 'work',
    startsAt: hours(1),
    endsAt: hours(4),
    place: 'Hội trường',
    members: [{ postId: chairPostId, part: 'chair' }],
    items: [{ title: 'Nội dung thứ nhất' }],
  }
}

async function seat({ house }: Pick<BenchHouse, 'house'>, meetingId: string, deputies: Visitor[]): Promise<void> {
  const seats = deputies.map(({ postId }, at) => {
    return { meetingId, postId, part: 'member' as const, mayVote: true, position: at + 10, presence: 'online' as const }
  })
  for (let at = 0; at < seats.length; at += 1000)
    await house.db.insert(meetingMembers).values(seats.slice(at, at + 1000))
  await house.db.update(meetingMembers).set({ presence: 'in_room' }).where(eq(meetingMembers.part, 'chair'))
}

/** The bytes of the paper are on the devices already; a page turn costs the server none of them. */
async function layPaper({ house }: Pick<BenchHouse, 'house'>, meetingId: string, itemId: string): Promise<string> {
  const bytes = { fileSha256: '0'.repeat(64), pages, sizeBytes: 20_000_000 }
  const [paper] = await house.db
    .insert(papers)
    .values({ meetingId, itemId, position: 1, title: 'Dự thảo', ...bytes, publishedAt: house.clock.now() })
    .returning({ id: papers.id })
  return paper!.id
}
