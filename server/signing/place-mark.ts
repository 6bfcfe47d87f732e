import { refuse } from '#server/kernel/refusal.ts'
import type { Rect } from './appearance/seal-rect.ts'
import { markRect } from './appearance/text-mark.ts'
import type { FieldPlace } from './new-signature-field.ts'
import type { PdfDict } from './pdf/objects.ts'
import { pageNumbered, pageRotation } from './pdf/page-tree.ts'
import type { PdfView } from './pdf/pdf-view.ts'

const MAX_ANCESTORS = 64
const A4: Rect = [0, 0, 595.28, 841.89]

/**
 * Where the text-only mark of an agency stands on this file: top right of page 1. Refuses `page_missing`, and `page_turned` where
 * the page is shown turned, as the line would then stand upright at a side.
 * @law ND30 PL I.II.8.b
 */
export function placeOfMark(view: PdfView, line: string): FieldPlace {
  const page = pageNumbered(view, 1)?.dict ?? refuse('invalid', 'page_missing', { page: 1 })
  if (pageRotation(view, page) !== 0) refuse('invalid', 'page_turned')
  return { page: 1, rect: markRect(boxOf(view, page, 'CropBox') ?? boxOf(view, page, 'MediaBox') ?? A4, line) }
}

/** A box of the page; it may stand on an ancestor. */
function boxOf(view: PdfView, page: PdfDict, key: string): Rect | null {
  let dict: PdfDict | null = page
  for (let hops = 0; dict && hops < MAX_ANCESTORS; hops++) {
    const edges = view.array(dict, key).map((edge) => view.resolve(edge))
    const [x1, y1, x2, y2] = edges
    if (typeof x1 === 'number' && typeof y1 === 'number' && typeof x2 === 'number' && typeof y2 === 'number')
      return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)]
    dict = view.dict(dict, 'Parent')
  }
  return null
}
