import type { FaceName } from './body-text.rules.ts'
import type { EmbeddedFace } from './embed-face.ts'
import type { FieldName } from './field-places.rules.ts'
import type { SetLine } from './line-breaking.ts'
import type { Rect } from './sheet.ts'

export type Faces = Record<FaceName, EmbeddedFace>
export type Colour = 'black' | 'red'
export type LineStyle = {
  x: number
  width: number
  size: number
  align: 'left' | 'centre' | 'justify'
  colour?: Colour
}

/** What is drawn on one page, in PDF space, and the fields that stand on it. */
export type Ink = {
  /** Sets one line with its baseline at `baseline`. Spaces are stretched by `justify`, never squeezed. */
  line(line: SetLine, baseline: number, style: LineStyle): void
  /** A thin horizontal stroke. */
  rule(x: number, y: number, width: number): void
  /** The outline of a box. */
  frame(rect: Rect, colour?: Colour): void
  /** Reserves room for a form field; nothing is drawn. */
  field(name: FieldName, rect: Rect): void
}

/** Ink with what was gathered so far: the page's content stream and its fields. */
export type InkedPage = Ink & { content(): string; fields: Map<FieldName, Rect> }

const colours: Record<Colour, string> = { black: '0', red: '0.80 0.05 0.05' }
const operator = (colour: Colour, stroke: boolean) => (colour === 'black' ? (stroke ? 'G' : 'g') : stroke ? 'RG' : 'rg')
const nr = (value: number) => String(Math.round(value * 1000) / 1000)
/** A gap wider than this many ems would look like a hole: the line stays ragged. */
const widestGap_em = 1.2

/** An empty page. Fonts are named in the content by their face names. */
export function inkPage(faces: Faces): InkedPage {
  const operations: string[] = []
  const fields = new Map<FieldName, Rect>()
  return {
    fields,
    content: () => operations.join('\n'),
    field: (name, rect) => void fields.set(name, rect),
    rule(x, y, width) {
      operations.push(`0 G 0.6 w ${nr(x)} ${nr(y)} m ${nr(x + width)} ${nr(y)} l S`)
    },
    frame({ x, y, width, height }, colour = 'black') {
      const ink = `${colours[colour]} ${operator(colour, true)}`
      operations.push(`${ink} 0.9 w ${nr(x)} ${nr(y)} ${nr(width)} ${nr(height)} re S`)
    },
    line(line, baseline, style) {
      const { colour = 'black' } = style
      const { x, gap } = placeLine(line, style)
      const ink = `${colours[colour]} ${operator(colour, false)}`
      const shown = showWords(line, faces, { size: style.size, gap })
      operations.push(`BT ${ink} 1 0 0 1 ${nr(x)} ${nr(baseline)} Tm`, ...shown, 'ET')
    },
  }
}

function placeLine(line: SetLine, { x, width, size, align }: LineStyle): { x: number; gap: number } {
  const slack = width - line.indent - line.width
  if (align === 'centre') return { x: x + slack / 2, gap: 0 }
  const gaps = line.words.length - 1
  const gap = align === 'justify' && !line.last && gaps > 0 && slack > 0 ? slack / gaps : 0
  return { x: x + line.indent, gap: gap > widestGap_em * size ? 0 : gap }
}

/** One `TJ` a face; real space characters, so that the text comes out of the file as it was typed. */
function showWords(line: SetLine, faces: Faces, { size, gap }: { size: number; gap: number }): string[] {
  const operations: string[] = []
  let face: FaceName | null = null
  let shown: string[] = []
  const flush = () => {
    if (shown.length > 0) operations.push(`[${shown.join(' ')}] TJ`)
    shown = []
  }
  line.words.forEach((word, index) => {
    for (const run of word) {
      if (run.face !== face) {
        flush()
        face = run.face
        operations.push(`/${face} ${size} Tf`)
      }
      shown.push(`<${faces[face].encode(run.text)}>`)
    }
    if (face !== null && index < line.words.length - 1) {
      shown.push(`<${faces[face].encode(' ')}>`)
      if (gap > 0) shown.push(nr((-gap * 1000) / size))
    }
  })
  flush()
  return operations
}
