import { listed } from './addressees.ts'
import type { Composition } from './composition.ts'
import type { FlowBox } from './flow.ts'
import { capitals } from './letterhead.ts'
import { breakLines, type SetLine } from './line-breaking.ts'
import { beside, centredPart, linesPart, type Part, space, stacked } from './parts.ts'
import { COLUMNS, SIGNATURE, TYPE_SIZE } from './sheet.ts'

const recipientLine = TYPE_SIZE.recipients * 1.2
const recipientsHead = TYPE_SIZE.recipientsHead * 1.25

/**
 * Cells 7, 8 and 9b. The signer's column is one box that stays with the body's last lines; recipients that do not fit
 * beside it run on below, over pages where they must.
 */
export function closingBoxes({ signer, recipients }: Composition): FlowBox[] {
  const signature = signerPart(signer)
  const lines = recipientLines(recipients)
  const room = Math.floor((signature.height - recipientsHead) / recipientLine)
  const block = beside([signature, recipientsPart(lines.slice(0, room))])
  const rest = lines.slice(room).map((line) => ({ ...linesOfRecipients([line]), spaceBefore: 0, mayBreakBefore: true }))
  return [{ ...block, spaceBefore: 14, mayBreakBefore: false }, ...rest]
}

/** Competence, position, room for the signature and the seal, name. @law ND30 PL I.II.7 */
function signerPart({ competence, position, fullName }: Composition['signer']): Part {
  const style = { ...COLUMNS.signer, size: TYPE_SIZE.signer, face: 'bold' as const }
  const titles = [...competence, position].map((line) => centredPart(capitals(line), style))
  return stacked([...titles, signatureRoom(), centredPart(fullName, style)])
}

/** The seal covers a third of the personal signature, on its left. @law ND30 PL I.II.8.a */
function signatureRoom(): Part {
  const { width, height, gap, seal } = SIGNATURE
  const x = COLUMNS.signer.x + (COLUMNS.signer.width - width) / 2
  return {
    height: height + 2 * gap,
    draw(ink, top) {
      const y = top - gap - height
      ink.field('leader_signature', { x, y, width, height })
      ink.field('agency_seal', { x: x + width / 3 - seal, y: y + height / 2 - seal / 2, width: seal, height: seal })
    },
  }
}

function recipientLines(recipients: readonly string[]): SetLine[] {
  const measure = { width: COLUMNS.recipients.width, size: TYPE_SIZE.recipients }
  return listed(recipients).flatMap((text) => breakLines([{ text, face: 'regular' }], measure))
}

function recipientsPart(lines: SetLine[]): Part {
  if (lines.length === 0) return space(0)
  const size = TYPE_SIZE.recipientsHead
  const head = breakLines([{ text: 'Nơi nhận:', face: 'boldItalic' }], { width: COLUMNS.recipients.width, size })
  const style = { ...COLUMNS.recipients, size, lineHeight: recipientsHead, align: 'left' as const }
  return stacked([linesPart(head, style), linesOfRecipients(lines)])
}

function linesOfRecipients(lines: SetLine[]): Part {
  const size = TYPE_SIZE.recipients
  return linesPart(lines, { ...COLUMNS.recipients, size, lineHeight: recipientLine, align: 'left' })
}
