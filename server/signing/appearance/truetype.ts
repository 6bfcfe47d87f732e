/** A TrueType font's tables and the few facts that setting a line of text needs. */
export interface TrueType {
  tables: Map<string, Buffer>
  unitsPerEm: number
  ascent: number
  descent: number
  glyphCount: number
  /** The glyph of a character; 0 when the font has none. */
  glyphOf(codePoint: number): number
  /** A glyph's width in font units. */
  widthOf(glyph: number): number
  /** A glyph's outline bytes; empty for blanks. */
  outlineOf(glyph: number): Buffer
}

/** Reads a TrueType font (glyf outlines, a format 4 character map). */
export function readTrueType(font: Buffer): TrueType {
  const tables = new Map<string, Buffer>()
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const at = 12 + i * 16
    const [offset, length] = [font.readUInt32BE(at + 8), font.readUInt32BE(at + 12)]
    tables.set(font.toString('latin1', at, at + 4), font.subarray(offset, offset + length))
  }
  const need = (name: string) => tables.get(name) ?? missing(name)
  const [head, hhea, hmtx] = [need('head'), need('hhea'), need('hmtx')]
  const longMetrics = hhea.readUInt16BE(34)
  return {
    tables,
    unitsPerEm: head.readUInt16BE(18),
    ascent: hhea.readInt16BE(4),
    descent: hhea.readInt16BE(6),
    glyphCount: need('maxp').readUInt16BE(4),
    glyphOf: characterMap(need('cmap')),
    widthOf: (glyph) => hmtx.readUInt16BE(Math.min(glyph, longMetrics - 1) * 4),
    outlineOf: outlines(need('loca'), need('glyf'), head.readInt16BE(50) === 1),
  }
}

function missing(table: string): never {
  throw new Error(`the font has no ${table} table`)
}

function outlines(loca: Buffer, glyf: Buffer, long: boolean): (glyph: number) => Buffer {
  const at = (glyph: number) => (long ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2)
  return (glyph) => glyf.subarray(at(glyph), at(glyph + 1))
}

function characterMap(cmap: Buffer): (codePoint: number) => number {
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + i * 8 + 4))
    const platform = cmap.readUInt16BE(4 + i * 8)
    if ((platform === 3 || platform === 0) && table.readUInt16BE(0) === 4) return (code) => lookUp(table, code)
  }
  return missing('format 4 cmap')
}

/** Segment mapping to delta values (OpenType cmap format 4). */
function lookUp(table: Buffer, code: number): number {
  const doubled = table.readUInt16BE(6)
  for (let segment = 0; segment < doubled; segment += 2) {
    if (table.readUInt16BE(14 + segment) < code) continue
    const start = table.readUInt16BE(16 + doubled + segment)
    if (start > code) return 0
    const delta = table.readUInt16BE(16 + 2 * doubled + segment)
    const rangeAt = 16 + 3 * doubled + segment
    const range = table.readUInt16BE(rangeAt)
    if (range === 0) return (code + delta) & 0xffff
    const glyph = table.readUInt16BE(rangeAt + range + (code - start) * 2)
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff
  }
  return 0
}
