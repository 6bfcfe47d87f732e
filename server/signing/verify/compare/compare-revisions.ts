import type { Form } from '../../pdf/form-fields.ts'
import { isStructural } from '../../pdf/containers.ts'
import { PdfRef, PdfString, type PdfDict, type PdfValue } from '../../pdf/objects.ts'
import { PdfProblem } from '../../pdf/pdf-problem.ts'
import { compareForms } from './compare-forms.ts'
import { comparePages } from './compare-pages.ts'
import { Comparison, type Change, type Ground } from './comparison.ts'
import type { History } from './history.ts'
import { reportInformation, reportMetadata } from './metadata.ts'
import { reportValidationData } from './validation-data.ts'

const SECTION_KEYS = ['Prev', 'XRefStm', 'Type', 'W', 'Index', 'Filter', 'DecodeParms', 'Length', 'Size', 'DocChecksum']

/**
 * What revision `index` changed against the one before it, object by object, from the trailer down. Everything that
 * no rule allows is `forbidden`; a revision that cannot be read is forbidden as a whole.
 */
export function compareWithPrevious(history: History, index: number): Change[] {
  try {
    return compareAll(history, index)
  } catch (error) {
    if (!(error instanceof PdfProblem) || error.code === 'too_large') throw error
    return [{ level: 'forbidden', code: 'revision_unreadable', detail: error.message }]
  }
}

function compareAll(history: History, index: number): Change[] {
  const pages = { before: history.pages(index - 1), after: history.pages(index) }
  const forms = { before: history.form(index - 1), after: history.form(index) }
  const ground = groundOf(history, index)
  const comparison = new Comparison(ground)
  compareTrailers(comparison)
  compareCatalogs(comparison)
  compareForms(comparison, forms, history.places(index))
  comparePages(comparison, pages, newWidgets(forms))
  reportUnseen(comparison, history.index.changed[index]!, ground)
  return comparison.changes
}

/** Widgets of fields that came with this revision: their place is judged with the field. */
function newWidgets(forms: { before: Form; after: Form }): Set<number> {
  const widgetsOf = ({ fields }: Form) => fields.flatMap(({ widgets }) => widgets.map(({ ref }) => ref?.num ?? -1))
  const known = new Set(widgetsOf(forms.before))
  return new Set(widgetsOf(forms.after).filter((num) => !known.has(num)))
}

/**
 * Only what was a page, a field or the catalog *before* has rules of its own: an attacker may make anything a field
 * afterwards.
 */
function groundOf(history: History, index: number): Ground {
  const [before, after] = [history.file.view(index - 1), history.file.view(index)]
  const own = new Set<number | undefined>([
    refOf(before.trailer, 'Root')?.num,
    refOf(before.catalog(), 'AcroForm')?.num,
  ])
  const { fields, groups } = history.form(index - 1)
  for (const { ref } of groups) own.add(ref?.num)
  for (const { ref, widgets } of fields) for (const one of [{ ref }, ...widgets]) own.add(one.ref?.num)
  const pages = history.pages(index - 1)
  const isBoundary = (num: number) => own.has(num) || pages.nodes.has(num) || pages.numbers.has(num)
  return { before, after, affected: history.affected(index, isBoundary), isBoundary }
}

function refOf(dict: PdfDict, key: string): PdfRef | null {
  const value = dict.get(key)
  return value instanceof PdfRef ? value : null
}

function compareTrailers(comparison: Comparison): void {
  const [before, after] = [comparison.before.trailer, comparison.after.trailer]
  if (refOf(before, 'Root')?.num !== refOf(after, 'Root')?.num)
    comparison.report('forbidden', 'catalog_replaced', 'the trailer names another catalog')
  const identity = firstId(comparison, 'before')
  if (identity !== null && identity !== firstId(comparison, 'after'))
    comparison.report('forbidden', 'identity_changed', "the file's identifier changed")
  if (!comparison.same(before.get('Info'), after.get('Info')))
    reportInformation(comparison, before.get('Info') ?? null, after.get('Info') ?? null)
  comparison.account(after.get('ID'))
  for (const key of comparison.differingKeys(before, after, [...SECTION_KEYS, 'Root', 'Info', 'ID']))
    comparison.report('forbidden', 'trailer_changed', `/${key} of the trailer changed`)
}

function firstId(comparison: Comparison, side: 'before' | 'after'): string | null {
  const view = comparison[side]
  const first = view.resolve(view.array(view.trailer, 'ID')[0])
  return first instanceof PdfString ? Buffer.from(first.bytes).toString('hex') : null
}

type CatalogRule = (comparison: Comparison, before: PdfValue, after: PdfValue) => void

/** A catalog entry that may change by itself, and what that counts as. */
const mayChange = (...[level, code]: [level: 'lta' | 'permitted', code: string]): CatalogRule => {
  return (comparison, _before, after) => {
    comparison.account(after)
    comparison.report(level, code, 'the catalog was updated')
  }
}

const CATALOG_RULES: Record<string, CatalogRule> = {
  DSS: reportValidationData,
  Extensions: mayChange('lta', 'extensions_changed'),
  Metadata: reportMetadata,
  Version: mayChange('permitted', 'version_changed'),
}

function compareCatalogs(comparison: Comparison): void {
  const [before, after] = [comparison.before.catalog(), comparison.after.catalog()]
  for (const key of comparison.differingKeys(before, after, ['AcroForm'])) {
    const rule = CATALOG_RULES[key]
    if (rule && after.has(key)) rule(comparison, before.get(key) ?? null, after.get(key)!)
    else comparison.report('forbidden', 'catalog_changed', `/${key} of the catalog changed`)
  }
}

/** What the revision changed and no rule came by: harmless when new, never when it stands for something older. */
function reportUnseen(comparison: Comparison, changed: Set<number>, { isBoundary }: Ground): void {
  const { before, after } = comparison
  for (const num of changed) {
    if (comparison.seen.has(num) || isBoundary(num) || isStructural(after.object(num))) continue
    const known = before.file.entryOf(num, before.index)
    if (!known) comparison.report('lta', 'object_unreferenced', `object ${num} is new and used nowhere`)
    else if (!isStructural(before.object(num)) && !comparison.same(new PdfRef(num), new PdfRef(num)))
      comparison.report('forbidden', 'object_overridden', `object ${num} was replaced`)
  }
}
