import type { Point } from './canvas.ts'
import type { TrueType } from './truetype.ts'

/** The contours of a glyph as polygons in font units, y upwards; curves are cut into short lines. */
export function glyphContours(font: TrueType, glyph: number): Point[][] {
  const outline = font.outlineOf(glyph)
  if (outline.length < 10) return []
  return outline.readInt16BE(0) < 0 ? composed(font, outline) : simple(outline)
}

/** Composed letters (Ộ = O + ^ + dot) with parts moved, not scaled, which is all that Latin letters use. */
function composed(font: TrueType, outline: Buffer): Point[][] {
  const contours: Point[][] = []
  for (let at = 10, more = true; more;) {
    const flags = outline.readUInt16BE(at)
    const words = (flags & 1) !== 0
    const dx = words ? outline.readInt16BE(at + 4) : outline.readInt8(at + 4)
    const dy = words ? outline.readInt16BE(at + 6) : outline.readInt8(at + 5)
    const part = glyphContours(font, outline.readUInt16BE(at + 2))
    contours.push(...part.map((contour) => contour.map(([x, y]): Point => [x + dx, y + dy])))
    at += words ? 8 : 6
    more = (flags & 0x20) !== 0
  }
  return contours
}

interface RawPoint {
  x: number
  y: number
  onCurve: boolean
}

function simple(outline: Buffer): Point[][] {
  const count = outline.readInt16BE(0)
  const ends = Array.from({ length: count }, (_, i) => outline.readUInt16BE(10 + i * 2))
  const flagsAt = 12 + count * 2 + outline.readUInt16BE(10 + count * 2)
  const { flags, at } = readFlags(outline, flagsAt, (ends.at(-1) ?? -1) + 1)
  const xs = readCoordinates(outline, at, flags, { short: 0x02, same: 0x10 })
  const ys = readCoordinates(outline, xs.at, flags, { short: 0x04, same: 0x20 })
  const points = flags.map((flag, i): RawPoint => ({ x: xs.values[i]!, y: ys.values[i]!, onCurve: (flag & 1) !== 0 }))
  return ends.map((end, i) => flatten(points.slice(i === 0 ? 0 : ends[i - 1]! + 1, end + 1)))
}

function readFlags(outline: Buffer, from: number, count: number): { flags: number[]; at: number } {
  const flags: number[] = []
  let at = from
  while (flags.length < count) {
    const flag = outline[at++]!
    const repeats = flag & 0x08 ? outline[at++]! : 0
    for (let i = 0; i <= repeats; i++) flags.push(flag)
  }
  return { flags, at }
}

function readCoordinates(outline: Buffer, from: number, flags: number[], bits: { short: number; same: number }) {
  let at = from
  let value = 0
  const values = flags.map((flag) => {
    if (flag & bits.short) value += flag & bits.same ? outline[at++]! : -outline[at++]!
    else if (!(flag & bits.same)) {
      value += outline.readInt16BE(at)
      at += 2
    }
    return value
  })
  return { values, at }
}

/** Quadratic curves with implied points between two control points. */
function flatten(points: RawPoint[]): Point[] {
  const out: Point[] = []
  const middle = (a: RawPoint, b: RawPoint): RawPoint => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, onCurve: true })
  points.forEach((point, i) => {
    const [before, after] = [points.at(i - 1)!, points[(i + 1) % points.length]!]
    if (point.onCurve) return void out.push([point.x, point.y])
    const start = before.onCurve ? before : middle(before, point)
    const end = after.onCurve ? after : middle(point, after)
    for (let step = 0; step <= 6; step++) {
      const t = step / 6
      const mix = (a: number, b: number, c: number) => (1 - t) * (1 - t) * a + 2 * t * (1 - t) * b + t * t * c
      out.push([mix(start.x, point.x, end.x), mix(start.y, point.y, end.y)])
    }
  })
  return out
}
