import type { Rect } from './appearance/seal-rect.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { acroFormOf, readFormFields } from './pdf/form-fields.ts'
import type { Increment } from './pdf/increment.ts'
import { pdfDict, PdfName, PdfRef, pdfText, type PdfDict } from './pdf/objects.ts'
import { pageNumbered } from './pdf/page-tree.ts'
import type { PdfView } from './pdf/pdf-view.ts'
import { appendAnnotations, replaceForm } from './prepare-fields.ts'

/** Where a field that nobody prepared is to stand; a rectangle without area shows nothing. */
export interface FieldPlace {
  page: number
  rect: Rect
}

const PRINT_AND_LOCKED = 4 | 128
const APPEND_ONLY = 3

/**
 * Makes room in form and page for a signature field that comes with its signature, in one revision. Answers the new
 * field, which the caller writes. Refuses `field_exists` and `page_missing`.
 */
export function newSignatureField(
  view: PdfView,
  increment: Increment,
  wish: { field: string; place: FieldPlace },
): { ref: PdfRef; dict: PdfDict } {
  const { field, place } = wish
  if (readFormFields(view).some(({ name }) => name === field)) refuse('conflict', 'field_exists', { field })
  const page = pageNumbered(view, place.page) ?? refuse('invalid', 'page_missing', { page: place.page })
  const ref = increment.reserve()
  const dict = pdfDict({
    Type: new PdfName('Annot'),
    Subtype: new PdfName('Widget'),
    FT: new PdfName('Sig'),
    T: pdfText(field),
    F: PRINT_AND_LOCKED,
    P: page.ref,
    Rect: [...place.rect],
  })
  appendAnnotations(view, increment, [{ page, ref }])
  listInForm(view, increment, ref)
  return { ref, dict }
}

/** Rewrites the list of fields where it is an object of its own, and the form where that has to change. */
function listInForm(view: PdfView, increment: Increment, ref: PdfRef): void {
  const known = acroFormOf(view)
  const form: PdfDict = new Map(known ?? [])
  const list = form.get('Fields')
  const fields = [...view.array(form, 'Fields'), ref]
  if (list instanceof PdfRef) increment.replace(list, fields)
  else form.set('Fields', fields)
  const ready = view.get(form, 'SigFlags') === APPEND_ONLY && !form.has('NeedAppearances')
  if (list instanceof PdfRef && ready) return
  form.delete('NeedAppearances')
  replaceForm(view, increment, form.set('SigFlags', APPEND_ONLY))
}

/** The first empty signature field of our own kind, or null. */
export function emptySignatureField(view: PdfView): string | null {
  const empty = readFormFields(view).filter(({ type, value }) => type === 'Sig' && value === null)
  return empty.find(({ ref, dict, widgets }) => ref !== null && widgets[0]?.dict === dict)?.name ?? null
}

/** `Signature1`, `Signature2` … whichever is the first that no field has. */
export function freeFieldName(view: PdfView): string {
  const taken = new Set(readFormFields(view).map(({ name }) => name))
  for (let number = 1; ; number++) if (!taken.has(`Signature${number}`)) return `Signature${number}`
}
