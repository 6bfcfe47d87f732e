import { expect, test } from 'vitest'
import { openTestHouse } from '#test/support/house.ts'
import { unitIn } from '#test/support/world.ts'
import { deliver, directed, done, type Json, nodeOf, refused, registered } from './arrivals-world.ts'

const house = await openTestHouse()
const unit = (symbol: string) => unitIn(house.world, house.world.sttt, symbol)
const units = { lead: unit('CNTT'), coordinate: unit('BCVT'), inform: unit('TTBCXB') }

const waiting = await deliver(house, { code: '10/UBND-TH', subject: 'Báo cáo kết quả giải quyết thủ tục hành chính' })
house.clock.advance({ minutes: 1 })
const express = await deliver(house, {
  code: '11/UBND-TH',
  urgency: 'express',
  subject: 'Phòng, chống dịch bệnh Covid-19',
})
house.clock.advance({ minutes: 1 })
const toDirect = await registered(house, { code: '12/UBND-TH', dueAt: new Date('2020-06-24T10:00:00Z') })
house.clock.advance({ minutes: 1 })
const inHand = await directed(house, units)
await deliver(house, { agencyId: house.world.snv, code: '13/UBND-TH' })

const list = async (userName: string, query: string) =>
  (await done(house, userName, `GET /arrivals?${query}`)).rows.map(({ id }: Json) => id) as string[]

test('tabs show what waits for whom, newest first', async () => {
  expect(await list('vanthu.sttt', 'tab=to_register')).toEqual([express, waiting])
  expect(await list('giamdoc.sttt', 'tab=to_direct')).toEqual([toDirect.id])
  expect(await list('truongphong.cntt', 'tab=my_unit')).toEqual([inHand.id])
  expect(await list('truongphong.cntt', 'tab=to_register')).toEqual([])
  expect(await list('chuyenvien.cntt', 'tab=all')).toEqual([])
  expect(await list('vanthu.sttt', 'tab=all')).toEqual([inHand.id, toDirect.id, express, waiting])
  expect(await list('vanthu.snv', 'tab=all')).toHaveLength(1)
  expect(await list('quantri', 'tab=all')).toEqual([])
})

test('the pressing order puts express first, then the nearest deadline', async () => {
  const inOrder = [express, toDirect.id, inHand.id, waiting]
  expect(await list('vanthu.sttt', 'order=pressing')).toEqual(inOrder)
  for (const order of ['pressing', 'newest']) {
    const seen: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const page: Json = await done(
        house,
        'vanthu.sttt',
        `GET /arrivals?order=${order}&limit=1${next ? `&after=${encodeURIComponent(next)}` : ''}`,
      )
      seen.push(...page.rows.map(({ id }: Json) => id))
      next = page.next
    }
    expect(seen, order).toEqual(await list('vanthu.sttt', `order=${order}`))
  }
  for (const order of ['pressing', 'newest'])
    await refused(house, 'vanthu.sttt', `GET /arrivals?order=${order}&after=xyz`, { status: 400, reason: 'bad_cursor' })
})

test('a row is fresh for the post that it waits for, until that post begins', async () => {
  const fresh = async (userName: string) =>
    (await done(house, userName, 'GET /arrivals')).rows.filter((row: Json) => row.fresh).map(({ id }: Json) => id)
  expect(await fresh('vanthu.sttt')).toEqual([express, waiting])
  expect(await fresh('giamdoc.sttt')).toEqual([toDirect.id])
  expect(await fresh('truongphong.cntt')).toEqual([inHand.id])
})

test('search needs no tones and finds only what one may see', async () => {
  for (const q of ['dich benh', 'DỊCH BỆNH', 'covid phong', '11/UBND'])
    expect(await list('vanthu.sttt', `q=${encodeURIComponent(q)}`), q).toEqual([express])
  expect(await list('vanthu.sttt', 'q=%25')).toEqual([])
  expect(await list('chuyenvien.cntt', 'q=dich')).toEqual([])
})

test('counts are the lengths of the tabs', async () => {
  for (const userName of ['vanthu.sttt', 'giamdoc.sttt', 'truongphong.cntt', 'chuyenvien.cntt', 'quantri']) {
    const counts = await done(house, userName, 'GET /arrivals/counts')
    for (const [tab, count] of Object.entries(counts))
      expect(await list(userName, `tab=${tab}`), `${userName} ${tab}`).toHaveLength(count as number)
  }
})

test('the detail shows neither the search form nor what the sender was told', async () => {
  const detail = await done(house, 'vanthu.sttt', `GET /arrivals/${inHand.id}`)
  expect(Object.keys(detail)).not.toEqual(expect.arrayContaining(['searchFold', 'codeKey', 'toldCode']))
  expect(detail.directions[0].by).toEqual({ fullName: expect.any(String), title: 'Giám đốc' })
  expect(detail.timeline.map(({ ordinal, act }: Json) => [ordinal, act])).toEqual([
    [1, 'receive'],
    [2, 'register'],
    [3, 'direct'],
  ])
})

test('lateness moves with the clock', async () => {
  const lateness = async () => (await done(house, 'vanthu.sttt', `GET /arrivals/${inHand.id}`)).lateness
  const now = house.clock.now().toISOString()
  expect(await lateness()).toBe('in_time')
  house.clock.set('2020-06-29T08:00:00+07:00')
  expect(await lateness()).toBe('due_soon')
  house.clock.set('2020-06-30T23:59:59+07:00')
  expect(await lateness()).toBe('due_soon')
  house.clock.set('2020-07-01T00:00:00+07:00')
  expect(await lateness()).toBe('overdue')
  house.clock.set(now)
})

test('the book of arrivals has its ten columns by number, and no refused or waiting paper', async () => {
  const book = await done(house, 'vanthu.sttt', 'GET /arrivals/register?year=2020')
  expect(book.cover).toMatchObject({
    agencyName: 'Sở Thông tin và Truyền thông',
    year: 2020,
    fromNumber: 1,
    toNumber: 2,
  })
  expect(book.rows.map(({ number }: Json) => number)).toEqual([1, 2])
  expect(book.rows[1]).toMatchObject({
    code: '664/UBND-TH',
    senderName: 'Ủy ban nhân dân tỉnh An Giang',
    receiver: 'Phòng Công nghệ thông tin',
    handedOverAt: expect.any(String),
    takenUpAt: null,
  })
  const first = await done(house, 'vanthu.sttt', 'GET /arrivals/register?year=2020&limit=1')
  const second = await done(house, 'vanthu.sttt', `GET /arrivals/register?year=2020&limit=1&after=${first.next}`)
  expect([...first.rows, ...second.rows]).toEqual(book.rows)
  expect(second.next).toBeNull()
  await refused(house, 'truongphong.cntt', 'GET /arrivals/register?year=2020', { status: 403, reason: 'forbidden' })
  await refused(house, 'vanthu.snv', `GET /arrivals/register?year=2020&bookId=${book.cover.bookId}`, {
    status: 404,
    reason: 'not_found',
  })
})

test('the handling slip prints the current tree', async () => {
  const lead = nodeOf(inHand, 'lead')
  await done(house, 'truongphong.cntt', `POST /assignments/${lead.id}/finish`, {
    revision: lead.revision,
    note: 'Đã báo cáo.',
  })
  const slip = await done(house, 'truongphong.cntt', `GET /arrivals/${inHand.id}/slip`)
  expect(slip.leader).toMatchObject({ opinion: expect.stringContaining('tham mưu'), by: { title: 'Giám đốc' } })
  expect(slip.leader.parts).toHaveLength(3)
  expect(slip.handlers).toMatchObject([{ proposal: 'Đã báo cáo.', unit: 'Phòng Công nghệ thông tin' }])
  await refused(house, 'chuyenvien.cntt', `GET /arrivals/${inHand.id}/slip`, { status: 404, reason: 'not_found' })
})
