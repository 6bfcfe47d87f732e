import type { Attachment } from 'svelte/attachments'

const wait_ms = 500

/**
 * Shows the `data-tip` of whatever is hovered or focused in the document, in the one popover this is attached to.
 * Esc hides it (WCAG 1.4.13); touch shows none. The tip repeats an `aria-label`, so screen readers skip it.
 */
export const showsTips: Attachment<HTMLElement> = (tip) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const hide = () => {
    clearTimeout(timer)
    if (tip.matches(':popover-open')) tip.hidePopover()
  }
  const show = (owner: HTMLElement) => {
    if (!owner.isConnected) return
    tip.textContent = owner.dataset['tip'] ?? ''
    tip.showPopover()
    beside(tip, owner)
  }
  const meet = (event: Event) => {
    const owner = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') : null
    if (tip.contains(event.target as Node)) return
    hide()
    const isByKey = event.type === 'focusin' && owner?.matches(':focus-visible')
    if (owner && (event.type === 'pointerover' || isByKey)) timer = setTimeout(() => show(owner), wait_ms)
  }
  const quit = new AbortController()
  const wire = (type: string, listener: (event: Event) => void) =>
    document.addEventListener(type, listener, { signal: quit.signal, passive: true })
  wire('pointerover', (event) => (event as PointerEvent).pointerType !== 'touch' && meet(event))
  wire('focusin', meet)
  for (const type of ['pointerdown', 'keydown', 'focusout']) wire(type, hide)
  return () => quit.abort()
}

function beside(tip: HTMLElement, owner: HTMLElement): void {
  const box = owner.getBoundingClientRect()
  const left = box.left + box.width / 2 - tip.offsetWidth / 2
  const isLow = box.bottom + tip.offsetHeight + 8 > innerHeight
  tip.style.left = `${Math.max(4, Math.min(left, innerWidth - tip.offsetWidth - 4))}px`
  tip.style.top = `${isLow ? box.top - tip.offsetHeight - 8 : box.bottom + 8}px`
}
