import type { TrueType } from './truetype.ts'

const KEPT_TABLES = ['head', 'hhea', 'maxp', 'hmtx']
const HAS_MORE = 0x20
const HAS_INSTRUCTIONS = 0x100

/**
 * A font file with the outlines of these glyphs only. Glyph numbers stay what they were, hinting is dropped,
 * parts of composed letters are kept; enough for a CIDFontType2 with Identity encoding.
 */
export function subsetFont(font: TrueType, glyphs: Iterable<number>): Buffer {
  const kept = withParts(font, new Set([0, ...glyphs]))
  const outlines: Buffer[] = []
  const loca = Buffer.alloc((font.glyphCount + 1) * 4)
  let position = 0
  for (let glyph = 0; glyph < font.glyphCount; glyph++) {
    loca.writeUInt32BE(position, glyph * 4)
    if (!kept.has(glyph)) continue
    const outline = padded(withoutHints(font.outlineOf(glyph)))
    outlines.push(outline)
    position += outline.length
  }
  loca.writeUInt32BE(position, font.glyphCount * 4)
  const tables = new Map(KEPT_TABLES.map((name) => [name, Buffer.from(font.tables.get(name)!)]))
  tables.get('head')!.writeInt16BE(1, 50)
  return fontFile(new Map([...tables, ['loca', loca], ['glyf', Buffer.concat(outlines)]]))
}

function withParts(font: TrueType, glyphs: Set<number>): Set<number> {
  for (const glyph of glyphs) for (const part of partsOf(font.outlineOf(glyph))) glyphs.add(part.glyph)
  return glyphs
}

/** The glyphs that a composed glyph is made of, with where each record's flags stand and where it ends. */
function partsOf(outline: Buffer) {
  const parts: { glyph: number; flags: number; at: number; end: number }[] = []
  if (outline.length < 10 || outline.readInt16BE(0) >= 0) return parts
  for (let at = 10; ;) {
    const flags = outline.readUInt16BE(at)
    const scale_bytes = flags & 0x80 ? 8 : flags & 0x40 ? 4 : flags & 0x08 ? 2 : 0
    const end = at + 4 + (flags & 1 ? 4 : 2) + scale_bytes
    parts.push({ glyph: outline.readUInt16BE(at + 2), flags, at, end })
    if (!(flags & HAS_MORE)) return parts
    at = end
  }
}

function withoutHints(outline: Buffer): Buffer {
  if (outline.length < 10) return outline
  const contours = outline.readInt16BE(0)
  if (contours < 0) return composedWithoutHints(outline)
  const lengthAt = 10 + contours * 2
  const instructions = outline.readUInt16BE(lengthAt)
  return Buffer.concat([outline.subarray(0, lengthAt), Buffer.alloc(2), outline.subarray(lengthAt + 2 + instructions)])
}

function composedWithoutHints(outline: Buffer): Buffer {
  const parts = partsOf(outline)
  const plain = Buffer.from(outline.subarray(0, parts.at(-1)!.end))
  for (const part of parts) plain.writeUInt16BE(part.flags & ~HAS_INSTRUCTIONS, part.at)
  return plain
}

const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)])

function fontFile(tables: Map<string, Buffer>): Buffer {
  const names = [...tables.keys()].sort()
  const head = Buffer.alloc(12 + names.length * 16)
  const power = 2 ** Math.floor(Math.log2(names.length))
  head.writeUInt32BE(0x00010000, 0)
  ;[names.length, power * 16, Math.log2(power), (names.length - power) * 16].forEach((v, i) =>
    head.writeUInt16BE(v, 4 + i * 2),
  )
  let position = head.length
  names.forEach((name, i) => {
    const table = tables.get(name)!
    head.write(name, 12 + i * 16, 'latin1')
    head.writeUInt32BE(checksum(padded(table)), 16 + i * 16)
    head.writeUInt32BE(position, 20 + i * 16)
    head.writeUInt32BE(table.length, 24 + i * 16)
    position += padded(table).length
  })
  return Buffer.concat([head, ...names.map((name) => padded(tables.get(name)!))])
}

function checksum(table: Buffer): number {
  let sum = 0
  for (let i = 0; i < table.length; i += 4) sum = (sum + table.readUInt32BE(i)) >>> 0
  return sum
}
