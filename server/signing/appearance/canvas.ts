import type { Pixels } from './png.ts'

/** A point in millimetres from the top left corner. */
export type Point = readonly [number, number]

/**
 * A small antialiased drawing surface with one ink, for pictures that the demonstration invents: everything is a
 * stroke whose coverage is the distance to its line.
 */
export class InkCanvas {
  readonly width: number
  readonly height: number
  readonly scale: number
  private readonly coverage: Float32Array

  /** Size in millimetres; `scale` is pixels a millimetre. */
  constructor(width_mm: number, height_mm: number, scale: number) {
    this.width = Math.ceil(width_mm * scale)
    this.height = Math.ceil(height_mm * scale)
    this.scale = scale
    this.coverage = new Float32Array(this.width * this.height)
  }

  /** Draws a line whose thickness changes from `from_mm` to `to_mm`. */
  line(a: Point, b: Point, from_mm: number, to_mm = from_mm): void {
    const [ax, ay, bx, by] = [a[0], a[1], b[0], b[1]].map((edge) => edge * this.scale) as [
      number,
      number,
      number,
      number,
    ]
    const reach = (Math.max(from_mm, to_mm) * this.scale) / 2 + 1
    const [dx, dy] = [bx - ax, by - ay]
    const length2 = dx * dx + dy * dy || 1
    for (
      let y = Math.max(0, Math.floor(Math.min(ay, by) - reach));
      y <= Math.min(this.height - 1, Math.max(ay, by) + reach);
      y++
    )
      for (
        let x = Math.max(0, Math.floor(Math.min(ax, bx) - reach));
        x <= Math.min(this.width - 1, Math.max(ax, bx) + reach);
        x++
      ) {
        const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length2))
        const distance = Math.hypot(x - ax - along * dx, y - ay - along * dy)
        const half = ((from_mm + (to_mm - from_mm) * along) * this.scale) / 2
        this.cover(x, y, half + 0.5 - distance)
      }
  }

  /** Draws a smooth curve through the points (Catmull-Rom), thick in the middle of each stroke as a pen is. */
  curve(points: Point[], thickness_mm: number): void {
    const steps = 24
    const last = points.length - 1
    let before = points[0]!
    for (let i = 0; i < last; i++)
      for (let step = 1; step <= steps; step++) {
        const at = through(points, i, step / steps)
        const pressure = 0.55 + 0.45 * Math.sin((Math.PI * (i + step / steps)) / last)
        this.line(before, at, thickness_mm * pressure)
        before = at
      }
  }

  /** Draws a circle's outline. */
  circle(center: Point, radius_mm: number, thickness_mm: number): void {
    const [cx, cy] = [center[0] * this.scale, center[1] * this.scale]
    const half = (thickness_mm * this.scale) / 2
    for (let y = 0; y < this.height; y++)
      for (let x = 0; x < this.width; x++) {
        const distance = Math.sqrt((x - cx) ** 2 + (y - cy) ** 2)
        this.cover(x, y, half + 0.5 - Math.abs(distance - radius_mm * this.scale))
      }
  }

  /** Fills polygons (even-odd), smooth by four lines a pixel row with exact ends. */
  fill(contours: Point[][]): void {
    const scaled = contours.map((contour) => contour.map(([x, y]): Point => [x * this.scale, y * this.scale]))
    const ys = scaled.flat().map(([, y]) => y)
    const row = new Float32Array(this.width)
    for (let y = Math.max(0, Math.floor(Math.min(...ys))); y < Math.min(this.height, Math.max(...ys) + 1); y++) {
      row.fill(0)
      for (const part of [0.125, 0.375, 0.625, 0.875]) addSpans(row, crossings(scaled, y + part))
      row.forEach((amount, x) => this.cover(x, y, amount / 4))
    }
  }

  private cover(x: number, y: number, amount: number): void {
    const at = y * this.width + x
    if (amount > this.coverage[at]!) this.coverage[at] = Math.min(1, amount)
  }

  /** The drawing in one colour on a transparent ground; `grain` thins it unevenly, as a stamp pad does. */
  pixels(rgb: readonly [number, number, number], grain = 0): Pixels {
    const count = this.width * this.height
    const colors = Buffer.alloc(count * 3)
    const alpha = Buffer.alloc(count)
    for (let i = 0; i < count; i++) {
      colors.set(rgb, i * 3)
      const wear = 1 - grain * noise(i % this.width, Math.floor(i / this.width))
      alpha[i] = Math.round(255 * this.coverage[i]! * wear)
    }
    return { width: this.width, height: this.height, rgb: colors, alpha }
  }
}

function through(points: Point[], i: number, t: number): Point {
  const [p0, p1, p2, p3] = [
    points[Math.max(0, i - 1)]!,
    points[i]!,
    points[i + 1]!,
    points[Math.min(points.length - 1, i + 2)]!,
  ]
  const along = (axis: 0 | 1) =>
    0.5 *
    (2 * p1[axis] +
      (p2[axis] - p0[axis]) * t +
      (2 * p0[axis] - 5 * p1[axis] + 4 * p2[axis] - p3[axis]) * t * t +
      (3 * p1[axis] - p0[axis] - 3 * p2[axis] + p3[axis]) * t * t * t)
  return [along(0), along(1)]
}

/** Where a horizontal line crosses the polygons' edges, in order. */
function crossings(contours: Point[][], y: number): number[] {
  const found: number[] = []
  for (const contour of contours)
    for (let i = 0, j = contour.length - 1; i < contour.length; j = i++) {
      const [[xi, yi], [xj, yj]] = [contour[i]!, contour[j]!]
      if (yi > y !== yj > y) found.push(((xj - xi) * (y - yi)) / (yj - yi) + xi)
    }
  return found.sort((a, b) => a - b)
}

/** Adds to each pixel the share of it that lies between an odd and the next even crossing. */
function addSpans(row: Float32Array, edges: number[]): void {
  for (let i = 0; i + 1 < edges.length; i += 2) {
    const [from, to] = [Math.max(0, edges[i]!), Math.min(row.length, edges[i + 1]!)]
    for (let x = Math.floor(from); x < to; x++) row[x] = row[x]! + Math.min(x + 1, to) - Math.max(x, from)
  }
}

const LATTICE = 64
const lattice = Float32Array.from({ length: LATTICE * LATTICE }, (_, i) => {
  const seed = Math.sin(i * 127.1 + 311.7) * 43758.5453
  return seed - Math.floor(seed)
})

/** Smooth pseudo-random values from 0 to 1 that stay the same for the same place. */
function noise(x: number, y: number): number {
  const [gx, gy] = [x / 3, y / 3]
  const [ix, iy] = [Math.floor(gx), Math.floor(gy)]
  const [fx, fy] = [gx - ix, gy - iy]
  const cell = (cx: number, cy: number) => lattice[(cy % LATTICE) * LATTICE + (cx % LATTICE)]!
  const top = cell(ix, iy) * (1 - fx) + cell(ix + 1, iy) * fx
  const bottom = cell(ix, iy + 1) * (1 - fx) + cell(ix + 1, iy + 1) * fx
  return top * (1 - fy) + bottom * fy
}
