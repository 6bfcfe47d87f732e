import { dictOf, nameOf, PdfRef, type PdfDict, type PdfValue } from '../../pdf/objects.ts'
import type { PdfPages } from '../../pdf/page-tree.ts'
import type { Comparison } from './comparison.ts'

type Sides<T> = { before: T; after: T }

/** Pages must be the same ones in the same order, each with the same content; only annotations may join. */
export function comparePages(comparison: Comparison, pages: Sides<PdfPages>, newWidgets: Set<number>): void {
  if (!sameTree(pages)) return comparison.report('forbidden', 'pages_changed', 'the list of pages changed')
  for (const num of comparison.affected) {
    const number = pages.before.numbers.get(num)
    if (number !== undefined) comparePage(comparison, sidesOf(comparison, num), { number, newWidgets })
    else if (pages.before.nodes.has(num)) compareNode(comparison, num)
  }
}

function sameTree({ before, after }: Sides<PdfPages>): boolean {
  if (before === after) return true
  const sameNodes = before.nodes.size === after.nodes.size && [...before.nodes].every((num) => after.nodes.has(num))
  return sameNodes && before.pages.length === after.pages.length && before.pages.every(isAt(after))
}

const isAt =
  ({ pages }: PdfPages) =>
  (page: PdfRef, i: number) =>
    pages[i]!.num === page.num

function sidesOf(comparison: Comparison, num: number): Sides<PdfDict> {
  const side = (value: PdfValue): PdfDict => dictOf(value) ?? new Map()
  return { before: side(comparison.before.object(num)), after: side(comparison.after.object(num)) }
}

function compareNode(comparison: Comparison, num: number): void {
  const { before, after } = sidesOf(comparison, num)
  if (comparison.differingKeys(before, after).length > 0)
    comparison.report('forbidden', 'page_tree_changed', `page tree node ${num} changed`)
}

type About = { number: number; newWidgets: Set<number> }

function comparePage(comparison: Comparison, { before, after }: Sides<PdfDict>, about: About): void {
  for (const key of comparison.differingKeys(before, after, ['Annots']))
    comparison.report('forbidden', 'page_changed', `/${key} of page ${about.number} changed`)
  const [old, now] = [annotationsOf(comparison, before, 'before'), annotationsOf(comparison, after, 'after')]
  const list = after.get('Annots')
  if (list instanceof PdfRef) comparison.seen.add(list.num)
  if (!old || !now || now.length < old.length || old.some((item, i) => !comparison.same(item, now[i], 'Annots')))
    return comparison.report('forbidden', 'annotation_changed', `annotations of page ${about.number} changed`)
  for (const item of now.slice(old.length)) reportAdded(comparison, item, about)
}

/** The page's annotations; null where there is something else in their place. */
function annotationsOf(comparison: Comparison, page: PdfDict, side: 'before' | 'after'): PdfValue[] | null {
  const value = comparison[side].get(page, 'Annots')
  return value === null ? [] : Array.isArray(value) ? value : null
}

/** A new field's widget was judged with the field; an old one that stood on no page, or on another, appears out of nothing. */
function reportAdded(comparison: Comparison, item: PdfValue, about: About): void {
  if (item instanceof PdfRef && about.newWidgets.has(item.num)) return
  comparison.account(item)
  const dict = dictOf(comparison.after.resolve(item))
  const type = nameOf(comparison.after.get(dict, 'Subtype')) ?? '?'
  const rect = comparison.after.array(dict, 'Rect').filter((edge) => typeof edge === 'number')
  if (acts(comparison, dict))
    return comparison.report('forbidden', 'action_added', `${type} on page ${about.number} acts`)
  comparison.report('added', 'annotation_added', `${type} on page ${about.number} at [${rect.join(' ')}]`)
}

/** Leads to another place, and does nothing else. */
const LEADS = new Set(['URI', 'GoTo'])

/** True for an annotation that runs a script, sends a form, opens a file … */
function acts({ after }: Comparison, annotation: PdfDict | null): boolean {
  if (annotation?.has('AA')) return true
  const action = after.get(annotation, 'A')
  return action !== null && (!LEADS.has(nameOf(after.get(dictOf(action), 'S')) ?? '') || dictOf(action)!.has('Next'))
}
