import type { FormField } from '../../pdf/form-fields.ts'
import { PdfStream, type PdfDict } from '../../pdf/objects.ts'
import type { PdfView } from '../../pdf/pdf-view.ts'
import type { Comparison } from './comparison.ts'

/** Reports a field that was not prepared. Whether a new signature field is tolerable depends on its signature. */
export function reportNewField(comparison: Comparison, field: FormField): void {
  for (const { ref, dict } of [field, ...field.widgets]) {
    if (ref) comparison.seen.add(ref.num)
    for (const value of dict.values()) comparison.account(value)
  }
  if (field.type !== 'Sig')
    return comparison.report('added', 'field_added', `field ${field.name} was added`, field.name)
  const visible = field.widgets.some((widget) => isVisible(comparison.after, widget.dict))
  const code = field.value === null ? 'field_added' : visible ? 'signature_field_added' : 'invisible_signature_added'
  comparison.report('added', code, `signature field ${field.name} was added`, field.name)
}

/** True when a widget has an area and a picture to fill it with. */
export function isVisible(view: PdfView, widget: PdfDict): boolean {
  const edges = view.array(widget, 'Rect').map((edge) => view.resolve(edge))
  const [x1, y1, x2, y2] = edges.map((edge) => (typeof edge === 'number' ? edge : 0))
  const area = Math.abs((x2 ?? 0) - (x1 ?? 0)) * Math.abs((y2 ?? 0) - (y1 ?? 0))
  const look = view.get(view.dict(widget, 'AP'), 'N')
  return area > 0 && (!(look instanceof PdfStream) ? look !== null : look.raw.length > 0)
}

/** The share of an A4 page that a widget covers. */
export function shareOfPage(view: PdfView, widget: PdfDict): number {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = view
    .array(widget, 'Rect')
    .map((edge) => view.resolve(edge))
    .map((edge) => (typeof edge === 'number' ? edge : 0))
  return (Math.abs(x2 - x1) * Math.abs(y2 - y1)) / (595 * 842)
}
