import { type RenderTask, TextLayer } from 'pdfjs-dist'
import { outputScale } from './pdf-layout.ts'
import type { PdfReader } from './pdf-reader.svelte.ts'

/**
 * Draws a page into `sheet` (a canvas, then a layer of its text for selecting and reading aloud) at the reader's scale. Answers the stop:
 * a drawing that is no longer wanted is cancelled and its memory given back.
 */
export function drawPage(
  sheet: HTMLElement,
  reader: PdfReader,
  { number, scale }: { number: number; scale: number },
): () => void {
  const [canvas, text] = [sheet.querySelector('canvas')!, sheet.querySelector<HTMLElement>('.textLayer')!]
  const stops: (() => void)[] = []
  let stopped = false
  const draw = async () => {
    const page = await reader.pageOf(number)
    if (!page || stopped) return
    const viewport = page.getViewport({ scale })
    const sharp = outputScale(viewport, devicePixelRatio)
    const task: RenderTask = page.render({
      canvas: sized(canvas, viewport, sharp),
      viewport,
      transform: [sharp, 0, 0, sharp, 0, 0],
    })
    stops.push(() => task.cancel())
    await task.promise
    if (stopped) return
    text.replaceChildren()
    const layer = new TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport })
    stops.push(() => layer.cancel())
    await layer.render()
  }
  draw().catch(() => undefined)
  return () => {
    stopped = true
    for (const stop of stops) stop()
    Object.assign(canvas, { width: 0, height: 0 })
  }
}

function sized(
  canvas: HTMLCanvasElement,
  viewport: { width: number; height: number },
  sharp: number,
): HTMLCanvasElement {
  canvas.width = Math.floor(viewport.width * sharp)
  canvas.height = Math.floor(viewport.height * sharp)
  return canvas
}
