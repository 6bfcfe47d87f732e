import { dictOf, integerOf, nameOf, PdfRef, textOf, type PdfDict, type PdfValue } from './objects.ts'
import { PdfProblem } from './pdf-problem.ts'
import type { PdfView } from './pdf-view.ts'

/** One terminal form field with its inherited attributes. */
export interface FormField {
  /** Fully qualified: the partial names joined by dots. */
  name: string
  ref: PdfRef | null
  dict: PdfDict
  type: string | null
  flags: number
  value: PdfValue
  /** Its widgets: the field itself when merged, else its kids. */
  widgets: { ref: PdfRef | null; dict: PdfDict }[]
}

const MAX_FIELDS = 20_000
const MAX_FIELD_DEPTH = 32

interface Inherited {
  name: string[]
  type: string | null
  flags: number
  value: PdfValue
}

/** The document's interactive form, or null. */
export function acroFormOf(view: PdfView): PdfDict | null {
  return view.dict(view.catalog(), 'AcroForm')
}

/** All terminal fields of the interactive form in order. Refuses loops and forms beyond sane size. */
export function readFormFields(view: PdfView): FormField[] {
  const fields: FormField[] = []
  const seen = new Set<number>()
  for (const item of view.array(acroFormOf(view), 'Fields'))
    visit(item, { name: [], type: null, flags: 0, value: null }, { view, fields, seen })
  return fields
}

interface Walk {
  view: PdfView
  fields: FormField[]
  seen: Set<number>
}

function visit(item: PdfValue, above: Inherited, walk: Walk): void {
  const { view, fields, seen } = walk
  const dict = dictOf(view.resolve(item))
  if (!dict) return
  if (item instanceof PdfRef) {
    if (seen.has(item.num)) throw new PdfProblem('broken_structure', 'the form lists one field twice')
    seen.add(item.num)
  }
  if (above.name.length > MAX_FIELD_DEPTH || fields.length > MAX_FIELDS)
    throw new PdfProblem('broken_structure', 'the form is too deep or too large')
  const own = inherit(view, dict, above)
  const kids = view.array(dict, 'Kids')
  const subfields = kids.filter((kid) => dictOf(view.resolve(kid))?.has('T'))
  if (subfields.length > 0) return subfields.forEach((kid) => visit(kid, own, walk))
  const ref = item instanceof PdfRef ? item : null
  const widgets = kids.length > 0 ? widgetsOf(view, kids) : [{ ref, dict }]
  fields.push({ name: own.name.join('.'), ref, dict, type: own.type, flags: own.flags, value: own.value, widgets })
}

function inherit(view: PdfView, dict: PdfDict, above: Inherited): Inherited {
  const partial = textOf(view.get(dict, 'T'))
  return {
    name: partial === null ? above.name : [...above.name, partial],
    type: nameOf(view.get(dict, 'FT')) ?? above.type,
    flags: integerOf(view.get(dict, 'Ff')) ?? above.flags,
    value: dict.get('V') ?? above.value,
  }
}

function widgetsOf(view: PdfView, kids: PdfValue[]): { ref: PdfRef | null; dict: PdfDict }[] {
  return kids.flatMap((kid) => {
    const dict = dictOf(view.resolve(kid))
    return dict ? [{ ref: kid instanceof PdfRef ? kid : null, dict }] : []
  })
}
