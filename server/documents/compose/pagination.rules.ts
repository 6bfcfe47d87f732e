/** Something that is drawn whole on one page, with the space that it wants above it unless it begins the page. */
export type Box = {
  height: number
  spaceBefore: number
  /** False keeps the box on the page of the one before it. */
  mayBreakBefore: boolean
}

/** Where a box stands: page from 0, `offset` points below the top of that page's text area. */
export type Placement = { page: number; offset: number }

/**
 * Puts boxes on pages in order. A page ends at the last box that allows a break before it; where none does, right before
 * the box that is too much. A box higher than a page stands alone on one.
 */
export function paginate(boxes: readonly Box[], capacityOf: (page: number) => number): Placement[] {
  const placements: Placement[] = []
  let start = 0
  for (let page = 0; start < boxes.length; page += 1) {
    const end = endOfPage(boxes, start, capacityOf(page))
    let offset = 0
    for (let index = start; index < end; index += 1) {
      if (index > start) offset += boxes[index]!.spaceBefore
      placements.push({ page, offset })
      offset += boxes[index]!.height
    }
    start = end
  }
  return placements
}

function endOfPage(boxes: readonly Box[], start: number, capacity: number): number {
  const overflow = firstThatOverflows(boxes, start, capacity)
  if (overflow === boxes.length) return overflow
  for (let end = overflow; end > start; end -= 1) if (boxes[end]!.mayBreakBefore) return end
  return Math.max(overflow, start + 1)
}

function firstThatOverflows(boxes: readonly Box[], start: number, capacity: number): number {
  let filled = 0
  for (let index = start; index < boxes.length; index += 1) {
    const box = boxes[index]!
    filled += box.height + (index > start ? box.spaceBefore : 0)
    if (filled > capacity + 0.01) return index
  }
  return boxes.length
}
