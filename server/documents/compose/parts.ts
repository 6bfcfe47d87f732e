import type { FaceName, Run } from './body-text.rules.ts'
import type { Ink, LineStyle } from './ink.ts'
import { breakBalanced, type SetLine } from './line-breaking.ts'

/** A drawn thing of known height; `top` is the y of its upper edge in PDF space. */
export type Part = { height: number; draw(ink: Ink, top: number): void }

/** Ascent less descent of the face, in ems: what centres letters in a line of any height. */
const letterMiddle_em = (0.891 - 0.216) / 2

/** Where the letters of a line of that height stand. */
export function baselineOf(top: number, height: number, size: number): number {
  return top - height / 2 - letterMiddle_em * size
}

/** Lines one below another, each `lineHeight` high. */
export function linesPart(lines: SetLine[], style: LineStyle & { lineHeight: number }): Part {
  const { lineHeight, size } = style
  return {
    height: lines.length * lineHeight,
    draw: (ink, top) =>
      lines.forEach((line, index) => ink.line(line, baselineOf(top - index * lineHeight, lineHeight, size), style)),
  }
}

/** Centred text in lines of about equal width; `\n` forces a break. Line height is 1.2 of the size. */
export function centredPart(text: string, style: { x: number; width: number; size: number; face: FaceName }): Part {
  const { x, width, size } = style
  return linesPart(centredLines(text, style), { x, width, size, align: 'centre', lineHeight: size * 1.2 })
}

/** The lines of {@link centredPart}. */
export function centredLines(text: string, style: { width: number; size: number; face: FaceName }): SetLine[] {
  const runsOf = (line: string): Run[] => [{ text: line, face: style.face }]
  return text.split('\n').flatMap((line) => breakBalanced(runsOf(line.trim()), style))
}

/** A centred stroke of that width below a title, clear of the marks under its letters. */
export function strokeUnder(width: number, column: { x: number; width: number }): Part {
  const x = column.x + (column.width - width) / 2
  return { height: 5, draw: (ink, top) => ink.rule(x, top - 2.5, width) }
}

/** Empty height. */
export const space = (height: number): Part => ({ height, draw: () => undefined })

/** Parts one below another. */
export function stacked(parts: Part[]): Part {
  return {
    height: parts.reduce((sum, part) => sum + part.height, 0),
    draw(ink, top) {
      let at = top
      for (const part of parts) {
        part.draw(ink, at)
        at -= part.height
      }
    },
  }
}

/** Parts next to each other with a common upper edge; each knows its own column. */
export function beside(parts: Part[]): Part {
  return {
    height: Math.max(...parts.map((part) => part.height)),
    draw: (ink, top) => parts.forEach((part) => part.draw(ink, top)),
  }
}
