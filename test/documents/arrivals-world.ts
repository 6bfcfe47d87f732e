import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { receiveArrival, type ReceiveArrivalInput } from '#server/documents/receive-arrival.ts'
import { performAsSystem } from '#server/kernel/unit-of-work.ts'
import type { TestHouse } from '#test/support/house.ts'
import { logIn, send } from '#test/support/world.ts'

/** A delivery of letter 664 to the Department of Information; `over` changes single fields. */
export function delivery(test: TestHouse, over: Partial<ReceiveArrivalInput> = {}): ReceiveArrivalInput {
  return {
    agencyId: test.world.sttt,
    deliveryId: randomUUID(),
    documentId: null,
    senderAgencyId: test.world.committee,
    senderName: 'Ủy ban nhân dân tỉnh An Giang',
    code: '664/UBND-TH',
    typeName: 'Công văn',
    issuedOn: '2020-06-23',
    subject: 'Chấn chỉnh việc xử lý hồ sơ thủ tục hành chính trên môi trường mạng',
    signerLine: 'KT. CHỦ TỊCH, PHÓ CHỦ TỊCH',
    urgency: 'normal',
    dueAt: null,
    fileSha256: 'a'.repeat(64),
    filePages: 2,
    ...over,
  }
}

/** Delivers and answers the id of the arrival. */
export async function deliver(test: TestHouse, over: Partial<ReceiveArrivalInput> = {}): Promise<string> {
  const input = delivery(test, over)
  const { arrivalId } = await performAsSystem(test.house, input.agencyId, (work) => receiveArrival(work, input))
  return arrivalId
}

const cookies = new WeakMap<TestHouse, Map<string, Promise<string>>>()

/** The session of somebody, logged in once a house and hour of its clock: sessions end. */
export function cookieOf(test: TestHouse, userName: string): Promise<string> {
  const known = cookies.get(test) ?? new Map<string, Promise<string>>()
  cookies.set(test, known)
  const key = `${userName} ${test.clock.now().toISOString().slice(0, 13)}`
  const cookie = known.get(key) ?? logIn(test.app, userName)
  known.set(key, cookie)
  return cookie
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a client sees is JSON of any shape
export type Json = any

/** Somebody sends a request; answers status and JSON. */
export async function ask(
  test: TestHouse,
  userName: string,
  line: string,
  { body, key }: { body?: unknown; key?: string } = {},
): Promise<{ status: number; json: Json }> {
  const [method, path] = line.split(' ') as [string, string]
  const cookie = await cookieOf(test, userName)
  const answer = await send(test.app, method, `/api${path}`, {
    cookie,
    ...(body === undefined ? {} : { body }),
    ...(key ? { key } : {}),
  })
  return { status: answer.status, json: await answer.json() }
}

/** The same where it must succeed. */
export async function done(test: TestHouse, userName: string, line: string, body?: unknown): Promise<Json> {
  const { status, json } = await ask(test, userName, line, { body })
  expect(status, `${userName} ${line}: ${JSON.stringify(json)}`).toBe(200)
  return json
}

/** Asserts a refusal: its status and its reason word. */
export async function refused(
  test: TestHouse,
  userName: string,
  line: string,
  want: { status: number; reason: string; body?: unknown },
): Promise<Json> {
  const { status, json } = await ask(test, userName, line, { body: want.body })
  expect({ status, reason: json.error?.reason }, `${userName} ${line}`).toEqual({
    status: want.status,
    reason: want.reason,
  })
  return json.error
}

/** Registers an arrival at the Department of Information and answers its detail as the clerk sees it. */
export async function registered(test: TestHouse, over: Partial<ReceiveArrivalInput> = {}): Promise<Json> {
  const id = await deliver(test, over)
  await done(test, 'vanthu.sttt', `POST /arrivals/${id}/register`, { revision: 1, confirmDuplicate: true })
  return done(test, 'vanthu.sttt', `GET /arrivals/${id}`)
}

/** A registered arrival directed to CNTT, with BCVT coordinating and TTBCXB informed where `wide`. */
export async function directed(
  test: TestHouse,
  units: Record<'lead' | 'coordinate' | 'inform', string>,
  over = {},
): Promise<Json> {
  const { id, revision } = await registered(test)
  await done(test, 'giamdoc.sttt', `POST /arrivals/${id}/direction`, {
    revision,
    opinion: 'Phòng chủ trì tham mưu, báo cáo Giám đốc.',
    leadUnitId: units.lead,
    coordinateUnitIds: [units.coordinate],
    informUnitIds: [units.inform],
    deadline: { workingDays: 5 },
    ...over,
  })
  return done(test, 'giamdoc.sttt', `GET /arrivals/${id}`)
}

/** The node of the current direction with that role. */
export function nodeOf(detail: Json, role: 'lead' | 'coordinate' | 'inform'): Json {
  return detail.directions.find((direction: Json) => direction.current).tree.find((node: Json) => node.role === role)
}

/** Collects every domain event of a type that acts of this house tell from now on. */
export function heard(test: TestHouse, type: string): Record<string, unknown>[] {
  const events: Record<string, unknown>[] = []
  const listener = async (_work: unknown, event: Record<string, unknown>) => void events.push(event)
  const before = test.house.hearers
  Object.assign(test.house, { hearers: { ...before, [type]: [...(before[type] ?? []), listener] } })
  return events
}
