import { isStructural } from '../../pdf/containers.ts'
import { readForm } from '../../pdf/form-fields.ts'
import { PdfRef, PdfString, type PdfDict } from '../../pdf/objects.ts'
import { readPages } from '../../pdf/page-tree.ts'
import type { PdfFile } from '../../pdf/pdf-file.ts'
import { PdfProblem } from '../../pdf/pdf-problem.ts'
import { compareForms } from './compare-forms.ts'
import { comparePages } from './compare-pages.ts'
import { Comparison, type Change } from './comparison.ts'

const SECTION_KEYS = ['Prev', 'XRefStm', 'Type', 'W', 'Index', 'Filter', 'DecodeParms', 'Length', 'Size', 'DocChecksum']

/**
 * What revision `index` changed against the one before it, object by object, from the trailer down. Everything that
 * no rule allows is `forbidden`; a revision that cannot be read is forbidden as a whole.
 */
export function compareWithPrevious(file: PdfFile, index: number): Change[] {
  const comparison = new Comparison(file.view(index - 1), file.view(index))
  try {
    compareAll(comparison)
  } catch (error) {
    if (!(error instanceof PdfProblem)) throw error
    comparison.report('forbidden', 'revision_unreadable', error.message)
  }
  return comparison.changes
}

function compareAll(comparison: Comparison): void {
  const { before, after } = comparison
  const pages = { before: readPages(before), after: readPages(after) }
  const forms = { before: readForm(before), after: readForm(after) }
  comparison.bound(refOf(after.trailer, 'Root'), refOf(after.catalog(), 'AcroForm'))
  for (const node of pages.before.nodes) comparison.bound(new PdfRef(node))
  for (const page of pages.before.pages) comparison.bound(page.ref)
  for (const form of [forms.before, forms.after]) {
    for (const group of form.groups) comparison.bound(group.ref)
    for (const field of form.fields) comparison.bound(field.ref, ...field.widgets.map((widget) => widget.ref))
  }
  compareTrailers(comparison)
  compareCatalogs(comparison)
  compareForms(comparison, forms.before, forms.after)
  comparePages(comparison, pages.before, pages.after, forms)
  reportUnseen(comparison)
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
  if (!comparison.same(before.get('Info'), after.get('Info'))) {
    comparison.account(after.get('Info'))
    comparison.report('lta', 'information_changed', 'the document information was updated')
  }
  comparison.account(after.get('ID'))
  for (const key of comparison.differingKeys(before, after, [...SECTION_KEYS, 'Root', 'Info', 'ID']))
    comparison.report('forbidden', 'trailer_changed', `/${key} of the trailer changed`)
}

function firstId(comparison: Comparison, side: 'before' | 'after'): string | null {
  const view = comparison[side]
  const first = view.resolve(view.array(view.trailer, 'ID')[0])
  return first instanceof PdfString ? Buffer.from(first.bytes).toString('hex') : null
}

/** Catalog entries that may change by themselves, and what that counts as. */
const CATALOG_RULES: Record<string, [level: 'lta' | 'permitted', code: string]> = {
  DSS: ['lta', 'validation_data_added'],
  Extensions: ['lta', 'extensions_changed'],
  Metadata: ['lta', 'metadata_changed'],
  Version: ['permitted', 'version_changed'],
}

function compareCatalogs(comparison: Comparison): void {
  const [before, after] = [comparison.before.catalog(), comparison.after.catalog()]
  for (const key of comparison.differingKeys(before, after, ['AcroForm'])) {
    const rule = CATALOG_RULES[key]
    if (!rule || !after.has(key)) comparison.report('forbidden', 'catalog_changed', `/${key} of the catalog changed`)
    else {
      comparison.account(after.get(key))
      comparison.report(...rule, `/${key} of the catalog was updated`)
    }
  }
}

/** Objects the revision writes that no rule came by: harmless when new, never when they stand for an older one. */
function reportUnseen(comparison: Comparison): void {
  const { before, after } = comparison
  for (const [num, entry] of after.file.revisions[after.index]!.entries) {
    if (entry.kind === 'free' || comparison.seen.has(num) || isStructural(after.object(num))) continue
    const known = before.file.entryOf(num, before.index)
    if (!known) comparison.report('lta', 'object_unreferenced', `object ${num} is new and used nowhere`)
    else if (!isStructural(before.object(num)) && !comparison.same(new PdfRef(num), new PdfRef(num)))
      comparison.report('forbidden', 'object_overridden', `object ${num} was replaced`)
  }
}
