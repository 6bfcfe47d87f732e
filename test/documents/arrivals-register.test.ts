import { expect, test } from 'vitest'
import { receiveArrival } from '#server/documents/receive-arrival.ts'
import { performAsSystem } from '#server/kernel/unit-of-work.ts'
import { openTestHouse } from '#test/support/house.ts'
import { ask, deliver, delivery, done, refused } from './arrivals-world.ts'

const house = await openTestHouse()

test('a repeated delivery is one arrival', async () => {
  const input = delivery(house, { code: '1/UBND-TH' })
  const receive = () => performAsSystem(house.house, input.agencyId, (work) => receiveArrival(work, input))
  const answers = await Promise.all([receive(), receive(), receive()])
  expect(new Set(answers.map(({ arrivalId }) => arrivalId)).size).toBe(1)
  expect(answers.filter(({ again }) => !again)).toHaveLength(1)
  const rows = await house.house.sql`select 1 from arrivals where delivery_id = ${input.deliveryId}`
  expect(rows).toHaveLength(1)
  const jobs = await house.house
    .sql`select 1 from jobs where kind = 'documents.verify_arrival' and key = ${answers[0]!.arrivalId}`
  expect(jobs).toHaveLength(1)
})

test('the clerk registers and gets the number of the year', async () => {
  const id = await deliver(house, { code: '2/UBND-TH' })
  const before = await done(house, 'vanthu.sttt', `GET /arrivals/${id}`)
  expect(before).toMatchObject({ state: 'arrived', can: { register: true, refuse: true, direct: false } })
  const answer = await done(house, 'vanthu.sttt', `POST /arrivals/${id}/register`, { revision: 1 })
  expect(answer).toMatchObject({ id, state: 'registered', numberYear: 2020, number: expect.any(Number) })
  const after = await done(house, 'vanthu.sttt', `GET /arrivals/${id}`)
  expect(after).toMatchObject({ state: 'registered', number: answer.number, can: { register: false, direct: false } })
  expect(after.timeline.map(({ act }: { act: string }) => act)).toEqual(['receive', 'register'])
})

test('two clerks at once: one number, the other hears who was first and when', async () => {
  const id = await deliver(house, { code: '3/UBND-TH' })
  const register = () => ask(house, 'vanthu.sttt', `POST /arrivals/${id}/register`, { body: { revision: 1 } })
  const answers = await Promise.all([register(), register()])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  const loser = answers.find(({ status }) => status === 409)!.json.error
  expect(loser).toMatchObject({
    reason: 'stale',
    data: { byName: expect.stringMatching(/\S+ \S+/), at: '2020-06-23T01:00:00.000Z' },
  })
})

test('twenty arrivals registered at once get twenty numbers in a row', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, (_, at) => deliver(house, { code: `${100 + at}/SNV-TB` })))
  const answers = await Promise.all(
    ids.map((id) => done(house, 'vanthu.sttt', `POST /arrivals/${id}/register`, { revision: 1 })),
  )
  const numbers = answers.map(({ number }) => number as number).sort((a, b) => a - b)
  expect(numbers).toEqual(Array.from({ length: 20 }, (_, at) => numbers[0]! + at))
  const rows = await house.house.sql<{ number: number }[]>`
    select n.number from numbers n join arrivals a on a.id = n.arrival_id where a.agency_id = ${house.world.sttt} order by 1`
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, at) => at + 1))
})

test('the same operation id twice gives the same number and no second one', async () => {
  const id = await deliver(house, { code: '4/UBND-TH' })
  const once = await ask(house, 'vanthu.sttt', `POST /arrivals/${id}/register`, {
    body: { revision: 1 },
    key: 'operation-0001',
  })
  const again = await ask(house, 'vanthu.sttt', `POST /arrivals/${id}/register`, {
    body: { revision: 1 },
    key: 'operation-0001',
  })
  expect(again).toEqual(once)
  expect(once.status).toBe(200)
})

test('a paper that is in the book already is registered only after the clerk confirms', async () => {
  const first = await deliver(house, { code: '335/UBND-TH' })
  const { number } = await done(house, 'vanthu.sttt', `POST /arrivals/${first}/register`, { revision: 1 })
  const second = await deliver(house, { code: '335 /UBND-TH' })
  const detail = await done(house, 'vanthu.sttt', `GET /arrivals/${second}`)
  expect(detail.duplicates).toMatchObject([{ id: first, number }])
  const line = `POST /arrivals/${second}/register`
  const error = await refused(house, 'vanthu.sttt', line, {
    status: 409,
    reason: 'duplicate_arrival',
    body: { revision: 1 },
  })
  expect(error.data).toMatchObject({ code: '335/UBND-TH', number })
  const confirmed = await done(house, 'vanthu.sttt', line, { revision: 1, confirmDuplicate: true })
  expect(confirmed.number).toBe(number + 1)
})

test('the same code from another sender is another paper', async () => {
  await done(house, 'vanthu.sttt', `POST /arrivals/${await deliver(house, { code: '7/TB' })}/register`, { revision: 1 })
  const other = await deliver(house, { code: '7/TB', senderAgencyId: house.world.snv, senderName: 'Sở Nội vụ' })
  expect((await done(house, 'vanthu.sttt', `GET /arrivals/${other}`)).duplicates).toEqual([])
})

test('a refusal needs its reason, reaches the sender and takes no number', async () => {
  const id = await deliver(house, { code: '8/UBND-TH' })
  const line = `POST /arrivals/${id}/refuse`
  for (const reason of [undefined, '', '   ', 'x'.repeat(1001)])
    await refused(house, 'vanthu.sttt', line, { status: 400, reason: 'invalid_input', body: { revision: 1, reason } })
  expect((await done(house, 'vanthu.sttt', `GET /arrivals/${id}`)).state).toBe('arrived')
  const answer = await done(house, 'vanthu.sttt', line, { revision: 1, reason: 'Gửi nhầm cơ quan.' })
  expect(answer.state).toBe('refused')
  const after = await done(house, 'vanthu.sttt', `GET /arrivals/${id}`)
  expect(after).toMatchObject({ refusalReason: 'Gửi nhầm cơ quan.', number: null })
  await refused(house, 'vanthu.sttt', line, { status: 409, reason: 'stale', body: { revision: 1, reason: 'Lần nữa.' } })
  const register = `POST /arrivals/${id}/register`
  await refused(house, 'vanthu.sttt', register, {
    status: 409,
    reason: 'wrong_state',
    body: { revision: after.revision },
  })
})

test('only the receiving agency knows of the arrival, only its clerk registers or refuses', async () => {
  const id = await deliver(house, { code: '9/UBND-TH' })
  const body = { revision: 1, reason: 'Không phải của chúng tôi.' }
  for (const act of ['register', 'refuse']) {
    const line = `POST /arrivals/${id}/${act}`
    await refused(house, 'vanthu.snv', line, { status: 404, reason: 'not_found', body })
    await refused(house, 'quantri', line, { status: 404, reason: 'not_found', body })
    await refused(house, 'truongphong.cntt', line, { status: 404, reason: 'not_found', body })
    await refused(house, 'giamdoc.sttt', line, { status: 403, reason: 'forbidden', body })
  }
})
