import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { perform } from '#server/kernel/unit-of-work.ts'
import { rateListFor } from '#server/reports/rate-list.queries.ts'
import { ratesFor } from '#server/reports/rates.queries.ts'
import { acceptTask } from '#server/tasks/accept-task.ts'
import { giveTask } from '#server/tasks/give-task.ts'
import { reportDone } from '#server/tasks/report-done.ts'
import { openTestHouse } from '#test/support/house.ts'
import { actorOf } from '#test/support/world.ts'

const house = await openTestHouse({ at: '2020-06-02T08:00:00+07:00' })
const { world, clock } = house
const [chairman, director] = [actorOf(world, 'chutich'), actorOf(world, 'giamdoc.sttt')]

async function given(dueOn: string): Promise<string> {
  const { id } = await perform(house.house, chairman, { key: null, intent: '' }, (work) =>
    giveTask(work, {
      source: { kind: 'conclusion', id: randomUUID(), part: 0 },
      meetingId: null,
      documentId: null,
      assigner: { agencyId: world.committee, postId: chairman.postId },
      leadAgencyId: world.sttt,
      content: 'Công bố tỷ lệ hồ sơ trễ hạn hằng tháng',
      dueAt: new Date(`${dueOn}T17:00:00+07:00`),
    }),
  )
  return id
}

const reported = (id: string, doneOn: string) =>
  perform(house.house, director, { key: null, intent: '' }, (work) =>
    reportDone(work, { id, note: 'Đã hoàn thành.', documentId: null, doneOn, revision: 1 }),
  )
const accepted = (id: string) =>
  perform(house.house, chairman, { key: null, intent: '' }, (work) => acceptTask(work, { id, note: null, revision: 2 }))

async function rates(period: string) {
  const asked = { period, basis: 'calendar' as const, now: clock.now() }
  const answer = await ratesFor(house.house.db, director, asked)
  const [agency] = answer.agencies
  for (const [bucket, size] of Object.entries(agency!.counts.task)) {
    const list = { ...asked, work: 'task' as const, bucket: bucket as 'late', limit: 200, agencyId: world.sttt }
    expect((await rateListFor(house.house.db, director, list)).rows, bucket).toHaveLength(size)
  }
  return agency!
}

test('tasks are judged by the day of the product, count once accepted, and every number opens its list', async () => {
  const [onTime, late, waiting] = [await given('2020-06-10'), await given('2020-06-10'), await given('2020-06-10')]
  await given('2020-06-10')
  await given('2020-07-31')
  clock.set('2020-06-20T08:00:00+07:00')
  await reported(onTime, '2020-06-10')
  await reported(late, '2020-06-11')
  await reported(waiting, '2020-06-09')
  await accepted(onTime)
  await accepted(late)
  const june = await rates('2020-06')
  expect(june.counts.task).toMatchObject({ on_time: 1, late: 1, overdue: 1, open_in_time: 2 })
  expect(june.indicators.find(({ code }) => code === 'tasks_on_time')).toMatchObject({ numerator: 1, denominator: 3 })
  clock.set('2020-07-02T08:00:00+07:00')
  await accepted(waiting)
  expect((await rates('2020-06')).counts.task).toMatchObject({ on_time: 2, late: 1, overdue: 1, open_in_time: 1 })
  expect((await rates('2020-07')).counts.task).toMatchObject({ on_time: 0, late: 0, overdue: 1, open_in_time: 1 })
})
