import { readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import type { Increment } from '../pdf/increment.ts'
import { pdfDict, PdfName, PdfStream, PdfString, type PdfRef, type PdfValue } from '../pdf/objects.ts'
import { subsetFont } from './subset-font.ts'
import { readTrueType, type TrueType } from './truetype.ts'

/** The Times-metric faces that text in signatures and fields is set in (NĐ 30/2020 wants Times New Roman). */
export type TypeStyle = 'regular' | 'italic' | 'bold'

const FILES: Record<TypeStyle, string> = {
  regular: 'LiberationSerif-Regular',
  italic: 'LiberationSerif-Italic',
  bold: 'LiberationSerif-Bold',
}
const fonts = new Map<TypeStyle, TrueType>()

/** The face, read from its file once a process. */
export function typeface(style: TypeStyle): TrueType {
  const known = fonts.get(style)
  if (known) return known
  const font = readTrueType(readFileSync(new URL(`../../documents/fonts/${FILES[style]}.ttf`, import.meta.url)))
  fonts.set(style, font)
  return font
}

/** The glyphs of a text in order. */
export function glyphsOf(font: TrueType, text: string): number[] {
  return [...text.normalize('NFC')].map((sign) => font.glyphOf(sign.codePointAt(0)!))
}

/** The width of a text in points. */
export function textWidth(font: TrueType, text: string, size: number): number {
  return (glyphsOf(font, text).reduce((sum, glyph) => sum + font.widthOf(glyph), 0) * size) / font.unitsPerEm
}

/** Writes the face with the glyphs of `text` into the increment and returns the font's reference. */
export function addFont(increment: Increment, style: TypeStyle, text: string): PdfRef {
  const font = typeface(style)
  const signs = new Map([...text.normalize('NFC')].map((sign) => [font.glyphOf(sign.codePointAt(0)!), sign]))
  const glyphs = [...signs.keys()].sort((a, b) => a - b)
  const name = new PdfName(`${subsetTag(glyphs)}+${FILES[style]}`)
  const fontFile = increment.add(packedFont(style, glyphs))
  const descriptor = increment.add(descriptorOf(font, { name, style, fontFile }))
  const scale = 1000 / font.unitsPerEm
  const descendant = increment.add(
    pdfDict({
      Type: new PdfName('Font'),
      Subtype: new PdfName('CIDFontType2'),
      BaseFont: name,
      CIDSystemInfo: pdfDict({ Registry: ascii('Adobe'), Ordering: ascii('Identity'), Supplement: 0 }),
      FontDescriptor: descriptor,
      W: glyphs.flatMap((glyph) => [glyph, [Math.round(font.widthOf(glyph) * scale)]]),
      CIDToGIDMap: new PdfName('Identity'),
    }),
  )
  return increment.add(
    pdfDict({
      Type: new PdfName('Font'),
      Subtype: new PdfName('Type0'),
      BaseFont: name,
      Encoding: new PdfName('Identity-H'),
      DescendantFonts: [descendant],
      ToUnicode: increment.add(deflated(toUnicode(signs))),
    }),
  )
}

const packed = new Map<string, PdfStream>()
/** A handful of agencies and kinds of text; what an unusual text pushes out is packed again. */
const MOST_PACKED = 64

/** The subset, cut and deflated once a process for each set of glyphs. */
function packedFont(style: TypeStyle, glyphs: number[]): PdfStream {
  const key = `${style} ${glyphs.join(' ')}`
  const known = packed.get(key)
  if (known) return known
  const file = subsetFont(typeface(style), glyphs)
  const stream = deflated(file, { Length1: file.length })
  if (packed.size >= MOST_PACKED) packed.delete(packed.keys().next().value!)
  packed.set(key, stream)
  return stream
}

const ascii = (text: string) => new PdfString(Buffer.from(text, 'latin1'))

function deflated(data: Buffer, entries: Record<string, PdfValue> = {}): PdfStream {
  return new PdfStream(pdfDict({ ...entries, Filter: new PdfName('FlateDecode') }), deflateSync(data, { level: 9 }))
}

function descriptorOf(font: TrueType, of: { name: PdfName; style: TypeStyle; fontFile: PdfRef }) {
  const scale = 1000 / font.unitsPerEm
  const head = font.tables.get('head')!
  const italic = of.style === 'italic'
  return pdfDict({
    Type: new PdfName('FontDescriptor'),
    FontName: of.name,
    Flags: 4 | 2 | (italic ? 64 : 0),
    FontBBox: [36, 38, 40, 42].map((at) => Math.round(head.readInt16BE(at) * scale)),
    ItalicAngle: italic ? -16 : 0,
    Ascent: Math.round(font.ascent * scale),
    Descent: Math.round(font.descent * scale),
    CapHeight: 655,
    StemV: of.style === 'bold' ? 136 : 80,
    FontFile2: of.fontFile,
  })
}

/** Six letters that differ between subsets of one face. */
function subsetTag(glyphs: number[]): string {
  let hash = glyphs.reduce((sum, glyph) => (sum * 31 + glyph) >>> 0, 7)
  let tag = ''
  for (let i = 0; i < 6; i++, hash = Math.floor(hash / 26)) tag += String.fromCharCode(65 + (hash % 26))
  return tag
}

function toUnicode(signs: Map<number, string>): Buffer {
  const hex4 = (value: number) => value.toString(16).padStart(4, '0')
  const utf16 = (sign: string) => [...Array(sign.length).keys()].map((i) => hex4(sign.charCodeAt(i))).join('')
  const lines = [...signs].map(([glyph, sign]) => `<${hex4(glyph)}> <${utf16(sign)}>`)
  const blocks = []
  for (let i = 0; i < lines.length; i += 100) {
    const part = lines.slice(i, i + 100)
    blocks.push(`${part.length} beginbfchar\n${part.join('\n')}\nendbfchar`)
  }
  return Buffer.from(
    `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
${blocks.join('\n')}
endcmap CMapName currentdict /CMap defineresource pop end end`,
  )
}
