import { breakBalanced } from './line-breaking.ts'
import type { Ink } from './ink.ts'
import { linesPart, type Part, space, stacked } from './parts.ts'
import { SHEET, TEXT_AREA, TYPE_SIZE } from './sheet.ts'

/** Cell 13: the agency's address under a line at the foot of the first page. @law ND30 PL I.III.4 */
export function contactFoot(contact: string | null): Part {
  if (contact === null || contact.trim() === '') return space(0)
  const size = TYPE_SIZE.contact
  const lines = breakBalanced([{ text: contact, face: 'regular' }], { width: TEXT_AREA.width, size })
  const line: Part = { height: 3, draw: (ink, top) => ink.rule(SHEET.left, top, TEXT_AREA.width) }
  const style = { x: SHEET.left, width: TEXT_AREA.width, size, lineHeight: size * 1.2, align: 'centre' as const }
  return stacked([space(8), line, linesPart(lines, style)])
}

/** Arabic numerals in the middle of the top margin, from the second page on. @law ND30 PL I.I.7 */
export function pageNumber(ink: Ink, page: number): void {
  if (page === 0) return
  const size = TYPE_SIZE.pageNumber
  const lines = breakBalanced([{ text: String(page + 1), face: 'regular' }], { width: TEXT_AREA.width, size })
  ink.line(lines[0]!, SHEET.numberBaseline, { x: SHEET.left, width: TEXT_AREA.width, size, align: 'centre' })
}
