import type { Circulation, Composition, Urgency } from './composition.ts'
import { textWidth } from './font-faces.ts'
import { beside, baselineOf, centredLines, centredPart, type Part, space, stacked, strokeUnder } from './parts.ts'
import { COLUMNS, MM, TEXT_AREA, SHEET, TYPE_SIZE } from './sheet.ts'

const country = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'
const motto = 'Độc lập - Tự do - Hạnh phúc'

/** Words and sizes of the stamps. @law ND30 PL I.III.2.b */
const urgencyStamps: Record<Exclude<Urgency, 'normal'>, { text: string; width_mm: number; height_mm: number }> = {
  urgent: { text: 'KHẨN', width_mm: 20, height_mm: 8 },
  very_urgent: { text: 'THƯỢNG KHẨN', width_mm: 40, height_mm: 8 },
  express: { text: 'HỎA TỐC', width_mm: 30, height_mm: 8 },
}

/** @law ND30 PL I.III.2.c */
const circulationMarks: Record<Exclude<Circulation, 'normal'>, string> = {
  internal: 'LƯU HÀNH NỘI BỘ',
  return_after_reading: 'XEM XONG TRẢ LẠI',
}

/** The share of a title's width that the stroke below it has: between a third and a half. @law ND30 PL I.II.2.b */
const strokeShare = 0.4

/** Vietnamese capitals, as names of agencies, titles and offices are printed. */
export const capitals = (text: string) => text.toLocaleUpperCase('vi')

/** Everything above the body: cells 1 to 5, 10b and 11. Only on the first page. */
export function letterhead(composition: Composition): Part {
  const { type, subject } = composition
  const names = beside([agencyPart(composition.agency), countryPart()])
  const matter = type.letter ? [space(6), matterPart(subject)] : []
  const title = type.letter ? [] : [space(14), titlePart(type.name, subject)]
  return stacked([names, space(3), fieldsRow(), ...matter, ...marks(composition), ...title])
}

function countryPart(): Part {
  const column = COLUMNS.rightHead
  return stacked([
    centredPart(country, { ...column, size: TYPE_SIZE.country, face: 'bold' }),
    centredPart(motto, { ...column, size: TYPE_SIZE.motto, face: 'bold' }),
    strokeUnder(textWidth(motto, 'bold', TYPE_SIZE.motto), column),
  ])
}

function agencyPart({ name, parent }: Composition['agency']): Part {
  const column = COLUMNS.leftHead
  const size = TYPE_SIZE.agency
  const parents = parent === null ? [] : [centredPart(capitals(parent), { ...column, size, face: 'regular' })]
  return stacked([...parents, ...underlined(capitals(name), column, size)])
}

/** Bold centred text with the short stroke below its last line. */
function underlined(text: string, column: { x: number; width: number }, size: number): Part[] {
  const style = { ...column, size, face: 'bold' as const }
  const width = centredLines(text, style).at(-1)!.width
  return [centredPart(text, style), strokeUnder(width * strokeShare, column)]
}

/** Number left, place and date right: two fields that stay empty until the clerk seals. @law ND30 art. 15.3 */
function fieldsRow(): Part {
  const height = 18
  return {
    height,
    draw(ink, top) {
      ink.field('document_number', { ...COLUMNS.leftHead, y: top - height, height })
      ink.field('issue_date', { ...COLUMNS.rightHead, y: top - height, height })
    },
  }
}

/** Cell 5b, below the number. @law ND30 PL I.II.5.b */
function matterPart(subject: string): Part {
  const column = { x: COLUMNS.leftHead.x + 3 * MM, width: COLUMNS.leftHead.width - 6 * MM }
  return centredPart(`V/v ${subject}`, { ...column, size: TYPE_SIZE.matter, face: 'regular' })
}

/** Cell 5a, over the whole width. @law ND30 PL I.II.5.b */
function titlePart(name: string, subject: string): Part {
  const column = { x: SHEET.left + 10 * MM, width: TEXT_AREA.width - 20 * MM }
  const size = TYPE_SIZE.title
  return stacked([
    centredPart(capitals(name), { ...column, size, face: 'bold' }),
    ...underlined(subject, column, size),
    space(6),
  ])
}

function marks({ urgency, circulation }: Composition): Part[] {
  const parts: Part[] = []
  if (urgency !== 'normal') parts.push(space(8), stampPart(urgency))
  if (circulation !== 'normal') parts.push(space(8), markPart(circulationMarks[circulation]))
  return parts
}

function stampPart(urgency: Exclude<Urgency, 'normal'>): Part {
  const { text, width_mm, height_mm } = urgencyStamps[urgency]
  return framedPart(text, { width: width_mm * MM, height: height_mm * MM, colour: 'red' })
}

function markPart(text: string): Part {
  const width = textWidth(text, 'bold', TYPE_SIZE.mark) + 5 * MM
  return framedPart(text, { width, height: 8 * MM, colour: 'black' })
}

function framedPart(text: string, box: { width: number; height: number; colour: 'red' | 'black' }): Part {
  const { width, height, colour } = box
  const x = COLUMNS.leftHead.x + (COLUMNS.leftHead.width - width) / 2
  const size = TYPE_SIZE.mark
  const [line] = centredLines(text, { width, size, face: 'bold' })
  return {
    height,
    draw(ink, top) {
      ink.frame({ x, y: top - height, width, height }, colour)
      ink.line(line!, baselineOf(top, height, size), { x, width, size, colour, align: 'centre' })
    },
  }
}
