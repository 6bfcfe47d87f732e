import { dictOf, integerOf, nameOf, PdfRef, type PdfDict } from './objects.ts'
import { PdfProblem } from './pdf-problem.ts'
import type { PdfView } from './pdf-view.ts'

export interface PdfPage {
  ref: PdfRef
  dict: PdfDict
}

/** The page tree flattened: its pages in order and the numbers of the nodes above them. */
export interface PdfPages {
  pages: PdfPage[]
  nodes: Set<number>
}

const MAX_PAGES = 200_000
const MAX_TREE_DEPTH = 60

/** All pages of the document in reading order. Refuses loops, direct pages and kids that are no pages. */
export function readPages(view: PdfView): PdfPages {
  const found: PdfPages = { pages: [], nodes: new Set() }
  visit(view, view.catalog().get('Pages') ?? null, 0, found)
  return found
}

function visit(view: PdfView, value: unknown, depth: number, found: PdfPages): void {
  if (!(value instanceof PdfRef)) throw new PdfProblem('broken_structure', 'the page tree holds something direct')
  const dict = dictOf(view.resolve(value))
  if (!dict) throw new PdfProblem('broken_structure', 'the page tree leads to nothing')
  const type = nameOf(view.get(dict, 'Type'))
  if (type !== 'Pages' && !dict.has('Kids')) return addPage(value, dict, found)
  if (found.nodes.has(value.num) || depth > MAX_TREE_DEPTH)
    throw new PdfProblem('broken_structure', 'the page tree runs in a circle')
  found.nodes.add(value.num)
  for (const kid of view.array(dict, 'Kids')) visit(view, kid, depth + 1, found)
}

function addPage(ref: PdfRef, dict: PdfDict, found: PdfPages): void {
  if (found.pages.length >= MAX_PAGES) throw new PdfProblem('too_large', 'too many pages')
  found.pages.push({ ref, dict })
}

/** A page attribute that may stand on an ancestor (MediaBox, Rotate, Resources). */
export function inheritedFromParents(view: PdfView, page: PdfDict, key: string): unknown {
  let dict: PdfDict | null = page
  for (let hops = 0; dict && hops <= MAX_TREE_DEPTH; hops++) {
    if (dict.has(key)) return view.get(dict, key)
    dict = view.dict(dict, 'Parent')
  }
  return null
}

/** How far the page is turned clockwise: 0, 90, 180 or 270. */
export function pageRotation(view: PdfView, page: PdfDict): number {
  const rotate = inheritedFromParents(view, page, 'Rotate')
  return typeof rotate === 'number' ? (((integerOf(rotate) ?? 0) % 360) + 360) % 360 : 0
}
