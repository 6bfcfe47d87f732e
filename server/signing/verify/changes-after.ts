import { readFormFields } from '../pdf/form-fields.ts'
import { dictOf, integerOf, PdfRef } from '../pdf/objects.ts'
import { pageRotation, readPages } from '../pdf/page-tree.ts'
import type { PdfView } from '../pdf/pdf-view.ts'
import type { Change } from './compare/comparison.ts'
import { shareOfPage } from './compare/new-field.ts'
import type { Permissions } from './permissions.ts'
import { gravest, type ChangesAfter, type Problem, type SignatureReport } from './report.ts'

export interface Judgement {
  level: ChangesAfter
  problems: Problem[]
}

/** What came after a signature, weighed with what it allowed and with the signatures that came with it. */
export function judgeChanges(
  changes: Change[],
  permissions: Permissions,
  later: { view: PdfView; signatures: SignatureReport[] },
): Judgement {
  const judged = changes.map((change) => ({ change, level: weigh(change, permissions, later) }))
  const problems = judged
    .filter(({ change, level }) => level === 'added' || level === 'forbidden' || isSignatureField(change))
    .filter(({ level }) => level !== 'lta')
    .map(({ change }) => ({ code: change.code, detail: change.detail }))
  return { level: gravest(judged.map(({ level }) => level)), problems }
}

function weigh(
  change: Change,
  permissions: Permissions,
  later: { view: PdfView; signatures: SignatureReport[] },
): ChangesAfter {
  const level = isSignatureField(change) ? weighNewSignature(change, permissions, later) : change.level
  if (level === 'lta' || level === 'forbidden') return level
  if (change.field !== undefined && change.code !== 'field_signed' && permissions.locks(change.field))
    return 'forbidden'
  if (permissions.certified === 1) return 'forbidden'
  return level === 'added' && permissions.certified === 2 ? 'forbidden' : level
}

const isSignatureField = ({ code }: Change) => code === 'signature_field_added' || code === 'invisible_signature_added'

const LARGEST_SHARE_OF_PAGE = 0.1

/**
 * A signature whose field nobody prepared. A document time-stamp never counts. An invisible one that is sound is
 * permitted; a visible one only if it is sound, trusted, on an unturned page and small (the way of government
 * signing tools, which certify and add the next field later); else it is content somebody added.
 */
function weighNewSignature(
  change: Change,
  permissions: Permissions,
  { view, signatures }: { view: PdfView; signatures: SignatureReport[] },
): ChangesAfter {
  const signature = signatures.find((one) => one.field === change.field)
  const sound = signature !== undefined && signature.intact && signature.indication !== 'TOTAL-FAILED'
  if (!sound) return 'added'
  const invisible = change.code === 'invisible_signature_added'
  if (signature.kind === 'timestamp') return invisible ? 'lta' : 'added'
  if (invisible) return 'permitted'
  const trusted = permissions.certified === null || signature.indication === 'TOTAL-PASSED'
  return trusted && isModest(view, signature.field) ? 'permitted' : 'added'
}

function isModest(view: PdfView, name: string): boolean {
  const widgets = readFormFields(view).find((field) => field.name === name)?.widgets ?? []
  const hidden = widgets.some(({ dict }) => ((integerOf(view.get(dict, 'F')) ?? 0) & 2) !== 0)
  const small = widgets.every(({ dict }) => shareOfPage(view, dict) <= LARGEST_SHARE_OF_PAGE)
  return small && !hidden && !widgets.some(({ ref }) => standsOnTurnedPage(view, ref))
}

function standsOnTurnedPage(view: PdfView, widget: PdfRef | null): boolean {
  return readPages(view).pages.some((ref) => {
    const page = dictOf(view.resolve(ref))
    const holds = view.array(page, 'Annots').some((item) => item instanceof PdfRef && item.num === widget?.num)
    return page !== null && holds && pageRotation(view, page) !== 0
  })
}
