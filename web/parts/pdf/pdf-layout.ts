/** Width and height of a page in PDF points at scale 1. */
export interface PageSize {
  width: number
  height: number
}

/** What of a paper is in sight: where the box is scrolled to and how much it shows. */
export interface Sight {
  top: number
  height: number
}

/** Between two pages, and above the first. */
export const gap_px = 16
/** CSS pixels per PDF point: 96 / 72. */
const pixelsPerPoint = 96 / 72
/** iPads refuse larger canvases. */
const largestSide_px = 4096

/** A page as it is shown: its size in CSS pixels, and the scale that makes it so. */
export interface ShownPage extends PageSize {
  scale: number
}

/** The pages at one zoom, or with zoom 0 each as wide as the box; a lying annex does not shrink the standing pages. */
export function shownPages(
  sizes: readonly PageSize[],
  { zoom, width_px }: { zoom: number; width_px: number },
): ShownPage[] {
  return sizes.map(({ width, height }) => {
    const scale = zoom > 0 ? zoom : Math.max(0.1, (width_px - 2 * gap_px) / width)
    return { width: width * scale, height: height * scale, scale }
  })
}

/** The tops of all pages in CSS pixels, and the height of the whole as the last number. */
export function topsOf(pages: readonly PageSize[]): number[] {
  const tops = [gap_px]
  for (const { height } of pages) tops.push(tops.at(-1)! + height + gap_px)
  return tops
}

/** Where a box is scrolled to in words that survive a change of layout: so far down that page. */
export interface Spot {
  page: number
  share: number
}

/** The spot at a height of the paper. */
export function spotAt(tops: readonly number[], height: number): Spot {
  const page = pageAt(tops, height)
  const [top = 0, end = 1] = [tops[page - 1], tops[page]]
  return { page, share: (height - top) / Math.max(1, end - top) }
}

/** The height of a spot of the paper. */
export function heightOf(tops: readonly number[], { page, share }: Spot): number {
  const [top = 0, end = 0] = [tops[page - 1], tops[page]]
  return top + share * (end - top)
}

/** The pages (from 1) to draw: those in sight and one on each side; the rest hold no canvas. */
export function pagesInSight(tops: readonly number[], { top, height }: Sight): number[] {
  const count = tops.length - 1
  const first = pageAt(tops, top)
  const last = pageAt(tops, top + height)
  const from = Math.max(1, first - 1)
  const to = Math.min(count, last + 1)
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => from + step)
}

/** The page (from 1) at a height of the paper. */
export function pageAt(tops: readonly number[], height: number): number {
  let [low, high] = [0, tops.length - 2]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (tops[middle]! - gap_px <= height) low = middle
    else high = middle - 1
  }
  return low + 1
}

/** How many device pixels to draw for one CSS pixel: sharp, but within what tablets allow. */
export function outputScale(size_px: PageSize, devicePixelRatio: number): number {
  const side = Math.max(size_px.width, size_px.height)
  return Math.max(0.5, Math.min(devicePixelRatio, largestSide_px / side))
}

const steps = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4].map((step) => step * pixelsPerPoint)

/** The next larger or smaller step of zoom. */
export function nextZoom(scale: number, direction: 1 | -1): number {
  const larger = steps.find((step) => step > scale * 1.01)
  const smaller = steps.findLast((step) => step < scale * 0.99)
  return (direction > 0 ? larger : smaller) ?? scale
}

/** The scale as people say it: 100 % is the size on paper. */
export function zoomPercent(scale: number): number {
  return Math.round((scale / pixelsPerPoint) * 100)
}
