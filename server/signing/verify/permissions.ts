import { dictOf, integerOf, nameOf, textOf, type PdfDict } from '../pdf/objects.ts'
import type { PdfView } from '../pdf/pdf-view.ts'
import type { FoundSignature } from './find-signatures.ts'

/** What a signature allows to happen after it. */
export interface Permissions {
  /** DocMDP level 1–3 of a certifying signature, else null. */
  certified: 1 | 2 | 3 | null
  /** True when the field may not change any more (FieldMDP). */
  locks(field: string): boolean
}

/** Reads the DocMDP and FieldMDP transforms of a signature's references (ISO 32000-1 12.8.2). */
export function permissionsOf(view: PdfView, found: FoundSignature): Permissions {
  const references = view.array(found.dict, 'Reference').map((item) => dictOf(view.resolve(item)))
  const params = (method: string) =>
    references
      .filter((reference) => nameOf(view.get(reference, 'TransformMethod')) === method)
      .map((reference) => view.dict(reference, 'TransformParams'))
  const docMdp = params('DocMDP')
  const level = integerOf(view.get(docMdp[0] ?? null, 'P')) ?? 2
  const certified = docMdp.length === 0 ? null : level === 1 || level === 3 ? level : 2
  const locks = params('FieldMDP').map((dict) => fieldLock(view, dict))
  return { certified, locks: (field) => locks.some((lock) => lock(field)) }
}

function fieldLock(view: PdfView, params: PdfDict | null): (field: string) => boolean {
  const action = nameOf(view.get(params, 'Action'))
  const names = view.array(params, 'Fields').map((item) => textOf(view.resolve(item)) ?? '')
  const listed = (field: string) => names.some((name) => field === name || field.startsWith(`${name}.`))
  if (action === 'Include') return listed
  return action === 'Exclude' ? (field) => !listed(field) : () => true
}
