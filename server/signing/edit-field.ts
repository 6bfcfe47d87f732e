import { refuse } from '#server/kernel/refusal.ts'
import type { Rect } from './appearance/seal-rect.ts'
import { addTextAppearance } from './appearance/text-line.ts'
import { acroFormOf, readFormFields, type FormField } from './pdf/form-fields.ts'
import type { Increment } from './pdf/increment.ts'
import { integerOf, pdfDict, pdfText, textOf, type PdfDict, type PdfRef, type PdfValue } from './pdf/objects.ts'
import type { PdfView } from './pdf/pdf-view.ts'
import type { TextFill } from './prepare-signature.ts'

/** A field of our own making: one object that is field and widget at once. */
export interface OneWidgetField {
  field: FormField
  ref: PdfRef
  widget: PdfDict
}

/** The prepared field of this name and type; refuses `field_missing`, also when field and widget are not one object. */
export function requireField(view: PdfView, name: string, type: 'Sig' | 'Tx'): OneWidgetField {
  const field = readFormFields(view).find((one) => one.name === name && one.type === type)
  const widget = field?.widgets[0]
  if (!field?.ref || !widget || field.widgets.length !== 1 || widget.dict !== field.dict)
    return refuse('invalid', 'field_missing', { field: name })
  return { field, ref: field.ref, widget: widget.dict }
}

/** A copy of a dictionary with these entries set; undefined ones are left as they are. */
export function withEntries(dict: PdfDict, entries: Record<string, PdfValue | undefined>): PdfDict {
  return new Map([...dict, ...pdfDict(entries)])
}

/** A widget's rectangle, its corners in order. */
export function rectOf(view: PdfView, widget: PdfDict): Rect {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = view
    .array(widget, 'Rect')
    .map((edge) => view.resolve(edge))
    .map((edge) => (typeof edge === 'number' ? edge : 0))
  return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)]
}

/** A widget's width and height in points. */
export function sizeOf(view: PdfView, widget: PdfDict): { width: number; height: number } {
  const [left, bottom, right, top] = rectOf(view, widget)
  return { width: right - left, height: top - bottom }
}

/** Gives a prepared text field its value and, always with it, the appearance that shows that value. */
export function fillTextField(view: PdfView, increment: Increment, fill: TextFill): void {
  const { ref, widget } = requireField(view, fill.field, 'Tx')
  const look = textOf(view.get(widget, 'DA')) ?? textOf(view.get(acroFormOf(view), 'DA')) ?? ''
  const size = Number(/([\d.]+)\s+Tf/.exec(look)?.[1] ?? 13)
  const align = (['left', 'center', 'right'] as const)[integerOf(view.get(widget, 'Q')) ?? 0] ?? 'left'
  const style = fill.style ?? 'regular'
  const line = { text: fill.value, style, size: size > 0 ? size : 13, align }
  const appearance = addTextAppearance(increment, line, sizeOf(view, widget))
  increment.replace(ref, withEntries(widget, { V: pdfText(fill.value), AP: pdfDict({ N: appearance }) }))
}

/** Moves a prepared widget. Refuses once anything in the file is signed. */
export function moveWidget(view: PdfView, increment: Increment, move: { field: string; rect: Rect }): void {
  const signed = readFormFields(view).some((field) => field.type === 'Sig' && field.value !== null)
  if (signed) refuse('conflict', 'pdf_already_signed')
  const { ref, widget } = requireField(view, move.field, 'Sig')
  const rect = move.rect.map((edge) => Math.round(edge * 100) / 100)
  increment.replace(ref, withEntries(widget, { Rect: rect, AP: undefined }))
}
