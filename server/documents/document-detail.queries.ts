import { attachedFiles } from '#server/files/door.ts'
import { agenciesByIds, postsByIds, signingAuthoritiesOf, unitById } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { legalDay } from '#server/kernel/working-calendar.rules.ts'
import {
  actsOf,
  type DocumentRow,
  documentTypeOf,
  documentVisibleTo,
  recipientIdsOf,
  versionsOf,
} from './document.queries.ts'
import { documentCan } from './documents.permissions.ts'

/** Everything the screen of one document shows, with what this post may do now. Refuses `not_found`. */
export async function documentDetailVisibleTo(tx: Tx, actor: Actor, id: string) {
  const document = await documentVisibleTo(tx, actor, id)
  const [acts, versions] = [await actsOf(tx, id), await versionsOf(tx, id)]
  const posts = await seatsOf(tx, document, [...acts, ...versions])
  const type = await documentTypeOf(tx, document.typeCode)
  const unit = await unitById(tx, document.unitId)
  const { searchFold: _fold, ...columns } = document
  return {
    ...columns,
    dueOn: document.dueAt === null ? null : legalDay(document.dueAt),
    typeName: { vi: type.nameVi, en: type.nameEn },
    unit: { id: unit.id, name: unit.name },
    drafter: posts(document.drafterPostId),
    signer: await signerOf(tx, document, posts),
    recipients: await recipientsOf(tx, id),
    sourceFile: await sourceFileOf(tx, document),
    acts: acts.map(({ postId, id: actId, documentId: _own, ...act }) => ({ id: actId, ...act, by: posts(postId) })),
    versions: versions.map(({ version, at, postId, fileSha256 }) => ({ version, at, fileSha256, by: posts(postId) })),
    can: documentCan(actor, document),
  }
}

/** A person at a post, as acts and lists name him. */
type AtPost = { postId: string; fullName: string; title: string; unitName: string | null }

async function seatsOf(tx: Tx, document: DocumentRow, rows: readonly { postId: string }[]) {
  const ids = [document.drafterPostId, document.signerPostId, ...rows.map((row) => row.postId)]
  const found = await postsByIds(
    tx,
    ids.filter((id) => id !== null),
  )
  const seats = new Map(found.map((seat) => [seat.id, seat]))
  return (postId: string): AtPost => {
    const seat = seats.get(postId)
    return {
      postId,
      fullName: seat?.fullName ?? 'eCabinet',
      title: seat?.title ?? '',
      unitName: seat?.unitName ?? null,
    }
  }
}

async function signerOf(tx: Tx, document: DocumentRow, posts: (id: string) => AtPost) {
  const { signerPostId, signingAuthorityId, updatedAt } = document
  if (signerPostId === null) return null
  const forms = await signingAuthoritiesOf(tx, signerPostId, updatedAt)
  const form = forms.find(({ id }) => id === signingAuthorityId) ?? forms[0]
  return { ...posts(signerPostId), competence: form?.competence ?? '', printedTitle: form?.printedTitle ?? '' }
}

async function recipientsOf(tx: Tx, id: string) {
  const ids = await recipientIdsOf(tx, id)
  const found = new Map((await agenciesByIds(tx, ids)).map((agency) => [agency.id, agency]))
  return ids.map((agencyId) => {
    const agency = found.get(agencyId)
    return { agencyId, name: agency?.name ?? '', shortName: agency?.shortName ?? '', kind: agency?.kind ?? '' }
  })
}

/** The drafter's own upload, by its name. */
async function sourceFileOf(tx: Tx, { sourceFileId }: DocumentRow) {
  const [file] = sourceFileId === null ? [] : await attachedFiles(tx, [sourceFileId])
  return file ? { id: file.id, name: file.name, mediaType: file.mediaType, pages: file.pages } : null
}
