import type { Attachment } from 'svelte/attachments'

/** Where an anchored panel goes: below its anchor, aligned at the start, at the end, or as wide as the anchor. */
export type Alignment = 'start' | 'end' | 'stretch'

/**
 * Keeps an open `popover` element beside `anchor`: below it, above where there is more room, never outside the window.
 * Give it to the popover element: `<div popover="manual" {@attach anchored(() => trigger, 'end')}>`.
 */
export function anchored(anchor: () => HTMLElement | undefined, align: Alignment = 'start'): Attachment<HTMLElement> {
  return (panel) => {
    const settle = () => place(panel, anchor(), align)
    const observer = new ResizeObserver(settle)
    panel.addEventListener('toggle', settle)
    addEventListener('scroll', settle, { capture: true, passive: true })
    addEventListener('resize', settle)
    observer.observe(panel)
    return () => {
      observer.disconnect()
      removeEventListener('scroll', settle, { capture: true })
      removeEventListener('resize', settle)
    }
  }
}

const gap_px = 6

function place(panel: HTMLElement, anchor: HTMLElement | undefined, align: Alignment): void {
  if (!anchor || !panel.matches(':popover-open')) return
  const box = anchor.getBoundingClientRect()
  const below = innerHeight - box.bottom - 2 * gap_px
  const above = box.top - 2 * gap_px
  const goesUp = below < Math.min(panel.scrollHeight, 320) && above > below
  if (align === 'stretch') panel.style.inlineSize = `${box.width}px`
  const left = align === 'end' ? box.right - panel.offsetWidth : box.left
  Object.assign(panel.style, {
    position: 'fixed',
    maxBlockSize: `${goesUp ? above : below}px`,
    left: `${Math.max(gap_px, Math.min(left, innerWidth - panel.offsetWidth - gap_px))}px`,
    top: goesUp ? 'auto' : `${box.bottom + gap_px}px`,
    bottom: goesUp ? `${innerHeight - box.top + gap_px}px` : 'auto',
  })
}
