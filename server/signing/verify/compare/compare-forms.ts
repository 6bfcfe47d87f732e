import { acroFormOf, type Form, type FormField } from '../../pdf/form-fields.ts'
import { PdfRef, type PdfDict } from '../../pdf/objects.ts'
import { compareField } from './compare-fields.ts'
import type { Comparison } from './comparison.ts'
import { reportNewField } from './new-field.ts'

const JUDGED_KEYS = ['Fields', 'SigFlags', 'NeedAppearances', 'DR', 'DA']

/** The interactive form: prepared fields may be filled and signed; the form around them stays what it was. */
export function compareForms(comparison: Comparison, before: Form, after: Form): void {
  const dicts = { before: acroFormOf(comparison.before) ?? new Map(), after: acroFormOf(comparison.after) ?? new Map() }
  for (const key of comparison.differingKeys(dicts.before, dicts.after, JUDGED_KEYS))
    comparison.report('forbidden', 'form_changed', `/${key} of the form changed`)
  compareDefaults(comparison, dicts.before, dicts.after)
  compareGroups(comparison, before, after)
  const fields = dicts.after.get('Fields')
  if (fields instanceof PdfRef) comparison.seen.add(fields.num)
  const known = new Set<FormField>()
  for (const field of before.fields) {
    const now = after.fields.find((one) => one.name === field.name && !known.has(one))
    if (!now) comparison.report('forbidden', 'field_removed', `field ${field.name} is gone`, field.name)
    else {
      known.add(now)
      compareField(comparison, field, now)
    }
  }
  for (const field of after.fields) if (!known.has(field)) reportNewField(comparison, field)
}

function compareDefaults(comparison: Comparison, before: PdfDict, after: PdfDict): void {
  const needs = comparison.after.get(after, 'NeedAppearances')
  if (needs === true && comparison.before.get(before, 'NeedAppearances') !== true)
    comparison.report('forbidden', 'form_changed', 'viewers are told to redraw the fields')
  if (before.has('DA') && !comparison.same(before.get('DA'), after.get('DA'), 'DA'))
    comparison.report('permitted', 'form_defaults_changed', 'the default look of fields changed')
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

function compareGroups(comparison: Comparison, before: Form, after: Form): void {
  for (const group of before.groups) {
    const now = after.groups.find((one) => one.ref?.num === group.ref?.num)
    if (!now || comparison.differingKeys(group.dict, now.dict, ['Kids']).length > 0)
      comparison.report('forbidden', 'field_group_changed', 'a group of fields changed')
  }
}
