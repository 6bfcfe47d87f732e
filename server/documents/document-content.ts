import { z } from 'zod'
import { attachedFiles } from '#server/files/door.ts'
import { agenciesByIds, postsByIds, signingAuthoritiesOf } from '#server/identity/door.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { line, prose } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { endOfLegalDay, legalDay } from '#server/kernel/working-calendar.rules.ts'
import { arrivalVisibleTo } from './arrival.queries.ts'
import { checkNoSecret } from './document.rules.ts'

const lines = z.array(line(300)).max(200).default([])

/**
 * What a drafter fills in. Everything but type and subject may still be missing; the submission asks for the rest.
 * `recipientIds` are agencies (the client expands groups), in the order of the printed list.
 */
export const documentContent = z.object({
  typeCode: line(20),
  subject: line(500),
  body: z
    .union([
      z
        .string()
        .regex(/^\s*$/)
        .transform(() => ''),
      prose(200_000),
    ])
    .default(''),
  urgency: z.enum(['normal', 'urgent', 'very_urgent', 'express']).default('normal'),
  circulation: z.enum(['normal', 'internal', 'return_after_reading']).default('normal'),
  recipientIds: z.array(z.uuid()).max(2000).default([]),
  addressLines: lines,
  copyLines: lines,
  /** A day; the deadline is its end in Viet Nam. */
  dueOn: z.iso
    .date()
    .refine((day) => day < '2100-01-01', 'date_too_far')
    .nullable()
    .default(null),
  signerPostId: z.uuid().nullable().default(null),
  signingAuthorityId: z.uuid().nullable().default(null),
  sourceFileId: z.uuid().nullable().default(null),
  answersArrivalId: z.uuid().nullable().default(null),
  /** There is no such field to fill in: whoever sends one is told why. */
  classification: z.unknown().optional(),
})
export type DocumentContent = z.output<typeof documentContent>

/** Refuses what may not be stored even in a draft: a secret mark, unknown recipients, a stranger as signer. */
export async function checkContent(work: Work, agencyId: string, content: DocumentContent): Promise<string[]> {
  checkNoSecret(content.classification)
  if (content.answersArrivalId) await arrivalVisibleTo(work.tx, work.actor, content.answersArrivalId)
  await checkFile(work, content.sourceFileId)
  await checkSigner(work, agencyId, content)
  return checkRecipients(work, agencyId, content.recipientIds)
}

/** The recipients, each once, without the sender itself; refuses agencies that do not exist on this day. */
async function checkRecipients(work: Work, agencyId: string, ids: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(ids)].filter((id) => id !== agencyId)
  const found = new Map((await agenciesByIds(work.tx, wanted)).map((agency) => [agency.id, agency]))
  const day = legalDay(work.at)
  for (const id of wanted) {
    const agency = found.get(id)
    const exists = agency && agency.validFrom <= day && (agency.validTo === null || day <= agency.validTo)
    if (!exists) refuse('invalid', 'unknown_recipient', { id, name: agency?.name ?? id })
  }
  return wanted
}

/** An own upload that nobody has signed; what is signed already is no draft. */
async function checkFile({ tx, actor }: Work, id: string | null): Promise<void> {
  if (id === null) return
  const [file] = await attachedFiles(tx, [id])
  if (file?.postId !== actor.postId) refuse('invalid', 'unknown_file')
  if (Number(file.findings['signatures']) > 0) refuse('invalid', 'file_already_signed')
}

async function checkSigner(work: Work, agencyId: string, content: DocumentContent): Promise<void> {
  const { signerPostId, signingAuthorityId } = content
  if (signerPostId === null) return
  const [post] = await postsByIds(work.tx, [signerPostId])
  if (post?.agencyId !== agencyId) refuse('invalid', 'unknown_signer')
  await authorityToday(work, { signerPostId, signingAuthorityId })
}

/**
 * The form in which the post signs today; without a wish its newest one. Refuses `no_signing_authority`.
 * @law ND30 art. 13
 */
export async function authorityToday(
  work: Pick<Work, 'tx' | 'at'>,
  signer: { signerPostId: string; signingAuthorityId: string | null },
) {
  const today = await signingAuthoritiesOf(work.tx, signer.signerPostId, work.at)
  const wish = signer.signingAuthorityId
  const authority = wish === null ? today[0] : today.find(({ id }) => id === wish)
  return authority ?? refuse('conflict', 'no_signing_authority', { day: legalDay(work.at) })
}

/** The columns that hold the content; recipients are rows of their own. */
export function columnsOf(content: DocumentContent) {
  const { recipientIds: _rows, classification: _never, dueOn, ...columns } = content
  return { ...columns, dueAt: dueOn === null ? null : lastInstantOf(dueOn) }
}

/** Still of its day, so that every screen shows that day. */
const lastInstantOf = (day: string) => new Date(endOfLegalDay(day).getTime() - 1)
