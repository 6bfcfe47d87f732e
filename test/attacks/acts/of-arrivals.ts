import { randomUUID } from 'node:crypto'
import { perform } from '#server/kernel/unit-of-work.ts'
import { giveTask } from '#server/tasks/door.ts'
import { deliver, nodeOf } from '#test/documents/arrivals-world.ts'
import type { RoomWorld } from '#test/meetings/room-world.ts'
import { actorOf, unitIn } from '#test/support/world.ts'
import type { Act, Acts } from './act.ts'

type Node = { id: string; revision: number; children: Node[] }

const directionFor = (room: RoomWorld) => ({
  opinion: 'Phòng chủ trì tham mưu.',
  leadUnitId: unitIn(room.world, room.world.sttt, 'CNTT'),
  coordinateUnitIds: [unitIn(room.world, room.world.sttt, 'BCVT')],
  informUnitIds: [unitIn(room.world, room.world.sttt, 'VP')],
  deadline: { workingDays: 5 },
})

async function registered(room: RoomWorld): Promise<string> {
  const id = await deliver(room, { code: `${randomUUID().slice(0, 8)}/UBND-TH` })
  await room.done('vanthu.sttt', `POST /arrivals/${id}/register`, { revision: 1, confirmDuplicate: true })
  return id
}

/** The lead unit's node of a directed arrival, and below it the person's where one was named. */
async function leadNode(room: RoomWorld, named: boolean): Promise<Node> {
  const id = await registered(room)
  await room.done('giamdoc.sttt', `POST /arrivals/${id}/direction`, { revision: 2, ...directionFor(room) })
  const seen = async () => nodeOf(await room.done('giamdoc.sttt', `GET /arrivals/${id}`), 'lead') as Node
  const node = await seen()
  if (!named) return node
  const { postId } = actorOf(room.world, 'chuyenvien.cntt')
  await room.done('truongphong.cntt', `POST /assignments/${node.id}/assign`, { revision: node.revision, postId })
  return (await seen()).children[0]!
}

const byHandler =
  (step: string, body: Record<string, unknown>) =>
  async (room: RoomWorld): Promise<Act> => {
    const { id, revision } = await leadNode(room, true)
    return { userName: 'chuyenvien.cntt', path: `/assignments/${id}/${step}`, body: { revision, ...body } }
  }

/** The arrivals desk of the Department of Information. */
export const arrivalActs: Acts = {
  'POST /arrivals/:id/register': async (room) => {
    const id = await deliver(room, { code: `${randomUUID().slice(0, 8)}/UBND-TH` })
    return { userName: 'vanthu.sttt', path: `/arrivals/${id}/register`, body: { revision: 1, confirmDuplicate: true } }
  },
  'POST /arrivals/:id/refuse': async (room) => {
    const id = await deliver(room)
    return { userName: 'vanthu.sttt', path: `/arrivals/${id}/refuse`, body: { revision: 1, reason: 'Gửi nhầm.' } }
  },
  'POST /arrivals/:id/direction': async (room) => {
    const path = `/arrivals/${await registered(room)}/direction`
    return { userName: 'giamdoc.sttt', path, body: { revision: 2, ...directionFor(room) } }
  },
  'POST /assignments/:id/assign': async (room) => {
    const { id, revision } = await leadNode(room, false)
    const { postId } = actorOf(room.world, 'chuyenvien.cntt')
    const body = { revision, postId, as: 'lead', instruction: 'Báo cáo sớm.', deadline: { workingDays: 3 } }
    return { userName: 'truongphong.cntt', path: `/assignments/${id}/assign`, body }
  },
  'POST /assignments/:id/start': byHandler('start', {}),
  'POST /assignments/:id/finish': byHandler('finish', { note: 'Đã xong.' }),
  'POST /assignments/:id/return': byHandler('return', { reason: 'Không đúng lĩnh vực.' }),
}

async function taskGiven(room: RoomWorld): Promise<string> {
  const chair = actorOf(room.world, 'chutich')
  const { id } = await perform(room.house, chair, { key: null, intent: '' }, (work) =>
    giveTask(work, {
      source: { kind: 'conclusion', id: randomUUID(), part: 1 },
      ...{ meetingId: null, documentId: null, leadAgencyId: room.world.sttt, content: 'Hoàn thành kết nối.' },
      assigner: { agencyId: chair.agencyId, postId: chair.postId },
      dueAt: new Date('2020-07-15T16:59:59.999Z'),
    }),
  )
  return id
}

async function taskDone(room: RoomWorld): Promise<{ id: string; revision: number }> {
  const id = await taskGiven(room)
  const { revision } = await room.done<{ revision: number }>('giamdoc.sttt', `POST /tasks/${id}/done`, {
    ...{ note: 'Đã xong.', doneOn: '2020-06-23', revision: 1 },
  })
  return { id, revision }
}

/** Work given to the Department of Information by the chairman. */
export const taskActs: Acts = {
  'POST /tasks/:id/progress': async (room) => {
    const path = `/tasks/${await taskGiven(room)}/progress`
    return { userName: 'chuyenvien.cntt', path, body: { note: 'Đang làm.', revision: 1 } }
  },
  'POST /tasks/:id/done': async (room) => {
    const path = `/tasks/${await taskGiven(room)}/done`
    return { userName: 'giamdoc.sttt', path, body: { note: 'Đã xong.', doneOn: '2020-06-23', revision: 1 } }
  },
  'POST /tasks/:id/accept': async (room) => {
    const { id, revision } = await taskDone(room)
    return { userName: 'chutich', path: `/tasks/${id}/accept`, body: { note: 'Đạt.', revision } }
  },
  'POST /tasks/:id/return': async (room) => {
    const { id, revision } = await taskDone(room)
    return { userName: 'chutich', path: `/tasks/${id}/return`, body: { reason: 'Chưa đạt.', revision } }
  },
  'POST /tasks/:id/cancel': async (room) => {
    const path = `/tasks/${await taskGiven(room)}/cancel`
    return { userName: 'chutich', path, body: { reason: 'Không còn cần.', revision: 1 } }
  },
}
