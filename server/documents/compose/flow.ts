import { type Block, blocksOf } from './body-text.rules.ts'
import type { SetLine } from './line-breaking.ts'
import { breakLines } from './line-breaking.ts'
import type { Box } from './pagination.rules.ts'
import { linesPart, type Part } from './parts.ts'
import { BODY, SHEET, TEXT_AREA, TYPE_SIZE } from './sheet.ts'
import { tableRows } from './table-rows.ts'

/** A part with its wishes about pages. */
export type FlowBox = Box & Part

const lineStyle = { x: SHEET.left, width: TEXT_AREA.width, size: TYPE_SIZE.body, lineHeight: BODY.line }

/** Cell 6: a box a line, so that pages may break between lines, but never leave one line of a paragraph alone. */
export function bodyBoxes(body: string): FlowBox[] {
  const boxes: FlowBox[] = []
  let afterHeading = false
  for (const block of blocksOf(body)) {
    const [first, ...rest] = boxesOf(block)
    if (first) boxes.push(afterHeading ? { ...first, mayBreakBefore: false } : first, ...rest)
    afterHeading = block.kind === 'heading'
  }
  return boxes
}

function boxesOf(block: Block): FlowBox[] {
  if (block.kind === 'table') return tableRows(block.rows)
  const centred = block.kind === 'heading'
  const indent = centred ? 0 : BODY.indent
  const lines = breakLines(block.runs, { width: TEXT_AREA.width, size: TYPE_SIZE.body, indent })
  const align = centred ? ('centre' as const) : ('justify' as const)
  return lines.map((line, index) => lineBox(line, { index, count: lines.length, align }))
}

function lineBox(line: SetLine, place: { index: number; count: number; align: 'centre' | 'justify' }): FlowBox {
  const { index, count, align } = place
  const first = index === 0
  const lonely = index === 1 || (index === count - 1 && count > 1)
  return {
    ...linesPart([line], { ...lineStyle, align }),
    spaceBefore: first ? BODY.paragraphGap : 0,
    mayBreakBefore: first || !lonely,
  }
}
