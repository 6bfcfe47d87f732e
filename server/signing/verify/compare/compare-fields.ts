import type { FormField } from '../../pdf/form-fields.ts'
import { dictOf, integerOf, nameOf, PdfStream, PdfString, textOf, type PdfDict } from '../../pdf/objects.ts'
import { shownText } from './shown-text.ts'
import type { Comparison } from './comparison.ts'

/** What a widget may change when its field is filled or signed; `F` and `M` are judged apart. */
const FILLED_KEYS = ['V', 'AP', 'AS', 'F', 'M']
/** Print, locked, locked contents: flags that signing software sets and that hide nothing. */
const HARMLESS_FLAGS = 4 | 128 | 512

/** One field that both revisions have. */
export function compareField(comparison: Comparison, before: FormField, after: FormField): void {
  const { name } = after
  if (!isSameField(before, after))
    return comparison.report('forbidden', 'field_replaced', `field ${name} is another one`, name)
  compareFixedParts(comparison, before, after)
  const filled = !comparison.same(before.value, after.value)
  const redrawn = before.widgets.some((widget, i) => looksDifferent(comparison, widget.dict, after.widgets[i]!.dict))
  if (!filled && !redrawn) return
  for (const { dict } of [after, ...after.widgets]) for (const key of FILLED_KEYS) comparison.account(dict.get(key))
  if (after.type === 'Sig') judgeSigning(comparison, before, filled)
  else judgeFilling(comparison, after)
}

function isSameField(before: FormField, after: FormField): boolean {
  const sameObject = before.ref?.num === after.ref?.num
  return sameObject && before.type === after.type && before.widgets.length === after.widgets.length
}

/** Everything but value and look: name, place, flags, font. */
function compareFixedParts(comparison: Comparison, before: FormField, after: FormField): void {
  const { name } = after
  const pairs = [[before, after] as const, ...before.widgets.map((widget, i) => [widget, after.widgets[i]!] as const)]
  for (const [old, now] of pairs) {
    const changed = comparison.differingKeys(old.dict, now.dict, FILLED_KEYS)
    if (changed.length > 0)
      comparison.report('forbidden', 'field_changed', `/${changed.join(' /')} of field ${name}`, name)
    compareFlags(comparison, old.dict, now.dict, name)
  }
}

function looksDifferent(comparison: Comparison, before: PdfDict, after: PdfDict): boolean {
  return comparison.differingKeys(before, after).some((key) => key === 'AP' || key === 'AS')
}

function compareFlags(comparison: Comparison, before: PdfDict, after: PdfDict, name: string): void {
  const flags = [comparison.before.get(before, 'F'), comparison.after.get(after, 'F')].map(
    (value) => integerOf(value) ?? 0,
  )
  if (((flags[0]! ^ flags[1]!) & ~HARMLESS_FLAGS) !== 0)
    comparison.report('forbidden', 'field_changed', `visibility of field ${name} changed`, name)
}

/** A signature is put into an empty field once; its look never changes by itself. */
function judgeSigning(comparison: Comparison, before: FormField, filled: boolean): void {
  if (before.value === null && filled)
    comparison.report('permitted', 'field_signed', `field ${before.name} was signed`, before.name)
  else comparison.report('forbidden', 'signature_changed', `signature ${before.name} was altered`, before.name)
}

/**
 * A filled field must show what it holds: a look that says something else is the replace variant of the shadow attack.
 * Where the look cannot be read, the change counts as added content for a human to see.
 */
function judgeFilling(comparison: Comparison, after: FormField): void {
  const { name } = after
  const held = comparison.after.resolve(after.value)
  if (held instanceof Map || held instanceof PdfStream)
    return comparison.report('forbidden', 'field_changed', `field ${name} holds what no field may hold`, name)
  const value = textOf(held)
  if (after.type === 'Btn') return judgeButton(comparison, after)
  const looks = after.widgets.map((widget) => shownText(comparison.after, normalLook(comparison, widget.dict)))
  const wanted = bare(value ?? '')
  if (looks.every((look) => look !== null && bare(look) === wanted))
    comparison.report('permitted', 'field_filled', `field ${name} was filled`, name)
  else if (looks.some((look) => look !== null && bare(look) !== wanted))
    comparison.report('forbidden', 'field_look_differs', `field ${name} shows something else than it holds`, name)
  else comparison.report('added', 'field_look_unproven', `what field ${name} shows cannot be read`, name)
}

const bare = (text: string) => text.normalize('NFC').replace(/\s+/g, '')

function normalLook(comparison: Comparison, widget: PdfDict): PdfStream | null {
  const normal = comparison.after.get(comparison.after.dict(widget, 'AP'), 'N')
  return normal instanceof PdfStream ? normal : null
}

/** A check box shows the state that is its value, and its pictures stay. */
function judgeButton(comparison: Comparison, after: FormField): void {
  const value = comparison.after.resolve(after.value)
  const chosen = nameOf(value) ?? (value instanceof PdfString ? textOf(value) : null) ?? 'Off'
  const states = after.widgets.map((widget) => nameOf(comparison.after.get(dictOf(widget.dict), 'AS')) ?? 'Off')
  const consistent = states.every((state) => state === 'Off' || state === chosen)
  const level = consistent ? 'permitted' : 'added'
  comparison.report(level, 'field_filled', `button ${after.name} was set`, after.name)
}
