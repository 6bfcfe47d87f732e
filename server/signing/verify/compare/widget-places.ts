import { dictOf, integerOf, PdfRef, type PdfDict } from '../../pdf/objects.ts'
import { pageRotation, type PdfPages } from '../../pdf/page-tree.ts'
import type { PdfView } from '../../pdf/pdf-view.ts'
import type { ReferenceIndex } from './reference-index.ts'

/** Counts what was looked at, and refuses when it is beyond any honest file. */
export type Look = (count: number) => void

const MAX_STEPS_UP = 3
const MAX_LEVELS = 60

/** Where widgets stand in one view of a file: asked of the references, so that no page is looked at in vain. */
export class WidgetPlaces {
  private readonly view: PdfView
  private readonly pages: PdfPages
  private readonly index: ReferenceIndex
  private readonly look: Look

  constructor(view: PdfView, pages: PdfPages, index: ReferenceIndex, look: Look) {
    this.view = view
    this.pages = pages
    this.index = index
    this.look = look
  }

  /** The pages that list this object among their annotations. */
  pagesOf(num: number): PdfDict[] {
    const found = new Set<number>()
    let level = [num]
    for (let step = 0; step < MAX_STEPS_UP && level.length > 0; step++) {
      const above = level.flatMap((one) => [...this.index.referrersOf(one)])
      this.look(above.length)
      for (const one of above) if (this.pages.numbers.has(one)) found.add(one)
      level = [...new Set(above)].filter((one) => this.isList(one))
    }
    return [...found].flatMap((page) => dictOf(this.view.object(page)) ?? []).filter((page) => this.lists(page, num))
  }

  /** True for an array, or for a mere reference to one: what may stand between a page and its annotations. */
  private isList(num: number): boolean {
    const value = this.view.object(num)
    return Array.isArray(value) || value instanceof PdfRef
  }

  private lists(page: PdfDict, num: number): boolean {
    const items = this.view.array(page, 'Annots')
    this.look(items.length)
    return items.some((item) => item instanceof PdfRef && item.num === num)
  }

  /** The greatest share of a page that the widget covers; 0 for one that stands on no page. */
  shareOfPage(num: number, widget: PdfDict): number {
    const area = areaOf(this.rect(widget, 'Rect'))
    return Math.max(0, ...this.pagesOf(num).map((page) => (area === 0 ? 0 : area / areaOf(this.pageBox(page)))))
  }

  /** True when it stands on exactly one page, and that one is not turned. */
  standsUpright(num: number): boolean {
    const [page, ...more] = this.pagesOf(num)
    return page !== undefined && more.length === 0 && pageRotation(this.view, page) === 0
  }

  /** The box that is shown, which may be set on a node above; without one nobody knows its size. */
  private pageBox(page: PdfDict): number[] {
    for (const key of ['CropBox', 'MediaBox']) {
      let dict: PdfDict | null = page
      for (let hops = 0; dict && hops < MAX_LEVELS; hops++, dict = this.view.dict(dict, 'Parent'))
        if (dict.has(key)) return this.rect(dict, key)
    }
    return [0, 0, 0, 0]
  }

  private rect(dict: PdfDict, key: string): number[] {
    return this.view
      .array(dict, key)
      .map((edge) => this.view.resolve(edge))
      .map((edge) => (typeof edge === 'number' ? edge : 0))
  }

  /** The widget's own turn (/MK /R). */
  turnOf(widget: PdfDict): number {
    return integerOf(this.view.get(this.view.dict(widget, 'MK'), 'R')) ?? 0
  }
}

/** The area of a rectangle in square points. */
export function areaOf([x1 = 0, y1 = 0, x2 = 0, y2 = 0]: number[]): number {
  return Math.abs((x2 - x1) * (y2 - y1))
}
