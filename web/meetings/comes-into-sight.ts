/** Scrolls what it is attached to into sight of its own panel, as little as needed. */
export function comesIntoSight(element: HTMLElement): void {
  element.scrollIntoView({ block: 'nearest' })
}
