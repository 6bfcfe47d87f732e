import type { Attachment } from 'svelte/attachments'

/** Scrolls a box of rows of equal height so that row `at()` is in sight, moving no further than needed. */
export function keepsInSight(at: () => number, row_px: () => number): Attachment<HTMLElement> {
  return (box) => {
    const [index, height] = [at(), row_px()]
    if (index < 0) return
    const [top, bottom] = [index * height, (index + 1) * height]
    if (top < box.scrollTop) box.scrollTop = top
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight
  }
}
