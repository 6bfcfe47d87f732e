import { dictOf, nameOf, PdfRef, textOf, type PdfDict } from '../pdf/objects.ts'
import type { PdfView } from '../pdf/pdf-view.ts'
import type { FoundSignature } from './find-signatures.ts'

/** What a signature allows to happen after it. */
export interface Permissions {
  /** DocMDP level 1–3 of a certifying signature, else null. */
  certified: 1 | 2 | 3 | null
  /** True when the field may not change any more (FieldMDP). */
  locks(field: string): boolean
}

/**
 * What a signature allows, as of the revision it signed: the DocMDP and FieldMDP transforms of its references (ISO 32000-1
 * 12.8.2), and the lock of its field, which the signing program should have copied there. Of several the strictest counts.
 */
export function permissionsOf(view: PdfView, found: FoundSignature): Permissions {
  const references = view.array(found.dict, 'Reference').map((item) => dictOf(view.resolve(item)))
  const params = (method: string) =>
    references
      .filter((reference) => nameOf(view.get(reference, 'TransformMethod')) === method)
      .map((reference) => view.dict(reference, 'TransformParams'))
  const lock = lockOf(view, found)
  const levels = [
    ...params('DocMDP').map((dict) => certifiedLevel(view, dict)),
    ...(lock?.has('P') ? [certifiedLevel(view, lock)] : []),
  ]
  if (levels.length === 0 && isCertification(view, found)) levels.push(2)
  const locks = [...params('FieldMDP'), ...(lock ? [lock] : [])].map((dict) => fieldLock(view, dict))
  return {
    certified: levels.length === 0 ? null : (Math.min(...levels) as 1 | 2 | 3),
    locks: (field) => locks.some((one) => one(field)),
  }
}

/** The level that transform parameters state: 2 when they state none, the strictest when they state nonsense. */
function certifiedLevel(view: PdfView, params: PdfDict | null): number {
  const level = view.get(params, 'P')
  return level === null || level === 2 ? 2 : level === 3 ? 3 : 1
}

function lockOf(view: PdfView, { field }: FoundSignature): PdfDict | null {
  const dict = field.ref ? dictOf(view.object(field.ref.num)) : field.dict
  return view.dict(dict, 'Lock')
}

/** True when the catalog names it as the certifying one. */
function isCertification(view: PdfView, { ref }: FoundSignature): boolean {
  const named = view.dict(view.catalog(), 'Perms')?.get('DocMDP')
  return named instanceof PdfRef && named.num === ref?.num
}

function fieldLock(view: PdfView, params: PdfDict | null): (field: string) => boolean {
  const action = nameOf(view.get(params, 'Action'))
  const names = view.array(params, 'Fields').map((item) => textOf(view.resolve(item)) ?? '')
  const listed = (field: string) => names.some((name) => field === name || field.startsWith(`${name}.`))
  if (action === 'Include') return listed
  return action === 'Exclude' ? (field) => !listed(field) : () => true
}
