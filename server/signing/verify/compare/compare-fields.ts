import type { FormField } from '../../pdf/form-fields.ts'
import { integerOf, type PdfDict } from '../../pdf/objects.ts'
import type { Comparison } from './comparison.ts'
import { judgeFilling } from './judge-filling.ts'
import type { WidgetPlaces } from './widget-places.ts'

/** What a widget may change when its field is filled or signed; `F` and `M` are judged apart. */
const FILLED_KEYS = ['V', 'AP', 'AS', 'F', 'M']
/** Print, locked, locked contents: flags that signing software sets and that hide nothing. */
const HARMLESS_FLAGS = 4 | 128 | 512
/** A prepared field that is larger hides the page when it is filled. */
const LARGEST_SHARE_OF_PAGE = 0.5

/** One field that both revisions have. */
export function compareField(comparison: Comparison, before: FormField, after: FormField, places: WidgetPlaces): void {
  if (!isSameField(before, after))
    return comparison.reportOn(before, {
      level: 'forbidden',
      code: 'field_replaced',
      detail: `field ${before.name} is another one`,
    })
  const filled = !comparison.same(before.value, after.value)
  const redrawn = before.widgets.some((widget, i) => looksDifferent(comparison, widget.dict, after.widgets[i]!.dict))
  const signs = after.type === 'Sig' && before.value === null && filled
  compareFixedParts(comparison, before, after, signs ? [...FILLED_KEYS, ...locksAdded(before)] : FILLED_KEYS)
  if (!filled && !redrawn) return
  for (const { dict } of [after, ...after.widgets]) for (const key of FILLED_KEYS) comparison.account(dict.get(key))
  reportCovering(comparison, after, places)
  if (after.type !== 'Sig') return comparison.reportOn(after, judgeFilling(comparison, { before, after, filled }))
  judgeSigning(comparison, before, signs)
}

function isSameField(before: FormField, after: FormField): boolean {
  const sameObject = before.ref?.num === after.ref?.num && before.name === after.name
  return sameObject && before.type === after.type && before.widgets.length === after.widgets.length
}

/** Signing programs write the lock that the signer asked for into the field that they sign; one that stood there stays. */
const locksAdded = (before: FormField): string[] => (before.dict.has('Lock') ? [] : ['Lock'])

/** Everything but value and look: name, place, flags, font. */
function compareFixedParts(comparison: Comparison, before: FormField, after: FormField, free: readonly string[]): void {
  const pairs = [[before, after] as const, ...before.widgets.map((widget, i) => [widget, after.widgets[i]!] as const)]
  for (const [old, now] of pairs) {
    const changed = comparison.differingKeys(old.dict, now.dict, free)
    if (visibilityChanged(comparison, old.dict, now.dict)) changed.push('F')
    if (changed.length > 0)
      comparison.reportOn(after, {
        level: 'forbidden',
        code: 'field_changed',
        detail: `/${changed.join(' /')} of field ${after.name}`,
      })
  }
}

function looksDifferent(comparison: Comparison, before: PdfDict, after: PdfDict): boolean {
  return comparison.differingKeys(before, after).some((key) => key === 'AP' || key === 'AS')
}

function visibilityChanged(comparison: Comparison, before: PdfDict, after: PdfDict): boolean {
  const [old, now] = [comparison.before.get(before, 'F'), comparison.after.get(after, 'F')].map(
    (value) => integerOf(value) ?? 0,
  )
  return ((old! ^ now!) & ~HARMLESS_FLAGS) !== 0
}

function reportCovering(comparison: Comparison, field: FormField, places: WidgetPlaces): void {
  const large = field.widgets.some(
    (widget) => widget.ref && places.shareOfPage(widget.ref.num, widget.dict) > LARGEST_SHARE_OF_PAGE,
  )
  if (!large) return
  const detail = `field ${field.name} covers much of a page`
  comparison.reportOn(field, { level: 'added', code: 'field_covers_page', detail })
}

/** A signature is put into an empty field once; its look never changes by itself. */
function judgeSigning(comparison: Comparison, before: FormField, signs: boolean): void {
  const { name } = before
  if (signs)
    comparison.reportOn(before, { level: 'permitted', code: 'field_signed', detail: `field ${name} was signed` })
  else
    comparison.reportOn(before, {
      level: 'forbidden',
      code: 'signature_changed',
      detail: `signature ${name} was altered`,
    })
}
