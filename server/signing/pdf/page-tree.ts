import { dictOf, integerOf, nameOf, PdfRef, type PdfDict, type PdfValue } from './objects.ts'
import { PdfProblem } from './pdf-problem.ts'
import type { PdfView } from './pdf-view.ts'

export interface PdfPage {
  ref: PdfRef
  dict: PdfDict
}

/** The page tree flattened: its pages in order and the numbers of the nodes above them. */
export interface PdfPages {
  root: number
  pages: PdfRef[]
  /** Each page's place, counted from 1, by its object number. */
  numbers: Map<number, number>
  nodes: Set<number>
}

const MAX_PAGES = 200_000
const MAX_TREE_DEPTH = 60

/** All pages of the document in reading order. Refuses loops, direct pages and kids that are no pages. */
export function readPages(view: PdfView): PdfPages {
  const root = view.catalog().get('Pages')
  const found: PdfPages = {
    root: root instanceof PdfRef ? root.num : -1,
    pages: [],
    numbers: new Map(),
    nodes: new Set(),
  }
  visit(view, root ?? null, 0, found)
  return found
}

function visit(view: PdfView, value: PdfValue, depth: number, found: PdfPages): void {
  if (!(value instanceof PdfRef)) throw new PdfProblem('broken_structure', 'the page tree holds something direct')
  const dict = dictOf(view.resolve(value))
  if (!dict) throw new PdfProblem('broken_structure', 'the page tree leads to nothing')
  if (isPage(view, dict)) return addPage(value, found)
  if (found.nodes.has(value.num) || depth > MAX_TREE_DEPTH)
    throw new PdfProblem('broken_structure', 'the page tree runs in a circle')
  found.nodes.add(value.num)
  for (const kid of view.array(dict, 'Kids')) visit(view, kid, depth + 1, found)
}

/** True for a leaf of the page tree. */
export function isPage(view: PdfView, dict: PdfDict): boolean {
  return nameOf(view.get(dict, 'Type')) !== 'Pages' && !dict.has('Kids')
}

function addPage(ref: PdfRef, found: PdfPages): void {
  if (found.pages.length >= MAX_PAGES) throw new PdfProblem('too_large', 'too many pages')
  found.pages.push(ref)
  found.numbers.set(ref.num, found.pages.length)
}

/** The page with this number, counted from 1, or null. */
export function pageNumbered(view: PdfView, number: number): PdfPage | null {
  const ref = readPages(view).pages[number - 1]
  const dict = dictOf(view.resolve(ref))
  return ref && dict ? { ref, dict } : null
}

/** How far the page is turned clockwise: 0, 90, 180 or 270; the setting may stand on an ancestor. */
export function pageRotation(view: PdfView, page: PdfDict): number {
  let dict: PdfDict | null = page
  for (let hops = 0; dict && hops <= MAX_TREE_DEPTH; hops++) {
    if (dict.has('Rotate')) return (((integerOf(view.get(dict, 'Rotate')) ?? 0) % 360) + 360) % 360
    dict = view.dict(dict, 'Parent')
  }
  return 0
}
