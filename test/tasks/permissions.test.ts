import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { perform } from '#server/kernel/unit-of-work.ts'
import { giveTask } from '#server/tasks/door.ts'
import { openRoomWorld } from '#test/meetings/room-world.ts'
import type { SeatRight } from '#test/meetings/permissions.table.ts'
import { actorOf } from '#test/support/world.ts'
import { taskRights } from './permissions.table.ts'

const room = await openRoomWorld()
const chair = actorOf(room.world, 'chutich')
/** Who stands for a role on each side. */
const lead = {
  director: 'giamdoc.sttt',
  unit_head: 'truongphong.cntt',
  specialist: 'chuyenvien.cntt',
  clerk: 'vanthu.sttt',
}
const assigner = { chairman: 'chutich', vice_chairman: 'pct', office_chief: 'chanhvanphong', secretary: 'thuky' }
const blind = ['quantri', 'chuyenvien.th', 'giamdoc.snv', 'vanthu.longxuyen']

async function task(): Promise<string> {
  const { id } = await perform(room.house, chair, { key: null, intent: '' }, (work) =>
    giveTask(work, {
      source: { kind: 'conclusion', id: randomUUID(), part: 1 },
      meetingId: null,
      documentId: null,
      assigner: { agencyId: chair.agencyId, postId: chair.postId },
      leadAgencyId: room.world.sttt,
      content: 'Hoàn thành kết nối.',
      dueAt: new Date('2020-07-15T16:59:59.999Z'),
    }),
  )
  return id
}

const statusOf = async (who: string, right: SeatRight) => {
  const path = right.path.replace(':id', await task())
  return (await room.call(who, `${right.method} ${path}`, right.body ? { body: right.body } : {})).status
}

const ofOne = taskRights.filter(({ path }) => path.includes(':id'))
const isAct = (right: SeatRight) => right.method !== 'GET'
const isJudging = (right: SeatRight) => /\/(accept|return|cancel)$/.test(right.path)

test.each(ofOne.map((right): [string, SeatRight] => [`${right.method} ${right.path}`, right]))(
  '%s',
  async (_name, right) => {
    for (const who of blind) expect(await statusOf(who, right), who).toBe(404)
    for (const [side, people] of [
      ['lead', lead],
      ['assigner', assigner],
    ] as const)
      for (const [role, who] of Object.entries(people)) {
        const onSide = !isAct(right) || (isJudging(right) ? side === 'assigner' : side === 'lead')
        const may = onSide && right.allowed.includes(role as never)
        const status = await statusOf(who, right)
        if (may) expect([200, 409], `${who} of ${right.path}`).toContain(status)
        else expect(status, `${who} of ${right.path}`).toBe(403)
      }
  },
)

test('the administrator of an agency sees none of its tasks', async () => {
  await task()
  for (const side of ['lead', 'assigner'])
    expect((await room.done<{ rows: [] }>('quantri', `GET /tasks?side=${side}`)).rows).toEqual([])
})
