import { readFormFields, type FormField } from '../pdf/form-fields.ts'
import { dictOf, nameOf, PdfRef, type PdfDict } from '../pdf/objects.ts'
import type { PdfView } from '../pdf/pdf-view.ts'

/** One filled signature field and where its signature dictionary stands. */
export interface FoundSignature {
  field: FormField
  dict: PdfDict | null
  ref: PdfRef | null
  /** The signature dictionary's object: [offset, end) in the file, or null when it stands in no object of its own. */
  span: readonly [number, number] | null
  subFilter: string | null
  isTimestamp: boolean
}

/** All filled signature fields of the document, in field order. */
export function findSignatures(view: PdfView): FoundSignature[] {
  return readFormFields(view)
    .filter((field) => field.type === 'Sig' && field.value !== null)
    .map((field) => describe(view, field))
}

function describe(view: PdfView, field: FormField): FoundSignature {
  const dict = dictOf(view.resolve(field.value))
  const ref = field.value instanceof PdfRef ? field.value : field.ref
  const subFilter = nameOf(view.get(dict, 'SubFilter'))
  const isTimestamp = subFilter === 'ETSI.RFC3161' || nameOf(view.get(dict, 'Type')) === 'DocTimeStamp'
  return { field, dict, ref, span: spanOf(view, ref), subFilter, isTimestamp }
}

function spanOf(view: PdfView, ref: PdfRef | null): readonly [number, number] | null {
  const entry = ref ? view.file.entryOf(ref.num, view.index) : null
  if (entry?.kind !== 'at') return null
  const object = view.file.objectAt(entry.offset, view)
  return [object.offset, object.end]
}
