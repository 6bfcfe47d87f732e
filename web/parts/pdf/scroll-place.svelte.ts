import { untrack } from 'svelte'
import { heightOf, type Spot, spotAt } from './pdf-layout.ts'
import type { PdfReader } from './pdf-reader.svelte.ts'

/**
 * Keeps the scrolling box and the page number together. A page set from outside (a chair who turns) scrolls and is not reported back;
 * a page reached by the reader's own hand is. What is being read stays when widths, zoom or learnt page sizes move the layout.
 */
export class ScrollPlace {
  #box: HTMLElement | undefined
  #told = 1
  #spot: Spot = { page: 1, share: 0 }
  /** Where we scrolled to ourselves; that is no turn of the reader's. */
  #own_px = -1
  readonly #reader: PdfReader
  readonly #turned: (page: number) => void

  constructor(reader: PdfReader, turned: (page: number) => void) {
    this.#reader = reader
    this.#turned = turned
  }

  /** Watches the box for as long as it lives. */
  readonly watch = (box: HTMLElement): (() => void) => {
    this.#box = box
    const observer = new ResizeObserver(() => this.#reader.see(box))
    observer.observe(box)
    box.addEventListener('scroll', () => this.#scrolled(box), { passive: true })
    return () => observer.disconnect()
  }

  /** Scrolls to a page that was set from outside, once the paper is open. */
  follow(page: number): void {
    if (this.#reader.state !== 'open' || page === this.#told) return
    this.#told = page
    untrack(() => this.#go({ page, share: 0 }))
  }

  /** Scrolls back to the spot being read after the layout moved to `tops`. */
  hold(tops: readonly number[]): void {
    if (tops.length > 1) untrack(() => this.#go(this.#spot))
  }

  /** Turns to a page by the reader's own hand. */
  turnTo(page: number): void {
    const next = Math.max(1, Math.min(this.#reader.count, Math.round(page)))
    this.#go({ page: next, share: 0 })
    this.#tell(next)
  }

  #scrolled(box: HTMLElement): void {
    this.#reader.see(box)
    if (this.#reader.state !== 'open' || Math.abs(box.scrollTop - this.#own_px) < 2) return
    this.#own_px = -1
    this.#spot = spotAt(this.#reader.tops, box.scrollTop)
    this.#tell(this.#reader.page)
  }

  #tell(page: number): void {
    if (page === this.#told) return
    this.#told = page
    this.#turned(page)
  }

  #go(spot: Spot): void {
    if (!this.#box) return
    this.#spot = spot
    this.#box.scrollTop = heightOf(this.#reader.tops, spot)
    this.#own_px = this.#box.scrollTop
    this.#reader.see(this.#box)
  }
}
