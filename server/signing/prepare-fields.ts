import { refuse } from '#server/kernel/refusal.ts'
import { addEmptyAppearance } from './appearance/picture.ts'
import type { Rect } from './appearance/seal-rect.ts'
import { asRefusal, openForSigning } from './open-for-signing.ts'
import { bufferSource } from './pdf/byte-source.ts'
import { acroFormOf, readFormFields } from './pdf/form-fields.ts'
import { Increment } from './pdf/increment.ts'
import { pdfDict, PdfName, PdfRef, pdfText, type PdfDict, type PdfValue } from './pdf/objects.ts'
import { pageNumbered, type PdfPage } from './pdf/page-tree.ts'
import type { PdfView } from './pdf/pdf-view.ts'

/** One field to prepare: where it stands (page from 1, rectangle in points) and, for text, how it is set. */
export interface FieldWish {
  name: string
  type: 'text' | 'signature'
  page: number
  rect: Rect
  size?: number
  align?: 'left' | 'center' | 'right'
}

const PRINT = 4
const SIGNATURES_EXIST_APPEND_ONLY = 3
const ALIGN = { left: 0, center: 1, right: 2 }

/**
 * The bytes to append to an unsigned PDF so that it carries these empty fields. Done before the first signature,
 * because a validator takes a field that comes later for a change. Refuses a signed file, a name that is taken, a
 * page that is not there.
 */
export function prepareFields(base: Uint8Array, wishes: FieldWish[]): Buffer {
  const file = openForSigning(bufferSource(base))
  return asRefusal(() => {
    const view = file.view()
    assertFree(view, wishes)
    const increment = new Increment(file)
    const placed = wishes.map((wish) => {
      const page = pageNumbered(view, wish.page) ?? refuse('invalid', 'page_missing', { page: wish.page })
      return { page, ref: addWidget(increment, wish, page.ref) }
    })
    for (const here of Map.groupBy(placed, (one) => one.page.ref.num).values()) appendAnnotations(view, increment, here)
    extendForm(
      view,
      increment,
      placed.map((one) => one.ref),
    )
    return increment.finish()
  })
}

function assertFree(view: PdfView, wishes: FieldWish[]): void {
  const fields = readFormFields(view)
  if (fields.some((field) => field.type === 'Sig' && field.value !== null)) refuse('conflict', 'pdf_already_signed')
  const taken = wishes.find((wish) => fields.some((field) => field.name === wish.name))
  if (taken) refuse('conflict', 'field_exists', { field: taken.name })
}

function addWidget(increment: Increment, wish: FieldWish, page: PdfRef): PdfRef {
  const box = { width: wish.rect[2] - wish.rect[0], height: wish.rect[3] - wish.rect[1] }
  const text = wish.type === 'text'
  return increment.add(
    pdfDict({
      Type: new PdfName('Annot'),
      Subtype: new PdfName('Widget'),
      FT: new PdfName(text ? 'Tx' : 'Sig'),
      T: pdfText(wish.name),
      F: PRINT,
      P: page,
      Rect: [...wish.rect],
      DA: text ? pdfText(`/TiRo ${wish.size ?? 13} Tf 0 g`) : undefined,
      Q: text ? ALIGN[wish.align ?? 'center'] : undefined,
      AP: pdfDict({ N: addEmptyAppearance(increment, box) }),
    }),
  )
}

/** Puts widgets on their page; rewrites the array of annotations where it is an object of its own, else the page. */
export function appendAnnotations(view: PdfView, increment: Increment, placed: { page: PdfPage; ref: PdfRef }[]): void {
  const { page } = placed[0]!
  const annots = page.dict.get('Annots')
  const list = [...view.array(page.dict, 'Annots'), ...placed.map((one) => one.ref)]
  if (annots instanceof PdfRef) increment.replace(annots, list)
  else increment.replace(page.ref, new Map(page.dict).set('Annots', list))
}

function extendForm(view: PdfView, increment: Increment, added: PdfRef[]): void {
  const form: PdfDict = new Map(acroFormOf(view) ?? [])
  form.delete('NeedAppearances')
  const fields = view.array(form, 'Fields')
  form.set('Fields', [...fields, ...added] satisfies PdfValue[])
  form.set('SigFlags', SIGNATURES_EXIST_APPEND_ONLY)
  form.set('DR', withTimes(view, increment, form))
  replaceForm(view, increment, form)
}

/** Field text needs a font that the form's resources name; a standard one, as its real look is always drawn. */
function withTimes(view: PdfView, increment: Increment, form: PdfDict): PdfDict {
  const resources: PdfDict = new Map(view.dict(form, 'DR') ?? [])
  const fonts: PdfDict = new Map(view.dict(resources, 'Font') ?? [])
  const times = { Type: new PdfName('Font'), Subtype: new PdfName('Type1'), BaseFont: new PdfName('Times-Roman') }
  if (!fonts.has('TiRo'))
    fonts.set('TiRo', increment.add(pdfDict({ ...times, Encoding: new PdfName('WinAnsiEncoding') })))
  return resources.set('Font', fonts)
}

/** Writes a newer version of the interactive form: its own object where it has one, else inside the catalog. */
export function replaceForm(view: PdfView, increment: Increment, form: PdfDict): void {
  const known = view.catalog().get('AcroForm')
  if (known instanceof PdfRef) return increment.replace(known, form)
  const root = view.trailer.get('Root')
  if (!(root instanceof PdfRef)) throw new Error('the catalog of an open file is always an object')
  increment.replace(root, new Map(view.catalog()).set('AcroForm', increment.add(form)))
}
