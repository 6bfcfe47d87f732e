import { randomUUID } from 'node:crypto'
import { documents } from '#db/documents/schema.ts'
import { deliveries } from '#db/exchange/schema.ts'
import type { DocumentState } from '#server/documents/document.rules.ts'
import { laidBeforeSigner, letter664, type OutgoingDesk, signedLetter, testPin } from '#test/documents/outgoing-desk.ts'
import { pages, type RoomWorld } from '#test/meetings/room-world.ts'
import { actorOf } from '#test/support/world.ts'
import type { Act, Acts } from './act.ts'

/** The same house as the outgoing desk's own tests know it. */
export function deskOf(room: RoomWorld): OutgoingDesk {
  return {
    ...room,
    call: (userName, request, body, key) => room.call(userName, request, { body, ...(key ? { key } : {}) }),
  }
}

/** A document of the committee in a state, drafted by the specialist for the vice-chairman. */
export async function documentIn(
  room: RoomWorld,
  state: DocumentState,
  more: Partial<typeof documents.$inferInsert> = {},
) {
  const drafter = actorOf(room.world, 'chuyenvien.th')
  const { sha256 } = await room.house.blobs.put(await pages(1))
  const at = room.clock.now()
  const [row] = await room.house.db
    .insert(documents)
    .values({
      ...{ agencyId: room.world.committee, unitId: drafter.unitId!, drafterPostId: drafter.postId },
      ...{
        typeCode: 'bao_cao',
        subject: 'kết quả công tác',
        body: 'Kính báo cáo.',
        urgency: 'normal',
        symbol: 'BC-UBND',
      },
      ...{ state, fileSha256: sha256, filePages: 1, signerPostId: actorOf(room.world, 'pct').postId },
      ...{ createdAt: at, updatedAt: at, updatedByPostId: drafter.postId, ...more },
    })
    .returning()
  return row!
}

/** An act that needs no more than the state and the revision. */
const simple =
  (userName: string, step: string, state: DocumentState, body: Record<string, unknown> = {}) =>
  async (room: RoomWorld): Promise<Act> => {
    const { id, revision } = await documentIn(room, state)
    return { userName, path: `/documents/${id}/${step}`, body: { revision, ...body } }
  }

/** The outgoing desk. Signing and sealing need the keys of `giveKeys`. */
export const documentActs: Acts = {
  'POST /documents': async (room) => ({ userName: 'chuyenvien.th', path: '/documents', body: await letter664(room) }),
  'PUT /documents/:id': async (room) => {
    const { id, revision } = await documentIn(room, 'draft')
    return { userName: 'chuyenvien.th', path: `/documents/${id}`, body: { ...(await letter664(room)), revision } }
  },
  'POST /documents/:id/submit': async (room) => {
    const { id, revision } = await documentIn(room, 'draft')
    return { userName: 'chuyenvien.th', path: `/documents/${id}/submit`, body: { revision } }
  },
  'POST /documents/:id/approve-content': simple('truongphong.th', 'approve-content', 'head_review'),
  'POST /documents/:id/approve-form': simple('chanhvanphong', 'approve-form', 'office_review'),
  'POST /documents/:id/return': simple('pct', 'return', 'awaiting_signature', { reason: 'Thiếu căn cứ.' }),
  'POST /documents/:id/sign': async (room) => {
    const { id, revision } = await laidBeforeSigner(deskOf(room))
    return { userName: 'pct', path: `/documents/${id}/sign`, body: { revision, pin: testPin } }
  },
  'POST /documents/:id/number-and-seal': async (room) => {
    const { id, revision } = await signedLetter(deskOf(room))
    return { userName: 'vanthu', path: `/documents/${id}/number-and-seal`, body: { revision, pin: testPin } }
  },
  'POST /documents/:id/void-number': async (room) => {
    const { id, revision } = await signedLetter(deskOf(room))
    const path = `POST /documents/${id}/number-and-seal`
    await room.call('vanthu', path, { body: { revision, pin: 'sai' }, key: randomUUID() })
    return {
      userName: 'vanthu',
      path: `/documents/${id}/void-number`,
      body: { revision: revision + 1, reason: 'Sai ngày.' },
    }
  },
  'POST /documents/:id/issue': async (room) => {
    const { id, revision } = await documentIn(room, 'sealed', { code: '12/BC-UBND', issuedOn: '2020-06-23' })
    return { userName: 'vanthu', path: `/documents/${id}/issue`, body: { revision } }
  },
  'POST /deliveries/:id/acknowledge-refusal': async (room) => {
    const { id: documentId } = await documentIn(room, 'issued')
    const at = room.clock.now()
    const ends = { documentId, senderAgencyId: room.world.committee, recipientAgencyId: room.world.sttt }
    const [row] = await room.house.db
      .insert(deliveries)
      .values({ ...ends, status: '02', statusAt: at, createdAt: at })
      .returning()
    return { userName: 'vanthu', path: `/deliveries/${row!.id}/acknowledge-refusal` }
  },
}
