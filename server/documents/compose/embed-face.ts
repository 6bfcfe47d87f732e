import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import type { PDFContext, PDFRef } from 'pdf-lib'
import type { FaceName } from './body-text.rules.ts'
import { type Face, faceOf } from './font-faces.ts'
import { type Code, type Program, writeFont } from './write-font.ts'

/** A face inside one document. */
export type EmbeddedFace = {
  ref: PDFRef
  /** Hex text of the glyph codes, for a `Tj` or `TJ` between angle brackets. Refuses nothing: unknown characters vanish. */
  encode(text: string): string
  /** Writes the font objects; call once, after the last `encode`. */
  finish(): void
}

/**
 * The whole face with its own glyph numbers: a later revision may write any Vietnamese text with it,
 * which the values of form fields need.
 */
export function embedWholeFace(context: PDFContext, name: FaceName): EmbeddedFace {
  const face = faceOf(name)
  const ref = context.nextRef()
  return {
    ref,
    encode: (text) => hexOf(text, (char) => face.glyphOf(char)?.id),
    finish() {
      const { program, codes } = wholeProgram(face)
      writeFont(context, ref, { face, program, codes, fontName: face.postscriptName })
    },
  }
}

/** Only the glyphs that the document shows; smaller, for text that no later revision adds to. */
export function embedUsedGlyphs(context: PDFContext, name: FaceName): EmbeddedFace {
  const face = faceOf(name)
  const ref = context.nextRef()
  const subset = face.font.createSubset()
  const codes = new Map<number, Code>()
  const codeOf = (char: number) => {
    const glyph = face.glyphOf(char)
    if (!glyph) return undefined
    const id = subset.includeGlyph(glyph.id)
    if (!codes.has(id)) codes.set(id, { ...glyph, id, char })
    return id
  }
  return {
    ref,
    encode: (text) => hexOf(text, codeOf),
    finish() {
      const used = [...codes.values()].sort((a, b) => a.id - b.id)
      const program = packProgram(subset.encode())
      writeFont(context, ref, { face, program, codes: used, fontName: `${tagOf(used)}+${face.postscriptName}` })
    },
  }
}

function hexOf(text: string, codeOf: (char: number) => number | undefined): string {
  let hex = ''
  for (const char of text) {
    const code = codeOf(char.codePointAt(0)!)
    if (code !== undefined) hex += code.toString(16).padStart(4, '0')
  }
  return hex
}

const packProgram = (bytes: Uint8Array): Program => ({ deflated: deflateSync(bytes), length: bytes.length })

const wholePrograms = new Map<FaceName, { program: Program; codes: Code[] }>()

/** Deflating a whole face costs more than a page of text, so each is packed once a process. */
function wholeProgram(face: Face): { program: Program; codes: Code[] } {
  const known = wholePrograms.get(face.name)
  if (known) return known
  const packed = { program: packProgram(face.bytes), codes: wholeCodes(face) }
  wholePrograms.set(face.name, packed)
  return packed
}

/** One character a glyph. Several share one (Đ and Ð, space and no-break space): Vietnamese and the lower code win. */
function wholeCodes(face: Face): Code[] {
  const codes = new Map<number, Code>()
  for (const char of [0x110, ...[...face.font.characterSet].sort((a, b) => a - b)]) {
    const glyph = face.glyphOf(char)
    if (glyph && glyph.id > 0 && !codes.has(glyph.id)) codes.set(glyph.id, { ...glyph, char })
  }
  return [...codes.values()].sort((a, b) => a.id - b.id)
}

/** Six capitals that a subset's name must begin with, made from its content so that equal input gives equal bytes. */
function tagOf(codes: Code[]): string {
  const digest = createHash('sha256').update(JSON.stringify(codes)).digest()
  return [...digest.subarray(0, 6)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('')
}
