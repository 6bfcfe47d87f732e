import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { draftNotice } from '#server/documents/door.ts'
import { perform } from '#server/kernel/unit-of-work.ts'
import { actorOf } from '#test/support/world.ts'
import { openOutgoingDesk } from './outgoing-desk.ts'

const desk = await openOutgoingDesk()
const { house, world } = desk

test('a meeting’s conclusions become a notice on the secretary’s desk, which then goes the way of every document', async () => {
  const secretary = actorOf(world, 'thuky')
  const meetingId = randomUUID()
  const notice = await perform(house, secretary, { key: null, intent: 'test' }, (work) =>
    draftNotice(work, {
      agencyId: world.committee,
      unitId: secretary.unitId!,
      drafterPostId: secretary.postId,
      meetingId,
      subject: 'kết luận phiên họp thường kỳ tháng 6',
      body: 'Giao Sở Nội vụ chủ trì.',
      recipientIds: [world.snv],
      signerPostId: actorOf(world, 'chanhvanphong').postId,
    }),
  )
  expect(notice.state).toBe('draft')
  const detail = await desk.call<Record<string, unknown>>('thuky', `GET /documents/${notice.id}`)
  expect(detail.body).toMatchObject({ typeCode: 'thong_bao', symbol: 'TB-UBND', meetingId, can: { submit: true } })
  const sent = await desk.call('thuky', `POST /documents/${notice.id}/submit`, { revision: 1 })
  expect(sent.body.state).toBe('head_review')
})
