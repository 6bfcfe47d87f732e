import type { FormField } from '../../pdf/form-fields.ts'
import { integerOf, PdfStream, type PdfDict } from '../../pdf/objects.ts'
import type { PdfView } from '../../pdf/pdf-view.ts'
import type { Change, Comparison } from './comparison.ts'
import { areaOf, type WidgetPlaces } from './widget-places.ts'

const LARGEST_SHARE_OF_PAGE = 0.1

/**
 * Reports a field that was not prepared. Whether a new signature field is tolerable depends on its signature; what it
 * may look like and carry is decided here.
 */
export function reportNewField(comparison: Comparison, field: FormField, taken: boolean, places: WidgetPlaces): void {
  for (const { ref, dict } of [field, ...field.widgets]) {
    if (ref) comparison.seen.add(ref.num)
    for (const value of dict.values()) comparison.account(value)
  }
  const { name } = field
  if (taken)
    comparison.reportOn(field, { level: 'forbidden', code: 'field_name_taken', detail: `a second field ${name}` })
  else if (acts(field))
    comparison.reportOn(field, { level: 'forbidden', code: 'action_added', detail: `field ${name} acts` })
  else
    comparison.reportOn(field, {
      level: 'added',
      detail: `field ${name} was added`,
      ...kindOf(comparison.after, field, places),
    })
}

function acts(field: FormField): boolean {
  return [field, ...field.widgets].some(({ dict }) => dict.has('A') || dict.has('AA'))
}

function kindOf(view: PdfView, field: FormField, places: WidgetPlaces): Pick<Change, 'code' | 'modest'> {
  if (field.type !== 'Sig' || field.value === null) return { code: 'field_added' }
  const visible = field.widgets.some((widget) => isVisible(view, widget.dict))
  const modest = isPlain(view, field) && (!visible || isModest(view, field, places))
  return { code: visible ? 'signature_field_added' : 'invisible_signature_added', modest }
}

/** What signing programs write into a field of theirs; anything more may draw or do something. */
const PLAIN_KEYS = new Set(
  'Type Subtype FT T TU TM V F Ff P Rect AP AS Lock SV M NM DA DR Q MK Border BS H C Contents Kids Parent StructParent'.split(
    ' ',
  ),
)

function isPlain(view: PdfView, field: FormField): boolean {
  const keys = [field, ...field.widgets].flatMap(({ dict }) => [...dict.keys()])
  return keys.every((key) => PLAIN_KEYS.has(key)) && field.widgets.length === 1 && !isHidden(view, field)
}

const HIDDEN = 2 | 32

function isHidden(view: PdfView, { widgets }: FormField): boolean {
  return widgets.some(({ dict }) => isVisible(view, dict) && ((integerOf(view.get(dict, 'F')) ?? 0) & HIDDEN) !== 0)
}

/** One small upright picture on one upright page. */
function isModest(view: PdfView, { widgets }: FormField, places: WidgetPlaces): boolean {
  const [widget] = widgets
  if (!widget?.ref || places.turnOf(widget.dict) !== 0 || !isUpright(view, widget.dict)) return false
  return (
    places.standsUpright(widget.ref.num) && places.shareOfPage(widget.ref.num, widget.dict) <= LARGEST_SHARE_OF_PAGE
  )
}

/** The look's own matrix may move and scale, not turn: a turned picture reads as another text. */
function isUpright(view: PdfView, widget: PdfDict): boolean {
  const look = view.get(view.dict(widget, 'AP'), 'N')
  const [, b, c] = look instanceof PdfStream ? view.array(look.dict, 'Matrix').map((item) => view.resolve(item)) : []
  return (b ?? 0) === 0 && (c ?? 0) === 0
}

/** True when a widget has an area and something that a viewer might fill it with. */
export function isVisible(view: PdfView, widget: PdfDict): boolean {
  const edges = view.array(widget, 'Rect').map((edge) => view.resolve(edge))
  if (areaOf(edges.map((edge) => (typeof edge === 'number' ? edge : 0))) === 0) return false
  const looks = [...(view.dict(widget, 'AP')?.values() ?? [])].map((look) => view.resolve(look))
  const drawn = looks.some((look) => (look instanceof PdfStream ? look.raw.length > 0 : look !== null))
  return drawn || ['BG', 'BC', 'CA', 'I'].some((key) => view.dict(widget, 'MK')?.has(key))
}
