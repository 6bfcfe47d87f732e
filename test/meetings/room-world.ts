import { randomUUID } from 'node:crypto'
import { PDFDocument } from 'pdf-lib'
import { afterAll } from 'vitest'
import { documents } from '#db/documents/schema.ts'
import type { CatchUp } from '#server/meetings/catch-up.ts'
import type { Choice, MeetingSnapshot, Part } from '#server/meetings/screen.state.ts'
import { listenForEvents, type LiveEvent } from '#server/kernel/live-events.ts'
import { openTestHouse } from '#test/support/house.ts'
import { actorOf, logIn, send } from '#test/support/world.ts'

/** An answer taken apart. */
export type Reply<T> = { status: number; body: T; reason: string | undefined; data: Record<string, unknown> }

/** The usual seats of a session: who sits where. */
export const usualSeats = {
  chutich: 'chair',
  thuky: 'secretary',
  pct: 'member',
  'pct.kinhte': 'member',
  'pct.vanxa': 'member',
  chanhvanphong: 'member',
  'giamdoc.sttt': 'invited',
} as const satisfies Record<string, Part>

/** The small world with everything that meeting tests do over and over, over HTTP as the screens do it. */
export async function openRoomWorld(options: { at?: string } = {}) {
  const ground = await openTestHouse(options)
  const cookies = new Map<string, Promise<string>>()
  const cookieOf = (userName: string) => {
    if (!cookies.has(userName)) cookies.set(userName, logIn(ground.app, userName))
    return cookies.get(userName)!
  }
  const call = async <T>(userName: string, request: string, sent: { body?: unknown; key?: string } = {}) => {
    const [method, path] = request.split(' ') as [string, string]
    const answer = await send(ground.app, method, `/api${path}`, { cookie: await cookieOf(userName), ...sent })
    const body = (await answer.json()) as T & { error?: { reason: string; data: Record<string, unknown> } }
    const reply: Reply<T> = { status: answer.status, body, reason: body.error?.reason, data: body.error?.data ?? {} }
    return reply
  }
  /** The same, and it must be done. */
  const done = async <T = { seq: number }>(userName: string, request: string, body?: unknown): Promise<T> => {
    const reply = await call<T>(userName, request, { key: randomUUID(), ...(body === undefined ? {} : { body }) })
    if (reply.status !== 200) throw new Error(`${userName} ${request}: ${JSON.stringify(reply.body)}`)
    return reply.body
  }
  /** Another time: everybody's session has ended meanwhile. */
  const moveTo = (iso: string) => {
    ground.clock.set(iso)
    cookies.clear()
  }
  const postOf = (userName: string) => actorOf(ground.world, userName).postId
  const live = (userName: string, id: string, held = '') => done<CatchUp>(userName, `GET /meetings/${id}/live${held}`)
  const snapshotFor = async (userName: string, id: string): Promise<MeetingSnapshot> => {
    const answer = await live(userName, id)
    if (answer.kind !== 'snapshot') throw new Error('asked for nothing and got a delta')
    return answer.snapshot
  }
  return { ...ground, call, done, cookieOf, moveTo, postOf, live, snapshotFor }
}

export type RoomWorld = Awaited<ReturnType<typeof openRoomWorld>>

/** Seats as the routes take them. */
export function seatsFor(room: RoomWorld, seats: Record<string, Part> = usualSeats) {
  return Object.entries(seats).map(([userName, part]) => ({ postId: room.postOf(userName), part }))
}

/** What a secretary fills in for a session of the committee with two items. */
export function sessionInput(room: RoomWorld, seats?: Record<string, Part>) {
  return {
    title: 'Phiên họp thường kỳ tháng 6 năm 2020',
    typeCode: 'committee_session',
    startsAt: '2020-06-25T08:00:00+07:00',
    endsAt: '2020-06-25T11:30:00+07:00',
    place: 'Phòng họp số 1',
    members: seatsFor(room, seats),
    items: [
      { title: 'Tình hình kinh tế - xã hội 6 tháng đầu năm', minutes: 60, leadAgencyId: room.world.skhdt },
      { title: 'Giải quyết thủ tục hành chính trên môi trường mạng', minutes: 30, leadAgencyId: room.world.sttt },
    ],
  }
}

/** A prepared session; answers its id and the ids of its items. */
export async function prepared(room: RoomWorld, seats?: Record<string, Part>) {
  const { id } = await room.done<{ id: string }>('thuky', 'POST /meetings', sessionInput(room, seats))
  const { items } = await room.snapshotFor('thuky', id)
  return { id, itemIds: items.map((item) => item.id) as [string, string] }
}

/** An open session with everybody but the invited checked in. */
export async function opened(room: RoomWorld, seats: Record<string, Part> = usualSeats) {
  const meeting = await prepared(room, seats)
  await room.done('thuky', `POST /meetings/${meeting.id}/invite`)
  await room.done('chutich', `POST /meetings/${meeting.id}/open`)
  for (const [userName, part] of Object.entries(seats))
    if (part === 'chair' || part === 'member')
      await room.done(userName, `POST /meetings/${meeting.id}/check-in`, { presence: 'in_room' })
  return meeting
}

/** An open poll at the second item. */
export async function polled(room: RoomWorld, seats?: Record<string, Part>) {
  const meeting = await opened(room, seats)
  const body = { itemId: meeting.itemIds[1], question: 'Thông qua dự thảo văn bản chấn chỉnh?' }
  const { pollId } = await room.done<{ pollId: string }>('chutich', `POST /meetings/${meeting.id}/polls`, body)
  return { ...meeting, pollId }
}

/** Casts over HTTP with an operation id of its own, or with this one. */
export function cast(
  room: RoomWorld,
  where: { id: string; pollId: string },
  { who, choice, key = randomUUID() }: { who: string; choice: Choice; key?: string },
) {
  const path = `POST /meetings/${where.id}/polls/${where.pollId}/ballot`
  return room.call<{ pollId: string; choice: Choice; castAt: string }>(who, path, { body: { choice }, key })
}

/** A one-page paper as somebody uploads it. */
export async function uploaded(room: RoomWorld, userName: string, bytes: Uint8Array): Promise<string> {
  const headers = {
    cookie: await room.cookieOf(userName),
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/pdf',
  }
  const answer = await room.app.request('/api/files?name=bao-cao.pdf', { method: 'POST', headers, body: bytes })
  if (answer.status !== 200) throw new Error(await answer.text())
  return ((await answer.json()) as { id: string }).id
}

/** Hears what the database announces, in the order of the commits. `during` answers what an act announced. */
export async function openEar(room: RoomWorld) {
  const heard: LiveEvent[] = []
  const sink = { publish: (event: LiveEvent) => void heard.push(event), resync: () => undefined }
  const { unlisten } = await listenForEvents(room.house.sql, room.house.db, sink)
  afterAll(unlisten)
  const caughtUp = async () => {
    const mark = `mark:${randomUUID()}`
    const text = JSON.stringify({ topic: mark, type: 'mark', payload: {} })
    await room.house.sql`select pg_notify('ecabinet_events', ${text})`
    while (!heard.some(({ topic }) => topic === mark)) await new Promise((resolve) => setTimeout(resolve, 2))
    return heard.length
  }
  const during = async (act: () => Promise<unknown>): Promise<LiveEvent[]> => {
    const from = await caughtUp()
    await act()
    await caughtUp()
    return heard.slice(from).filter(({ type }) => type !== 'mark')
  }
  return { during }
}

/** Letter 664, issued: a document of the house that a paper may link to. */
export async function issuedLetter(room: RoomWorld): Promise<{ id: string; sha256: string }> {
  const drafter = actorOf(room.world, 'chuyenvien.th')
  const { sha256 } = await room.house.blobs.put(await pages(3))
  const at = room.clock.now()
  const [row] = await room.house.db
    .insert(documents)
    .values({
      agencyId: room.world.committee,
      unitId: drafter.unitId!,
      drafterPostId: drafter.postId,
      typeCode: 'cong_van',
      subject: 'chấn chỉnh việc giải quyết thủ tục hành chính',
      body: 'Yêu cầu thực hiện nghiêm.',
      urgency: 'urgent',
      state: 'issued',
      symbol: 'UBND-TH',
      code: '664/UBND-TH',
      issuedOn: '2020-06-23',
      fileSha256: sha256,
      filePages: 3,
      createdAt: at,
      updatedAt: at,
      updatedByPostId: drafter.postId,
    })
    .returning({ id: documents.id })
  return { id: row!.id, sha256 }
}

/** A PDF of so many empty pages. */
export async function pages(count: number): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  for (let page = 0; page < count; page++) pdf.addPage([595, 842])
  return pdf.save()
}
