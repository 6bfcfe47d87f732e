import type { Form } from '../../pdf/form-fields.ts'
import { dictOf, nameOf, PdfRef, type PdfValue } from '../../pdf/objects.ts'
import type { PdfPage, PdfPages } from '../../pdf/page-tree.ts'
import type { Comparison } from './comparison.ts'

/** Pages must be the same ones in the same order, each with the same content; only annotations may join. */
export function comparePages(
  comparison: Comparison,
  before: PdfPages,
  after: PdfPages,
  forms: { before: Form; after: Form },
): void {
  compareNodes(comparison, before, after)
  if (!sameOrder(before, after)) return comparison.report('forbidden', 'pages_changed', 'the list of pages changed')
  const widgets = new Set(forms.after.fields.flatMap((field) => field.widgets.map((widget) => widget.ref?.num)))
  before.pages.forEach((page, i) => comparePage(comparison, page, after.pages[i]!, { number: i + 1, widgets }))
}

function sameOrder(before: PdfPages, after: PdfPages): boolean {
  if (before.pages.length !== after.pages.length) return false
  return before.pages.every((page, i) => page.ref.num === after.pages[i]!.ref.num)
}

function compareNodes(comparison: Comparison, before: PdfPages, after: PdfPages): void {
  for (const num of before.nodes) {
    const nodes = [dictOf(comparison.before.object(num)), dictOf(comparison.after.object(num))] as const
    const same = nodes[0] && nodes[1] && comparison.differingKeys(nodes[0], nodes[1]).length === 0
    if (!same) comparison.report('forbidden', 'page_tree_changed', `page tree node ${num} changed`)
  }
  if (after.nodes.size !== before.nodes.size)
    comparison.report('forbidden', 'page_tree_changed', 'the page tree changed')
}

type About = { number: number; widgets: Set<number | undefined> }

function comparePage(comparison: Comparison, before: PdfPage, after: PdfPage, about: About): void {
  for (const key of comparison.differingKeys(before.dict, after.dict, ['Annots']))
    comparison.report('forbidden', 'page_changed', `/${key} of page ${about.number} changed`)
  const [old, now] = [comparison.before.array(before.dict, 'Annots'), comparison.after.array(after.dict, 'Annots')]
  comparison.account(
    after.dict.get('Annots') instanceof PdfRef ? new PdfRef((after.dict.get('Annots') as PdfRef).num) : null,
  )
  if (now.length < old.length || old.some((item, i) => !comparison.same(item, now[i])))
    return comparison.report('forbidden', 'annotation_changed', `an annotation of page ${about.number} changed or left`)
  for (const item of now.slice(old.length)) reportAdded(comparison, item, about)
}

/** A widget that belongs to a field was judged with that field. */
function reportAdded(comparison: Comparison, item: PdfValue, about: About): void {
  if (item instanceof PdfRef && about.widgets.has(item.num)) return
  comparison.account(item)
  const dict = dictOf(comparison.after.resolve(item))
  const type = nameOf(comparison.after.get(dict, 'Subtype')) ?? '?'
  const rect = comparison.after.array(dict, 'Rect').filter((edge) => typeof edge === 'number')
  comparison.report('added', 'annotation_added', `${type} on page ${about.number} at [${rect.join(' ')}]`)
}
