/**
 * Lets Ctrl, ⌘, Shift and the middle button open links in new tabs or windows: the router takes every click that reaches the window,
 * so these stop at the document. Links to `/api/…` are downloads and never pages.
 */
export function keepsModifiedClicks(page: Document): () => void {
  const keep = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link) return
    const isModified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0
    if (isModified || link.pathname.startsWith('/api/')) event.stopPropagation()
  }
  page.addEventListener('click', keep)
  return () => page.removeEventListener('click', keep)
}
