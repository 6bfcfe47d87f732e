import { randomUUID } from 'node:crypto'
import { documentRecipients, documents } from '#db/documents/schema.ts'
import { runDueJobs } from '#server/kernel/jobs.ts'
import { jobWorkers } from '#server/wiring.ts'
import { actorOf } from '#test/support/world.ts'
import type { OutgoingDesk } from '#test/documents/outgoing-desk.ts'

let number = 700

/** A sealed letter of the committee as the signing room would leave it, with its file in the store. */
export async function sealedLetter(desk: OutgoingDesk, recipientIds: string[]) {
  const { house, world } = desk
  const drafter = actorOf(world, 'chuyenvien.th')
  const { sha256 } = await house.blobs.put(Buffer.from(`%PDF-1.7 ${randomUUID()}`))
  const at = desk.clock.now()
  number += 1
  const [document] = await house.db
    .insert(documents)
    .values({
      agencyId: world.committee,
      unitId: drafter.unitId!,
      drafterPostId: drafter.postId,
      signerPostId: actorOf(world, 'pct').postId,
      typeCode: 'cong_van',
      subject: 'chấn chỉnh việc giải quyết thủ tục hành chính',
      body: 'Yêu cầu thực hiện nghiêm.',
      urgency: 'urgent',
      state: 'sealed',
      symbol: 'UBND-TH',
      code: `${number}/UBND-TH`,
      issuedOn: '2020-06-23',
      fileSha256: sha256,
      dueAt: new Date('2020-07-15T23:59:59.999+07:00'),
      createdAt: at,
      updatedAt: at,
      updatedByPostId: drafter.postId,
    })
    .returning()
  await house.db
    .insert(documentRecipients)
    .values(recipientIds.map((agencyId, position) => ({ documentId: document!.id, agencyId, position })))
  return document!
}

/** The same, issued by the clerk over HTTP. */
export async function issuedLetter(desk: OutgoingDesk, recipientIds: string[]) {
  const { id, revision } = await sealedLetter(desk, recipientIds)
  const reply = await desk.call('vanthu', `POST /documents/${id}/issue`, { revision })
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
  return reply.body
}

/** Only the couriers work: what an arrival asks for besides is not looked at here. */
export async function deliverAll(desk: OutgoingDesk): Promise<void> {
  await runDueJobs(desk.house, { ...jobWorkers, 'documents.verify_arrival': async () => {} })
}

/** What the sender's matrix shows. */
export type Matrix = {
  rows: {
    deliveryId: string
    recipientAgencyId: string
    recipientName: string
    status: string
    note: string | null
    attempts: number
    problem: string | null
    acknowledgedRefusalAt: string | null
    history: { ordinal: number; status: string; byName: string; note: string | null }[]
  }[]
  aggregate: { total: number; byStatus: Record<string, number>; refusalsToAcknowledge: number }
}

/** The matrix of a document as somebody sees it. */
export async function matrixOf(desk: OutgoingDesk, documentId: string, userName = 'vanthu'): Promise<Matrix> {
  return (await desk.call<Matrix>(userName, `GET /deliveries?documentId=${documentId}`)).body
}
