import { refuse } from '#server/kernel/refusal.ts'
import { readFormFields } from './pdf/form-fields.ts'
import type { Increment } from './pdf/increment.ts'
import { nameOf, pdfDict, PdfName, PdfRef, pdfText, textOf, type PdfDict, type PdfValue } from './pdf/objects.ts'
import type { PdfView } from './pdf/pdf-view.ts'
import type { SignatureWish } from './prepare-signature.ts'

/** Which fields a signature freezes: all, these, or all but these. */
export interface FieldLock {
  action: 'All' | 'Include' | 'Exclude'
  fields: string[]
}

/** The signature dictionary's references that say what may happen after it (ISO 32000-1 12.8.2). */
export function permissionReferences({
  certify,
  locks,
}: {
  certify?: SignatureWish['certify']
  locks?: FieldLock | undefined
}): PdfValue[] {
  const references: PdfValue[] = []
  if (certify) references.push(reference('DocMDP', pdfDict({ P: certify })))
  if (locks) {
    const fields = locks.action === 'All' ? undefined : locks.fields.map(pdfText)
    references.push(reference('FieldMDP', pdfDict({ Action: new PdfName(locks.action), Fields: fields })))
  }
  return references
}

/** The lock that whoever prepared a signature field wrote into it (ISO 32000-1 12.7.4.5), or undefined. */
export function lockOfField(view: PdfView, field: PdfDict): FieldLock | undefined {
  const lock = view.dict(field, 'Lock')
  if (!lock) return undefined
  const fields = view.array(lock, 'Fields').flatMap((item) => textOf(view.resolve(item)) ?? [])
  const action = nameOf(view.get(lock, 'Action'))
  return { action: action === 'Include' || action === 'Exclude' ? action : 'All', fields }
}

function reference(method: string, params: PdfDict): PdfDict {
  return pdfDict({
    Type: new PdfName('SigRef'),
    TransformMethod: new PdfName(method),
    TransformParams: new Map([...pdfDict({ Type: new PdfName('TransformParams'), V: new PdfName('1.2') }), ...params]),
  })
}

/** Names the certifying signature in the catalog. Refuses once anything is signed: a certification comes first. */
export function recordCertification(view: PdfView, increment: Increment, signature: PdfRef): void {
  const signed = readFormFields(view).some((field) => field.type === 'Sig' && field.value !== null)
  if (signed) refuse('conflict', 'pdf_already_signed')
  const root = view.trailer.get('Root')
  if (!(root instanceof PdfRef)) throw new Error('the catalog of an open file is always an object')
  const permissions = new Map(view.dict(view.catalog(), 'Perms') ?? []).set('DocMDP', signature)
  increment.replace(root, new Map(view.catalog()).set('Perms', permissions))
}
