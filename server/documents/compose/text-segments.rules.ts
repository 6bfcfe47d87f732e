/** A piece of text as a PDF reader gives it: baseline origin, width and type size in points, PDF space. */
export type TextItem = { text: string; x: number; y: number; width: number; size: number }

/** Pieces that people read as one line; `right` is where it ends. */
export type Segment = TextItem & { right: number }

/**
 * Joins pieces that stand close together on one baseline, in NFC, top to bottom and left to right. A gap wider than the
 * type is high parts two segments, as between the two columns of a letterhead.
 */
export function segmentsOf(items: readonly TextItem[]): Segment[] {
  const segments: Segment[] = []
  for (const item of inReadingOrder(items)) {
    const last = segments.at(-1)
    const gap = last ? item.x - last.right : 0
    if (last && isSameLine(last, item) && gap < item.size && gap > -item.size) join(last, item, gap)
    else segments.push({ ...item, right: item.x + item.width })
  }
  return segments.map((segment) => ({ ...segment, text: segment.text.normalize('NFC').replace(/\s+/gu, ' ').trim() }))
}

const isSameLine = (a: TextItem, b: TextItem) => Math.abs(a.y - b.y) < Math.max(a.size, b.size) * 0.4

function join(segment: Segment, item: TextItem, gap: number): void {
  segment.text += (gap > item.size * 0.12 ? ' ' : '') + item.text
  segment.right = Math.max(segment.right, item.x + item.width)
  segment.width = segment.right - segment.x
  segment.size = Math.max(segment.size, item.size)
}

/** Rows first: baselines that differ by less than a third of the type are one row. */
function inReadingOrder(items: readonly TextItem[]): TextItem[] {
  const shown = items.filter(({ text, size }) => text.trim() !== '' && size > 0)
  const byHeight = shown.toSorted((a, b) => b.y - a.y)
  let row = 0
  const rows = byHeight.map((item, index) => {
    const above = byHeight[index - 1]
    if (above && !isSameLine(above, item)) row += 1
    return { item, row }
  })
  return rows.toSorted((a, b) => a.row - b.row || a.item.x - b.item.x).map(({ item }) => item)
}
