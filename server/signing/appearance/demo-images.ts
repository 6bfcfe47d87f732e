import { createHash } from 'node:crypto'
import { InkCanvas, type Point } from './canvas.ts'
import { glyphContours } from './letter-shapes.ts'
import { glyphsOf, textWidth, typeface } from './typeface.ts'
import { writePng } from './write-png.ts'

const BLUE = [24, 56, 158] as const
const RED = [206, 24, 32] as const
const PIXELS_PER_MM = 12

/** A picture as signatures carry it, with its real size. */
export interface DemoImage {
  png: Buffer
  width_mm: number
  height_mm: number
}

/** An invented handwritten signature in blue, different for each name and always the same for one. */
export function demoSignature(name: string): DemoImage {
  const [width_mm, height_mm] = [46, 22]
  const canvas = new InkCanvas(width_mm, height_mm, PIXELS_PER_MM)
  const random = seeded(name)
  canvas.curve(openingLoop(random), 0.62)
  canvas.curve(runOfWaves(random), 0.5)
  canvas.curve(underline(random), 0.42)
  return { png: writePng(canvas.pixels(BLUE, 0.12), 1 / PIXELS_PER_MM), width_mm, height_mm }
}

/** The tall first letter. */
function openingLoop(random: () => number): Point[] {
  const x = 6 + random() * 3
  const lean = 2 + random() * 3
  return [
    [x + 3, 15],
    [x - 1, 11 + random() * 2],
    [x + lean, 3 + random()],
    [x + lean + 3.4, 3.6 + random() * 2],
    [x + lean - 1, 11],
    [x + 0.5, 18],
    [x - 3, 18.6],
    [x - 2, 14.5],
    [x + 5, 12 + random()],
  ]
}

function runOfWaves(random: () => number): Point[] {
  const points: Point[] = [[11, 12.5]]
  let x = 12.5
  const waves = 4 + Math.floor(random() * 3)
  for (let i = 0; i < waves; i++) {
    const height = 2 + random() * (i === 1 ? 6 : 2.6)
    points.push([x + 1 + random(), 13 - height], [x + 2.2, 14.2 + random() * 1.2])
    x += 3 + random() * 2.2
  }
  return [...points, [x + 4, 10.5 - random() * 3], [x + 9, 9 - random() * 3]]
}

function underline(random: () => number): Point[] {
  return [
    [38 + random() * 3, 15],
    [26, 17.2 + random()],
    [12 + random() * 3, 19.2],
    [20, 18.4],
    [34 + random() * 5, 17.6 + random()],
  ]
}

function seeded(text: string): () => number {
  const bytes = createHash('sha256').update(text.normalize('NFC')).digest()
  let at = 0
  return () => bytes[at++ % bytes.length]! / 255
}

/** A red round seal with two rings, the agency's name around, a star, and DEMO so that nobody takes it for real. */
export function demoSeal(agency: string, diameter_mm = 36): DemoImage {
  const canvas = new InkCanvas(diameter_mm, diameter_mm, PIXELS_PER_MM)
  const center: Point = [diameter_mm / 2, diameter_mm / 2]
  canvas.circle(center, diameter_mm / 2 - 0.6, 0.9)
  canvas.circle(center, diameter_mm / 2 - 1.7, 0.25)
  canvas.circle(center, diameter_mm / 2 - 7, 0.3)
  const ring = diameter_mm / 2 - 5.4
  arcText(canvas, { text: agency.toUpperCase(), center, radius_mm: ring, size_mm: 3.7, top: true })
  arcText(canvas, { text: '★ DEMO ★'.replaceAll('★', '*'), center, radius_mm: ring, size_mm: 3.4, top: false })
  canvas.fill([star(center, diameter_mm / 6.4)])
  return { png: writePng(canvas.pixels(RED, 0.28), 1 / PIXELS_PER_MM), width_mm: diameter_mm, height_mm: diameter_mm }
}

function star(center: Point, radius_mm: number): Point[] {
  return Array.from({ length: 10 }, (_, i): Point => {
    const reach = i % 2 === 0 ? radius_mm : radius_mm * 0.382
    const angle = (Math.PI / 5) * i - Math.PI / 2
    return [center[0] + reach * Math.cos(angle), center[1] + reach * Math.sin(angle)]
  })
}

interface ArcText {
  text: string
  center: Point
  radius_mm: number
  size_mm: number
  /** Along the top, feet inwards; else along the bottom, feet outwards. */
  top: boolean
}

function arcText(canvas: InkCanvas, arc: ArcText): void {
  const font = typeface('bold')
  const em = arc.size_mm / font.unitsPerEm
  const spacing = 0.35
  const glyphs = glyphsOf(font, arc.text)
  const total = textWidth(font, arc.text, arc.size_mm) + spacing * glyphs.length
  const radius_mm = arc.top ? arc.radius_mm : arc.radius_mm + arc.size_mm * 0.66
  const turn = arc.top ? 1 : -1
  let along = -total / 2
  for (const glyph of glyphs) {
    const advance = font.widthOf(glyph) * em + spacing
    const angle = (turn * (along + advance / 2)) / radius_mm - (turn * Math.PI) / 2
    canvas.fill(placed(glyphContours(font, glyph), { arc, angle, em, radius_mm, half: advance / 2 }))
    along += advance
  }
}

function placed(
  contours: Point[][],
  at: { arc: ArcText; angle: number; em: number; radius_mm: number; half: number },
): Point[][] {
  const turn = at.arc.top ? 1 : -1
  const [cos, sin] = [Math.cos(at.angle), Math.sin(at.angle)]
  return contours.map((contour) =>
    contour.map(([x, y]): Point => {
      const out = at.radius_mm + turn * y * at.em
      const side = turn * (x * at.em - at.half)
      return [at.arc.center[0] + out * cos - side * sin, at.arc.center[1] + out * sin + side * cos]
    }),
  )
}
