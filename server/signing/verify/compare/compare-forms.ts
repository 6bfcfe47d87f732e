import { acroFormOf, type Form, type FormField } from '../../pdf/form-fields.ts'
import { PdfRef, type PdfDict } from '../../pdf/objects.ts'
import { compareField } from './compare-fields.ts'
import type { Comparison } from './comparison.ts'
import type { WidgetPlaces } from './widget-places.ts'
import { reportNewField } from './new-field.ts'

type Sides<T> = { before: T; after: T }

const JUDGED_KEYS = ['Fields', 'SigFlags', 'NeedAppearances', 'DR', 'DA']

/** The interactive form: prepared fields may be filled and signed; the form around them stays what it was. */
export function compareForms(comparison: Comparison, { before, after }: Sides<Form>, places: WidgetPlaces): void {
  const dicts = { before: acroFormOf(comparison.before) ?? new Map(), after: acroFormOf(comparison.after) ?? new Map() }
  for (const key of comparison.differingKeys(dicts.before, dicts.after, JUDGED_KEYS))
    comparison.report('forbidden', 'form_changed', `/${key} of the form changed`)
  compareDefaults(comparison, dicts.before, dicts.after)
  compareGroups(comparison, before, after)
  const fields = dicts.after.get('Fields')
  if (fields instanceof PdfRef) comparison.seen.add(fields.num)
  compareFields(comparison, { before, after }, places)
}

/** Fields are the same by their object, and only those written in place by their name. */
function compareFields(comparison: Comparison, { before, after }: Sides<Form>, places: WidgetPlaces): void {
  const rest = new Map<string, FormField[]>()
  for (const field of after.fields)
    (rest.get(keyOf(field)) ?? rest.set(keyOf(field), []).get(keyOf(field))!).push(field)
  for (const group of rest.values()) group.reverse()
  for (const field of before.fields) {
    const now = rest.get(keyOf(field))?.pop()
    if (now) compareField(comparison, field, now, places)
    else
      comparison.reportOn(field, { level: 'forbidden', code: 'field_removed', detail: `field ${field.name} is gone` })
  }
  const names = new Set(before.fields.map(({ name }) => name))
  for (const field of [...rest.values()].flat()) {
    reportNewField(comparison, field, names.has(field.name), places)
    names.add(field.name)
  }
}

const keyOf = ({ ref, name }: FormField): string => (ref ? `#${ref.num}` : `.${name}`)

function compareDefaults(comparison: Comparison, before: PdfDict, after: PdfDict): void {
  const needs = comparison.after.get(after, 'NeedAppearances') === true
  if (needs && comparison.before.get(before, 'NeedAppearances') !== true)
    comparison.report('forbidden', 'form_changed', 'viewers are told to redraw the fields')
  if (!comparison.same(before.get('DA'), after.get('DA'), 'DA') && (needs || before.has('DA')))
    comparison.report(needs ? 'forbidden' : 'permitted', 'form_defaults_changed', 'the default look of fields changed')
  if (!grownOnly(comparison, comparison.before.dict(before, 'DR'), comparison.after.dict(after, 'DR')))
    comparison.report('forbidden', 'form_changed', 'resources of the form were replaced')
  comparison.account(after.get('DR'))
}

/** Resources may be added, none replaced: an old field's look may depend on them. */
function grownOnly(comparison: Comparison, before: PdfDict | null, after: PdfDict | null): boolean {
  return [...(before ?? [])].every(([key, value]) => {
    const kinds = [comparison.before.dict(before, key), comparison.after.dict(after, key)] as const
    if (!kinds[0] || !kinds[1]) return comparison.same(value, after?.get(key), key)
    return [...kinds[0]].every(([name, entry]) => comparison.same(entry, kinds[1]!.get(name), key))
  })
}

/** Groups are the same by their object; those written in place, by their order. */
function compareGroups(comparison: Comparison, before: Form, after: Form): void {
  const numbered = new Map(after.groups.map((group) => [group.ref?.num, group]))
  const direct = after.groups.filter(({ ref }) => !ref)[Symbol.iterator]()
  for (const group of before.groups) {
    const now = group.ref ? numbered.get(group.ref.num) : direct.next().value
    if (!now || comparison.differingKeys(group.dict, now.dict, ['Kids']).length > 0)
      comparison.report('forbidden', 'field_group_changed', 'a group of fields changed')
  }
}
