import type { Run } from './body-text.rules.ts'
import type { FlowBox } from './flow.ts'
import { textWidth } from './font-faces.ts'
import { breakLines, type SetLine } from './line-breaking.ts'
import { linesPart } from './parts.ts'
import { BODY, MM, SHEET, TEXT_AREA } from './sheet.ts'

type Cell = { x: number; width: number; lines: SetLine[] }

const size = 13
const lineHeight = size * 1.25
const padding = 1.5 * MM

/** A ruled table, a box a row; the first row is the head and stays with the second. */
export function tableRows(rows: Run[][][]): FlowBox[] {
  const widths = columnWidths(rows)
  return rows.map((row, index) => ({
    ...rowPart(cellsOf(row, widths), index === 0),
    spaceBefore: index === 0 ? BODY.paragraphGap : 0,
    mayBreakBefore: index !== 1,
  }))
}

/** Each column is as wide as its longest word; what is left is shared by how much longer the cells are. */
function columnWidths(rows: Run[][][]): number[] {
  const count = Math.max(...rows.map((row) => row.length))
  const cellsAt = (column: number) => rows.map((row) => row[column] ?? [])
  const columns = Array.from({ length: count }, (_, column) => ({
    word: Math.max(...cellsAt(column).map(widestWord)) + 2 * padding,
    text: Math.max(...cellsAt(column).map(runsWidth)) + 2 * padding,
  }))
  const words = sum(columns.map(({ word }) => word))
  if (words >= TEXT_AREA.width) return columns.map(({ word }) => (word * TEXT_AREA.width) / words)
  const wish = ({ word, text }: { word: number; text: number }) => Math.min(text, TEXT_AREA.width) - word + 1
  const wishes = sum(columns.map(wish))
  return columns.map((column) => column.word + ((TEXT_AREA.width - words) * wish(column)) / wishes)
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
const runsWidth = (runs: Run[]) => sum(runs.map(({ text, face }) => textWidth(text, face, size)))
const widestWord = (runs: Run[]) =>
  Math.max(0, ...runs.flatMap(({ text, face }) => text.split(' ').map((word) => textWidth(word, face, size))))

function cellsOf(row: Run[][], widths: number[]): Cell[] {
  let x = SHEET.left
  return widths.map((width, column) => {
    const cell = { x, width, lines: breakLines(row[column] ?? [], { width: width - 2 * padding, size }) }
    x += width
    return cell
  })
}

function rowPart(cells: Cell[], head: boolean) {
  const height = Math.max(...cells.map(({ lines }) => lines.length)) * lineHeight + 2 * padding
  const align = head ? ('centre' as const) : ('left' as const)
  const texts = cells.map(({ x, width, lines }) =>
    linesPart(lines, { x: x + padding, width: width - 2 * padding, size, lineHeight, align }),
  )
  return {
    height,
    draw(ink: Parameters<(typeof texts)[0]['draw']>[0], top: number) {
      for (const { x, width } of cells) ink.frame({ x, y: top - height, width, height })
      for (const text of texts) text.draw(ink, top - padding)
    },
  }
}
