import { readFileSync } from 'node:fs'
import { create, type Font } from '@cantoo/fontkit'
import type { FaceName } from './body-text.rules.ts'

/** A parsed typeface; one per process, shared by all documents. */
export type Face = {
  name: FaceName
  /** Name inside the font file, e.g. `LiberationSerif-Bold`. */
  postscriptName: string
  bytes: Buffer
  font: Font
  /** The glyph drawn for a character, or null where the face has none. */
  glyphOf(codePoint: number): Glyph | null
}

/** `advance` in thousandths of the type size. */
export type Glyph = { id: number; advance: number }

const files: Record<FaceName, string> = {
  regular: 'LiberationSerif-Regular.ttf',
  bold: 'LiberationSerif-Bold.ttf',
  italic: 'LiberationSerif-Italic.ttf',
  boldItalic: 'LiberationSerif-BoldItalic.ttf',
}

const parsed = new Map<FaceName, Face>()

/** The face with the metrics of Times New Roman that the form asks for; parsed at first use, then kept. */
export function faceOf(name: FaceName): Face {
  const known = parsed.get(name)
  if (known) return known
  const face = parseFace(name)
  parsed.set(name, face)
  return face
}

/** Width of one line of NFC text at `size` points. Characters without a glyph count as nothing: they are refused earlier. */
export function textWidth(text: string, name: FaceName, size: number): number {
  const face = faceOf(name)
  let advance = 0
  for (const char of text) advance += face.glyphOf(char.codePointAt(0)!)?.advance ?? 0
  return (advance * size) / 1000
}

function parseFace(name: FaceName): Face {
  const bytes = readFileSync(new URL(`../fonts/${files[name]}`, import.meta.url))
  const font = create(bytes) as Font
  const scale = 1000 / font.unitsPerEm
  const glyphs = new Map<number, Glyph | null>()
  const look = (codePoint: number): Glyph | null => {
    const glyph = font.hasGlyphForCodePoint(codePoint) ? font.glyphForCodePoint(codePoint) : null
    return glyph && { id: glyph.id, advance: glyph.advanceWidth * scale }
  }
  const glyphOf = (codePoint: number) => {
    const known = glyphs.get(codePoint)
    if (known !== undefined) return known
    const found = look(codePoint)
    glyphs.set(codePoint, found)
    return found
  }
  return { name, postscriptName: font.postscriptName ?? name, bytes, font, glyphOf }
}
