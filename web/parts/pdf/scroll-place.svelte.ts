import { untrack } from 'svelte'
import type { PdfReader } from './pdf-reader.svelte.ts'

/**
 * Keeps the scrolling box and the page number together. A page set from outside (a chair who turns) scrolls and is not reported back;
 * a page reached by the reader's own hand is.
 */
export class ScrollPlace {
  #box: HTMLElement | undefined
  #told = 1
  readonly #reader: PdfReader
  readonly #turned: (page: number) => void

  constructor(reader: PdfReader, turned: (page: number) => void) {
    this.#reader = reader
    this.#turned = turned
  }

  /** Watches the box for as long as it lives. */
  readonly watch = (box: HTMLElement): (() => void) => {
    this.#box = box
    const see = () => untrack(() => this.#see(box))
    const observer = new ResizeObserver(() => untrack(() => this.#resized(box)))
    observer.observe(box)
    box.addEventListener('scroll', see, { passive: true })
    return () => observer.disconnect()
  }

  /** Scrolls to a page that was set from outside, once the paper is open. */
  follow(page: number): void {
    if (this.#reader.state !== 'open' || page === untrack(() => this.#told)) return
    this.#told = page
    untrack(() => this.#scrollTo(page))
  }

  /** Turns to a page by the reader's own hand. */
  turnTo(page: number): void {
    const next = Math.max(1, Math.min(this.#reader.count, Math.round(page)))
    this.#scrollTo(next)
    this.#tell(next)
  }

  #see(box: HTMLElement): void {
    this.#reader.see(box)
    if (this.#reader.state === 'open') this.#tell(this.#reader.page)
  }

  /** A change of width changes the scale: the page being read stays. */
  #resized(box: HTMLElement): void {
    this.#reader.see(box)
    if (this.#reader.state === 'open') this.#scrollTo(this.#told)
  }

  #tell(page: number): void {
    if (page === this.#told) return
    this.#told = page
    this.#turned(page)
  }

  #scrollTo(page: number): void {
    const top = this.#reader.tops[page - 1]
    if (this.#box && top !== undefined) this.#box.scrollTop = top - 8
  }
}
