import { getDocument, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { UploadedPage } from './field-places.rules.ts'
import { segmentsOf, type TextItem } from './text-segments.rules.ts'

/** Lines of text with their places, page by page, as pdf.js sees them. Only inside a confined process. */
export async function readTextPages(bytes: Uint8Array): Promise<UploadedPage[]> {
  const data = new Uint8Array(bytes)
  const document = await getDocument({ data, verbosity: 0, enableXfa: false, useSystemFonts: false }).promise
  const pages: UploadedPage[] = []
  for (let number = 1; number <= document.numPages; number += 1)
    pages.push(await readPage(await document.getPage(number)))
  return pages
}

async function readPage(page: PDFPageProxy): Promise<UploadedPage> {
  const [left, bottom, right, top] = page.view as [number, number, number, number]
  const { items } = await page.getTextContent()
  const texts = items.flatMap((item): TextItem[] => {
    if (!('str' in item)) return []
    const [a, b, , , x, y] = item.transform as number[]
    return [{ text: item.str, x: x!, y: y!, width: item.width, size: Math.hypot(a!, b!) }]
  })
  page.cleanup()
  return { box: { left, bottom, right, top }, segments: segmentsOf(texts) }
}
