import { beforeEach, describe, expect, test } from 'vitest'
import { openTestHouse } from '#test/support/house.ts'
import { actorOf, unitIn } from '#test/support/world.ts'
import { ask, directed, done, heard, type Json, nodeOf, refused, registered } from './arrivals-world.ts'

const house = await openTestHouse()
const unit = (symbol: string) => unitIn(house.world, house.world.sttt, symbol)
const units = { lead: unit('CNTT'), coordinate: unit('BCVT'), inform: unit('TTBCXB') }
const postOf = (userName: string) => actorOf(house.world, userName).postId
const moved = heard(house, 'arrival.moved')
const finished = heard(house, 'work.finished')
beforeEach(() => {
  house.clock.set('2020-06-23T08:00:00+07:00')
  moved.length = 0
  finished.length = 0
})
const codes = () => moved.map(({ code }) => code)
const seen = (id: string, by = 'vanthu.sttt') => done(house, by, `GET /arrivals/${id}`)
const assign = (node: Json, userName: string, over = {}) =>
  done(house, 'truongphong.cntt', `POST /assignments/${node.id}/assign`, {
    revision: node.revision,
    postId: postOf(userName),
    ...over,
  })
const leadOf = async (id: string) => nodeOf(await seen(id), 'lead')

describe('the direction', () => {
  test('names one lead, others that coordinate or are informed, and a deadline in working days', async () => {
    const detail = await directed(house, units)
    expect(detail).toMatchObject({ state: 'directed', dueAt: '2020-06-30T16:59:59.999Z', lateness: 'in_time' })
    const tree = detail.directions[0].tree as Json[]
    expect(tree.map(({ role, unit: name }) => [role, name]).sort()).toEqual([
      ['coordinate', 'Phòng Bưu chính - Viễn thông'],
      ['inform', 'Phòng Thông tin - Báo chí - Xuất bản'],
      ['lead', 'Phòng Công nghệ thông tin'],
    ])
    expect(codes()).toEqual(['03', '04'])
  })

  test('is given again: what was open is withdrawn and stays in the tree; the sender is not told twice', async () => {
    const first = await directed(house, units)
    const body = {
      revision: first.revision,
      opinion: 'Chuyển Phòng Bưu chính - Viễn thông chủ trì.',
      leadUnitId: units.coordinate,
    }
    await done(house, 'phogiamdoc.sttt', `POST /arrivals/${first.id}/direction`, {
      ...body,
      deadline: { on: '2020-06-26' },
    })
    const detail = await seen(first.id)
    expect(detail.directions.map(({ current }: Json) => current)).toEqual([true, false])
    expect(new Set(detail.directions[1].tree.map(({ state }: Json) => state))).toEqual(new Set(['withdrawn']))
    expect(detail.dueAt).toBe('2020-06-26T16:59:59.999Z')
    expect(codes()).toEqual(['03', '04'])
    await refused(house, 'truongphong.cntt', `GET /arrivals/${first.id}`, { status: 404, reason: 'not_found' })
    await done(house, 'truongphong.bcvt', `GET /arrivals/${first.id}`)
  })

  test('is refused with a unit twice, a strange unit, a deadline gone by, one behind the sender’s, or a stale look', async () => {
    const paper = await registered(house, { dueAt: new Date('2020-06-30T10:00:00Z') })
    const line = `POST /arrivals/${paper.id}/direction`
    const body = { revision: paper.revision, opinion: 'Tham mưu thực hiện.', leadUnitId: units.lead }
    const no = (status: number, reason: string, over: object) =>
      refused(house, 'giamdoc.sttt', line, { status, reason, body: { ...body, ...over } })
    await no(400, 'unit_twice', { coordinateUnitIds: [units.lead] })
    await no(400, 'unknown_unit', { informUnitIds: [unitIn(house.world, house.world.snv, 'CCHC')] })
    await no(400, 'due_in_past', { deadline: { on: '2020-06-22' } })
    await no(400, 'due_after_parent', { deadline: { on: '2020-07-15' } })
    await no(400, 'invalid_input', { opinion: ' ' })
    await no(400, 'invalid_input', { deadline: { workingDays: 0 } })
    const stale = await no(409, 'stale', { revision: paper.revision - 1, deadline: { workingDays: 2 } })
    expect(stale.data.byName).toMatch(/\S+ \S+/)
    expect(await seen(paper.id)).toMatchObject({ state: 'registered', directions: [] })
    await done(house, 'giamdoc.sttt', line, {
      ...body,
      deadline: { on: '2020-07-15' },
      lateReason: 'Đã thống nhất với Văn phòng.',
    })
  })

  test('without a deadline of its own carries the sender’s on, down to the person', async () => {
    const dueAt = new Date('2020-07-15T16:59:59.999Z')
    const paper = await registered(house, { dueAt })
    const body = { revision: paper.revision, opinion: 'Tham mưu thực hiện.', leadUnitId: units.lead }
    await done(house, 'giamdoc.sttt', `POST /arrivals/${paper.id}/direction`, body)
    const child = await assign(await leadOf(paper.id), 'chuyenvien.cntt')
    expect(child.dueAt).toBe(dueAt.toISOString())
  })

  test('belongs to leaders and the chief of office', async () => {
    const paper = await registered(house)
    const body = { revision: paper.revision, opinion: 'Tham mưu thực hiện.', leadUnitId: units.lead }
    const line = `POST /arrivals/${paper.id}/direction`
    await refused(house, 'vanthu.sttt', line, { status: 403, reason: 'forbidden', body })
    await refused(house, 'truongphong.cntt', line, { status: 404, reason: 'not_found', body })
    await refused(house, 'giamdoc.snv', line, { status: 404, reason: 'not_found', body })
    await done(house, 'chanhvanphong.sttt', line, body)
  })
})

describe('the person', () => {
  test('gets the work, opens it, reports it done: 04, 05, 06 and one finished work', async () => {
    const detail = await directed(house, units)
    const { id } = await assign(nodeOf(detail, 'lead'), 'chuyenvien.cntt', {
      deadline: { workingDays: 3 },
      instruction: 'Dự thảo báo cáo.',
    })
    const mine = await done(house, 'chuyenvien.cntt', 'GET /arrivals?tab=mine')
    expect(mine.rows.map((row: Json) => row.id)).toContain(detail.id)
    const before = await seen(detail.id, 'chuyenvien.cntt')
    expect(nodeOf(before, 'lead').children[0].can).toEqual({
      assign: false,
      start: true,
      startOnOpening: true,
      finish: true,
      return: true,
    })
    const started = await done(house, 'chuyenvien.cntt', `POST /assignments/${id}/start`)
    expect(started.state).toBe('in_progress')
    expect(await done(house, 'chuyenvien.cntt', `POST /assignments/${id}/start`)).toEqual(started)
    const line = `POST /assignments/${id}/finish`
    await refused(house, 'chuyenvien.cntt', line, {
      status: 400,
      reason: 'nothing_reported',
      body: { revision: started.revision },
    })
    await done(house, 'chuyenvien.cntt', line, { revision: started.revision, note: 'Đã có báo cáo gửi Giám đốc.' })
    expect(codes()).toEqual(['03', '04', '05', '06'])
    expect(moved.every(({ note }) => note === null)).toBe(true)
    expect(finished).toEqual([
      {
        type: 'work.finished',
        kind: 'assignment',
        agencyId: house.world.sttt,
        dueAt: new Date('2020-06-30T16:59:59.999Z'),
        finishedAt: house.clock.now(),
      },
    ])
    const after = await seen(detail.id)
    expect(after).toMatchObject({ state: 'done', doneAt: house.clock.now().toISOString() })
    expect(nodeOf(after, 'lead')).toMatchObject({
      state: 'done',
      children: [{ state: 'done', note: 'Đã có báo cáo gửi Giám đốc.' }],
    })
    expect(nodeOf(after, 'coordinate').state).toBe('lapsed')
    expect(nodeOf(after, 'inform').state).toBe('open')
  })

  test('cannot be of another unit, get a later deadline unexplained, or be named by a stranger', async () => {
    const node = nodeOf(await directed(house, units), 'lead')
    const line = `POST /assignments/${node.id}/assign`
    const body = { revision: node.revision, postId: postOf('chuyenvien.cntt') }
    const no = (who: string, status: number, reason: string, over = {}) =>
      refused(house, who, line, { status, reason, body: { ...body, ...over } })
    await no('truongphong.cntt', 400, 'person_not_of_unit', { postId: postOf('chuyenvien.bcvt') })
    await no('truongphong.cntt', 400, 'due_after_parent', { deadline: { workingDays: 6 } })
    await no('truongphong.bcvt', 403, 'forbidden')
    await no('chuyenvien.cntt', 404, 'not_found')
    await no('truongphong.cchc', 404, 'not_found')
    await no('truongphong.cntt', 409, 'stale', { revision: 0 })
    await no('vanthu.sttt', 403, 'forbidden')
    await done(house, 'truongphong.cntt', line, {
      ...body,
      deadline: { workingDays: 6 },
      lateReason: 'Chờ số liệu của các huyện.',
    })
  })

  test('is changed: the first one loses the work and the paper', async () => {
    const detail = await directed(house, units)
    await assign(nodeOf(detail, 'lead'), 'chuyenvien.cntt')
    await assign(await leadOf(detail.id), 'truongphong.cntt')
    const lead = await leadOf(detail.id)
    expect(lead.children.map(({ state }: Json) => state).sort()).toEqual(['open', 'withdrawn'])
    await refused(house, 'chuyenvien.cntt', `GET /arrivals/${detail.id}`, { status: 404, reason: 'not_found' })
  })

  test('two heads assign at once: one person, the other is told', async () => {
    const node = nodeOf(await directed(house, units), 'lead')
    const answers = await Promise.all(
      ['chuyenvien.cntt', 'truongphong.cntt'].map((userName) =>
        ask(house, 'truongphong.cntt', `POST /assignments/${node.id}/assign`, {
          body: { revision: node.revision, postId: postOf(userName) },
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)!.json.error.reason).toBe('stale')
  })

  test('hands wrong work back one level, to the head and then to the leader', async () => {
    const detail = await directed(house, units)
    const { id } = await assign(nodeOf(detail, 'lead'), 'chuyenvien.cntt')
    const line = `POST /assignments/${id}/return`
    await refused(house, 'chuyenvien.cntt', line, { status: 400, reason: 'invalid_input', body: { revision: 1 } })
    await done(house, 'chuyenvien.cntt', line, { revision: 1, reason: 'Không thuộc lĩnh vực được phân công.' })
    const lead = await leadOf(detail.id)
    expect((await seen(detail.id)).state).toBe('directed')
    await done(house, 'truongphong.cntt', `POST /assignments/${lead.id}/return`, {
      revision: lead.revision,
      reason: 'Thuộc Phòng Bưu chính - Viễn thông.',
    })
    const after = await seen(detail.id, 'giamdoc.sttt')
    expect(after).toMatchObject({ state: 'registered', can: { direct: true } })
    expect(nodeOf(after, 'lead')).toMatchObject({ state: 'returned', note: 'Thuộc Phòng Bưu chính - Viễn thông.' })
    const body = { revision: after.revision, opinion: 'Phòng BCVT chủ trì.', leadUnitId: units.coordinate }
    await done(house, 'giamdoc.sttt', `POST /arrivals/${detail.id}/direction`, body)
    expect(codes()).toEqual(['03', '04'])
  })
})

describe('beside the lead', () => {
  test('a coordinating unit closes its part by an opinion, which moves nothing else', async () => {
    const node = nodeOf(await directed(house, units), 'coordinate')
    const body = { revision: node.revision, note: 'Thống nhất với dự thảo.' }
    await done(house, 'truongphong.bcvt', `POST /assignments/${node.id}/finish`, body)
    expect(codes()).toEqual(['03', '04'])
    expect(finished).toEqual([])
    await refused(house, 'truongphong.bcvt', `POST /assignments/${node.id}/finish`, {
      status: 409,
      reason: 'stale',
      body,
    })
  })

  test('a copy is closed by reading, never counts, and cannot be reported on', async () => {
    const detail = await directed(house, units)
    const node = nodeOf(detail, 'inform')
    const body = { revision: node.revision, note: 'Đã xem.' }
    await refused(house, 'truongphong.ttbcxb', `POST /assignments/${node.id}/finish`, {
      status: 403,
      reason: 'forbidden',
      body,
    })
    const read = await done(house, 'truongphong.ttbcxb', `POST /assignments/${node.id}/start`)
    expect(read.state).toBe('done')
    expect(finished).toEqual([])
    expect((await seen(detail.id)).state).toBe('directed')
  })

  test('nobody acts on a node that is not on the own desk', async () => {
    const detail = await directed(house, units)
    const node = nodeOf(detail, 'lead')
    const body = { revision: node.revision, note: 'Xong.', reason: 'Không phải việc của tôi.' }
    for (const act of ['start', 'finish', 'return']) {
      const line = `POST /assignments/${node.id}/${act}`
      await refused(house, 'truongphong.bcvt', line, { status: 403, reason: 'forbidden', body })
      await refused(house, 'vanthu.snv', line, { status: 404, reason: 'not_found', body })
      await refused(house, 'chuyenvien.cntt', line, { status: 404, reason: 'not_found', body })
    }
  })

  test('the head closes the work alone; what the person had is withdrawn', async () => {
    const detail = await directed(house, units)
    await assign(nodeOf(detail, 'lead'), 'chuyenvien.cntt')
    const lead = await leadOf(detail.id)
    await done(house, 'truongphong.cntt', `POST /assignments/${lead.id}/finish`, {
      revision: lead.revision,
      note: 'Lưu, không cần trả lời.',
    })
    expect(codes()).toEqual(['03', '04', '06'])
    expect((await leadOf(detail.id)).children[0].state).toBe('withdrawn')
    expect(finished).toHaveLength(1)
  })

  test('a reply that is not issued answers nobody', async () => {
    const lead = nodeOf(await directed(house, units), 'lead')
    const body = { revision: lead.revision, replyDocumentId: '00000000-0000-4000-8000-000000000000' }
    await refused(house, 'truongphong.cntt', `POST /assignments/${lead.id}/finish`, {
      status: 404,
      reason: 'not_found',
      body,
    })
  })
})
