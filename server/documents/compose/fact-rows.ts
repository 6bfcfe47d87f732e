import type { FaceName, Run } from './body-text.rules.ts'
import type { FlowBox } from './flow.ts'
import { breakLines } from './line-breaking.ts'
import { linesPart } from './parts.ts'
import { MM, SHEET, TEXT_AREA } from './sheet.ts'

/** A fact with its name; `face` sets the value. */
export interface Fact {
  label: string
  value: string
  face?: FaceName
}

const size = 12
const lineHeight = size * 1.25
const padding = 1.5 * MM
const labelWidth = 50 * MM

/** A ruled table of names and values in two fixed columns, a box a row; a value without a blank is cut to fit. */
export function factRows(facts: readonly Fact[]): FlowBox[] {
  return facts.map((fact, index) => ({ ...rowOf(fact), spaceBefore: index === 0 ? 4 : 0, mayBreakBefore: index > 1 }))
}

function rowOf({ label, value, face = 'regular' }: Fact) {
  const name = column({ text: label, face: 'bold' }, { x: SHEET.left, width: labelWidth })
  const rest = { x: SHEET.left + labelWidth, width: TEXT_AREA.width - labelWidth }
  const text = column({ text: value, face }, rest)
  const height = Math.max(name.height, text.height) + 2 * padding
  return {
    height,
    draw(ink: Parameters<typeof name.draw>[0], top: number) {
      ink.frame({ x: SHEET.left, y: top - height, width: labelWidth, height })
      ink.frame({ ...rest, y: top - height, height })
      name.draw(ink, top - padding)
      text.draw(ink, top - padding)
    },
  }
}

function column(run: Run, { x, width }: { x: number; width: number }) {
  const measure = width - 2 * padding
  const lines = breakLines([run], { width: measure, size })
  return linesPart(lines, { x: x + padding, width: measure, size, lineHeight, align: 'left' })
}
