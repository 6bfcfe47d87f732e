import { randomUUID } from 'node:crypto'
import { signingAuthorities } from '#db/identity/schema.ts'
import { eq } from 'drizzle-orm'
import { seedDemoKeys } from '#server/signing/door.ts'
import { openTestHouse, type TestHouse, type TestHouseOptions } from '#test/support/house.ts'
import { actorOf, logIn, send } from '#test/support/world.ts'

/** What every act and reader of a document answers, as far as the tests look. */
export type Answered = { id: string; state: string; revision: number; code: string | null }

/** An answer taken apart: its status, and its JSON as whatever the test expects. */
export type Reply<T = Answered> = { status: number; body: T; reason: string | undefined; data: Record<string, unknown> }

/** The outgoing desk of the small world, with everybody logged in on first use. */
export async function openOutgoingDesk(options: TestHouseOptions = {}) {
  const desk = await openTestHouse(options)
  const cookies = new Map<string, Promise<string>>()
  const cookieOf = (userName: string) => {
    if (!cookies.has(userName)) cookies.set(userName, logIn(desk.app, userName))
    return cookies.get(userName)!
  }
  const call = async <T = Answered>(
    userName: string,
    request: string,
    body?: unknown,
    key?: string,
  ): Promise<Reply<T>> => {
    const [method, path] = request.split(' ') as [string, string]
    const sent = { cookie: await cookieOf(userName), ...(body === undefined ? {} : { body }), ...(key ? { key } : {}) }
    return taken<T>(await send(desk.app, method, `/api${path}`, sent))
  }
  /** Another day: everybody's session has ended meanwhile. */
  const moveTo = (iso: string) => {
    desk.clock.set(iso)
    cookies.clear()
  }
  return { ...desk, call, cookieOf, moveTo }
}

export type OutgoingDesk = Awaited<ReturnType<typeof openOutgoingDesk>>

async function taken<T>(answer: Response): Promise<Reply<T>> {
  const body = (await answer.json()) as T & { error?: { reason: string; data: Record<string, unknown> } }
  return { status: answer.status, body, reason: body.error?.reason, data: body.error?.data ?? {} }
}

/** Letter 664 as the specialist of the general division types it, signed by the vice-chairman for the chairman. */
export async function letter664(desk: Pick<TestHouse, 'house' | 'world'>) {
  const signer = actorOf(desk.world, 'pct').postId
  const [authority] = await desk.house.db.select().from(signingAuthorities).where(eq(signingAuthorities.postId, signer))
  return {
    typeCode: 'cong_van',
    subject: 'chấn chỉnh việc tiếp nhận, giải quyết thủ tục hành chính trên môi trường mạng',
    body: 'Thời gian qua, việc giải quyết thủ tục hành chính trên môi trường mạng đã đạt kết quả bước đầu.\n\nỦy ban nhân dân tỉnh yêu cầu các đơn vị thực hiện nghiêm.',
    urgency: 'urgent',
    recipientIds: [desk.world.sttt, desk.world.snv, desk.world.longxuyen],
    addressLines: ['Các sở, ban, ngành tỉnh', 'Ủy ban nhân dân các huyện, thị xã, thành phố'],
    dueOn: '2020-07-15',
    signerPostId: signer,
    signingAuthorityId: authority!.id,
  }
}

/** Drafts letter 664 (with changes) as the specialist. */
export async function drafted(desk: OutgoingDesk, changes: Record<string, unknown> = {}): Promise<Answered> {
  const reply = await desk.call('chuyenvien.th', 'POST /documents', { ...(await letter664(desk)), ...changes })
  if (reply.status !== 200) throw new Error(`not drafted: ${JSON.stringify(reply.body)}`)
  return reply.body
}

/** The way of a letter through the house: who does what, in order. */
const way = [
  ['chuyenvien.th', 'submit'],
  ['truongphong.th', 'approve-content'],
  ['chanhvanphong', 'approve-form'],
] as const

/** Takes a draft to the signer's desk over HTTP. */
export async function laidBeforeSigner(desk: OutgoingDesk, changes: Record<string, unknown> = {}): Promise<Answered> {
  let document = await drafted(desk, changes)
  for (const [userName, step] of way) {
    const reply = await desk.call(userName, `POST /documents/${document.id}/${step}`, { revision: document.revision })
    if (reply.status !== 200) throw new Error(`${step}: ${JSON.stringify(reply.body)}`)
    document = reply.body
  }
  return document
}

/** An operation id of its own. */
export const newKey = () => `test-${randomUUID()}`

/** The PIN of every key in these tests. */
export const testPin = '246810'

/** Gives the vice-chairman and the committee a certificate, a key and a picture of their own. */
export async function giveKeys(desk: Pick<TestHouse, 'house' | 'world'>): Promise<void> {
  const { house, world } = desk
  const { personId, personName } = actorOf(world, 'pct')
  const agency = { agency: 'UBND tỉnh An Giang', title: 'Phó Chủ tịch' }
  const person = { holder: 'person' as const, holderId: personId, name: personName, ...agency }
  const committee = { holder: 'agency' as const, holderId: world.committee, code: 'H01' }
  const names = { name: 'Ủy ban nhân dân tỉnh An Giang', shortName: 'UBND tỉnh An Giang' }
  await seedDemoKeys(house, house.db, [person, { ...committee, ...names }], testPin)
}

/** Takes a letter up to the vice-chairman's signature. */
export async function signedLetter(desk: OutgoingDesk, changes: Record<string, unknown> = {}): Promise<Answered> {
  const laid = await laidBeforeSigner(desk, changes)
  return done(await desk.call('pct', `POST /documents/${laid.id}/sign`, { revision: laid.revision, pin: testPin }))
}

/** The answer of an act that must have been done. */
export function done<T>(reply: Reply<T>): T {
  if (reply.status !== 200) throw new Error(`refused: ${JSON.stringify(reply.body)}`)
  return reply.body
}
