import type { PDFDocumentLoadingTask, PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'
import { openPdf } from './open-pdf.ts'
import { nextZoom, pageAt, type PageSize, pagesInSight, shownPages, topsOf } from './pdf-layout.ts'

/** One open paper: its pages, what of it is in sight, how large it is shown. */
export class PdfReader {
  state = $state<'opening' | 'open' | 'failed'>('opening')
  sizes = $state.raw<PageSize[]>([])
  /** The scrolling box, as last seen. */
  top = $state(0)
  width = $state(0)
  height = $state(0)
  /** CSS pixels per point, or 0 to fill the width. */
  zoom = $state(0)
  #paper: PDFDocumentProxy | undefined
  #loading: PDFDocumentLoadingTask | undefined

  readonly count = $derived(this.sizes.length)
  readonly shown = $derived(shownPages(this.sizes, { zoom: this.zoom, width_px: this.width }))
  readonly tops = $derived(topsOf(this.shown))
  readonly drawn = $derived(this.count > 0 ? pagesInSight(this.tops, { top: this.top, height: this.height }) : [])
  readonly page = $derived(this.count > 0 ? pageAt(this.tops, this.top + this.height / 3) : 1)
  readonly scale = $derived(this.shown[this.page - 1]?.scale ?? 1)

  /** Opens another paper; every page counts as large as the first until it is drawn. */
  async open(url: string): Promise<void> {
    this.close()
    const loading = openPdf(url)
    this.#loading = loading
    try {
      const paper = await loading.promise
      const { width, height } = (await paper.getPage(1)).getViewport({ scale: 1 })
      if (this.#loading !== loading) return
      this.#paper = paper
      this.sizes = Array.from({ length: paper.numPages }, () => ({ width, height }))
      this.state = 'open'
    } catch {
      if (this.#loading === loading) this.state = 'failed'
    }
  }

  close(): void {
    void this.#loading?.destroy()
    this.#loading = this.#paper = undefined
    this.sizes = []
    this.state = 'opening'
  }

  /** The page (from 1), with its true size learnt on the way. */
  async pageOf(number: number): Promise<PDFPageProxy | undefined> {
    const page = await this.#paper?.getPage(number)
    if (!page) return undefined
    const { width, height } = page.getViewport({ scale: 1 })
    const known = this.sizes[number - 1]
    if (known && (Math.abs(known.width - width) > 0.5 || Math.abs(known.height - height) > 0.5)) {
      this.sizes = this.sizes.with(number - 1, { width, height })
    }
    return page
  }

  zoomBy(direction: 1 | -1): void {
    this.zoom = nextZoom(this.scale, direction)
  }

  /** Follows the scrolling box. */
  see(box: HTMLElement): void {
    this.top = box.scrollTop
    this.width = box.clientWidth
    this.height = box.clientHeight
  }
}
