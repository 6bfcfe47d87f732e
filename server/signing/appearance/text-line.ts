import type { Increment } from '../pdf/increment.ts'
import { pdfDict, PdfName, PdfStream, type PdfRef } from '../pdf/objects.ts'
import { numberText } from '../pdf/serialize.ts'
import { addFont, glyphsOf, textWidth, typeface, type TypeStyle } from './typeface.ts'

export interface TextLine {
  text: string
  style: TypeStyle
  size: number
  align: 'left' | 'center' | 'right'
}

const SMALLEST_SIZE = 6

/**
 * Writes a form XObject of the box's size with one line of black text, centred in height. A text too wide for the
 * box is set smaller, never cut. `alsoEmbed` are signs that the font is to hold besides: texts with the same signs share it.
 */
export function addTextAppearance(
  increment: Increment,
  line: TextLine,
  box: { width: number; height: number },
  alsoEmbed = '',
): PdfRef {
  const font = typeface(line.style)
  const text = line.text.normalize('NFC')
  const natural = textWidth(font, text, line.size)
  const size = natural > box.width ? Math.max(SMALLEST_SIZE, (line.size * box.width) / natural) : line.size
  const width = textWidth(font, text, size)
  const x = { left: 0, center: (box.width - width) / 2, right: box.width - width }[line.align]
  const em = size / font.unitsPerEm
  const y = (box.height - (font.ascent - font.descent) * em) / 2 - font.descent * em
  const glyphs = glyphsOf(font, text).map((glyph) => glyph.toString(16).padStart(4, '0'))
  const draw = `BT 0 g /F ${numberText(size)} Tf ${numberText(x)} ${numberText(y)} Td <${glyphs.join('')}> Tj ET`
  const dict = pdfDict({
    Type: new PdfName('XObject'),
    Subtype: new PdfName('Form'),
    BBox: [0, 0, box.width, box.height],
    Resources: pdfDict({ Font: pdfDict({ F: addFont(increment, line.style, text + alsoEmbed) }) }),
  })
  return increment.add(new PdfStream(dict, Buffer.from(`/Tx BMC q ${draw} Q EMC`)))
}
