import { type DocumentRow, documentTypeOf, issuedDocumentOf, receiveArrival } from '#server/documents/door.ts'
import { agencyById, postsByIds } from '#server/identity/door.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { lockDelivery, updateDelivery } from './delivery.queries.ts'
import { moveDelivery } from './move-delivery.ts'

/**
 * Puts a queued document on its recipient's desk and answers 01 to the sender, in one transaction: both or neither. The
 * recipient knows the delivery id, so a repeat after a crash finds the same arrival. Does nothing once delivered.
 * @law QD28 art. 6.2
 */
export async function deliverDocument(work: Work, deliveryId: string): Promise<void> {
  const delivery = await lockDelivery(work.tx, deliveryId)
  if (delivery?.status !== 'queued') return
  const issued = await issuedDocumentOf(work.tx, delivery.documentId)
  if (!issued) return
  const brought = await packageOf(work, issued.document)
  await receiveArrival(work, { ...brought, deliveryId, agencyId: delivery.recipientAgencyId })
  await updateDelivery(work.tx, deliveryId, { attempts: delivery.attempts + 1, problem: null })
  await moveDelivery(work, delivery, { status: '01', note: null, byName: 'eCabinet' })
}

/** The mandatory data of a document on its way. @law QD28 art. 10.2 */
async function packageOf({ tx }: Work, document: DocumentRow) {
  const { code, issuedOn, fileSha256, signerPostId } = document
  if (code === null || issuedOn === null || fileSha256 === null) {
    throw new Error(`document ${document.id} is issued without number, date or file`)
  }
  const [sender, type] = [await agencyById(tx, document.agencyId), await documentTypeOf(tx, document.typeCode)]
  const [signer] = await postsByIds(tx, signerPostId === null ? [] : [signerPostId])
  return {
    documentId: document.id,
    senderAgencyId: sender.id,
    senderName: oneLine(sender.name),
    code,
    typeName: type.nameVi,
    issuedOn,
    subject: document.subject,
    signerLine: signer ? `${signer.title} ${signer.fullName}` : '',
    urgency: document.urgency,
    dueAt: document.dueAt,
    fileSha256,
    filePages: document.filePages,
  }
}

const oneLine = (name: string) => name.replace(/\s+/gu, ' ')
