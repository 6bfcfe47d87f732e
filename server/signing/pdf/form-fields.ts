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

/** A form's terminal fields in order and the nodes above them. */
export interface Form {
  fields: FormField[]
  groups: { ref: PdfRef | null; dict: PdfDict }[]
}

/** The whole interactive form; empty where there is none. Refuses loops and forms beyond sane size. */
export function readForm(view: PdfView): Form {
  const walk: Walk = { view, fields: [], groups: [], seen: new Set() }
  for (const item of view.array(acroFormOf(view), 'Fields'))
    visit(item, { name: [], type: null, flags: 0, value: null }, walk)
  return { fields: walk.fields, groups: walk.groups }
}

/** All terminal fields of the interactive form in order; refuses what {@link readForm} refuses. */
export function readFormFields(view: PdfView): FormField[] {
  return readForm(view).fields
}

interface Walk extends Form {
  view: PdfView
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
  const ref = item instanceof PdfRef ? item : null
  if (subfields.length > 0) {
    walk.groups.push({ ref, dict })
    return subfields.forEach((kid) => visit(kid, own, walk))
  }
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
