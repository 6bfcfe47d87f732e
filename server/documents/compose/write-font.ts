import { type PDFContext, type PDFDict, PDFRawStream, type PDFRef, PDFString } from 'pdf-lib'
import type { Face, Glyph } from './font-faces.ts'

/** A glyph under its code in the document, and the character that it shows. */
export type Code = Glyph & { char: number }

/** A TrueType program, deflated; `length` is its size before that. */
export type Program = { deflated: Buffer; length: number }

type FontParts = { face: Face; program: Program; codes: Code[]; fontName: string }

/** Writes the objects of a composite font under `ref`. `codes` must be in ascending order. */
export function writeFont(context: PDFContext, ref: PDFRef, parts: FontParts): void {
  context.assign(
    ref,
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: parts.fontName,
      Encoding: 'Identity-H',
      DescendantFonts: [writeDescendant(context, parts)],
      ToUnicode: context.register(context.flateStream(toUnicodeMap(parts.codes))),
    }),
  )
}

function writeDescendant(context: PDFContext, parts: FontParts): PDFRef {
  return context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: parts.fontName,
      CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
      CIDToGIDMap: 'Identity',
      DW: 1000,
      W: parts.codes.flatMap(({ id, advance }) => [id, [Math.round(advance * 100) / 100]]),
      FontDescriptor: writeDescriptor(context, parts),
    }),
  )
}

function writeDescriptor(context: PDFContext, { face, program, fontName }: FontParts): PDFRef {
  const { font, name } = face
  const scale = 1000 / font.unitsPerEm
  const { minX, minY, maxX, maxY } = font.bbox
  const stream = context.obj({ Length1: program.length, Filter: 'FlateDecode' })
  const file = context.register(PDFRawStream.of(stream as PDFDict, program.deflated))
  return context.register(
    context.obj({
      Type: 'FontDescriptor',
      FontName: fontName,
      Flags: name === 'italic' || name === 'boldItalic' ? 70 : 6,
      FontBBox: [minX, minY, maxX, maxY].map((edge) => Math.round(edge * scale)),
      ItalicAngle: font.italicAngle,
      Ascent: Math.round(font.ascent * scale),
      Descent: Math.round(font.descent * scale),
      CapHeight: Math.round(font.capHeight * scale),
      StemV: name === 'bold' || name === 'boldItalic' ? 138 : 84,
      FontFile2: file,
    }),
  )
}

/** Says which character each glyph is, so that text can be searched, copied and read aloud. */
function toUnicodeMap(codes: Code[]): string {
  const lines = codes.map(({ id, char }) => `<${hex4(id)}> <${utf16Of(char)}>`)
  const blocks: string[] = []
  for (let at = 0; at < lines.length; at += 100) {
    const block = lines.slice(at, at + 100)
    blocks.push(`${block.length} beginbfchar`, ...block, 'endbfchar')
  }
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
    '1 begincodespacerange <0000> <ffff> endcodespacerange',
    ...blocks,
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n')
}

const hex4 = (value: number) => value.toString(16).padStart(4, '0')

function utf16Of(char: number): string {
  const text = String.fromCodePoint(char)
  return [...Array(text.length).keys()].map((at) => hex4(text.charCodeAt(at))).join('')
}
