import { textWidth } from './font-faces.ts'
import type { FlowBox } from './flow.ts'
import { breakLines } from './line-breaking.ts'
import { type Part, centredPart, linesPart, beside } from './parts.ts'
import { BODY, MM, SHEET, TEXT_AREA, TYPE_SIZE } from './sheet.ts'

const call = 'Kính gửi:'
const size = TYPE_SIZE.body
const callX = SHEET.left + 28 * MM

/** "- A;" "- B." : a dash before each, a semicolon after each but the last, which has a full stop. */
export function listed(names: readonly string[]): string[] {
  return names.map((name, index) => {
    const bare = name.replace(/^[\s\-–•+]+/u, '').replace(/[\s;.,]+$/u, '')
    return `- ${bare}${index === names.length - 1 ? '.' : ';'}`
  })
}

/** Cell 9a: one addressee on the line of the call, several below it with their dashes under the colon. @law ND30 PL I.II.9.d */
export function addresseeBoxes(names: readonly string[]): FlowBox[] {
  if (names.length === 0) return []
  const parts = names.length === 1 ? [onePart(names[0]!)] : manyParts(names)
  return parts.map((part, index) => ({ ...part, spaceBefore: index === 0 ? 14 : 0, mayBreakBefore: false }))
}

function onePart(name: string): Part {
  const column = { x: SHEET.left + 10 * MM, width: TEXT_AREA.width - 20 * MM }
  return centredPart(`${call} ${name.trim()}`, { ...column, size, face: 'regular' })
}

function manyParts(names: readonly string[]): Part[] {
  const dashX = callX + textWidth(call, 'regular', size) - textWidth(':', 'regular', size)
  return [text(call, callX), ...listed(names).map((name) => dashed(name, dashX))]
}

function dashed(name: string, x: number): Part {
  const hang = textWidth('- ', 'regular', size)
  return beside([text('-', x), text(name.slice(2), x + hang)])
}

function text(content: string, x: number): Part {
  const width = SHEET.right - x
  const lines = breakLines([{ text: content, face: 'regular' }], { width, size })
  return linesPart(lines, { x, width, size, lineHeight: BODY.line, align: 'left' })
}
