import type { Segment } from './text-segments.rules.ts'

/** Left, bottom, right, top in points. */
export type Box = { left: number; bottom: number; right: number; top: number }

/** One page of an uploaded document; `box` is what a viewer shows of it. */
export type UploadedPage = { box: Box; segments: Segment[] }

/**
 * Where a field will stand: page from 1. `printed` is text of the upload that the field will replace ("Số:      /UBND-TH"),
 * to be covered before anybody reviews or signs; null where the place is blank.
 */
export type FieldPlace = { name: FieldName; page: number; box: Box; printed: Box | null }

/** The fields that every document is prepared with before anybody signs. */
export type FieldName = 'document_number' | 'issue_date' | 'leader_signature' | 'agency_seal'

const MM = 72 / 25.4
const signature = { width: 60 * MM, height: 25 * MM, least: 15 * MM }
const seal = 40 * MM
/** A line that begins further left than this share of the page is body, even when it names a day. */
const bodyShare = 0.33
const numberLine = /^số\s*:/iu
const dateLine = /ngày[\s.…_]*\d{0,2}[\s.…_]*tháng[\s.…_]*\d{0,2}[\s.…_]*năm/iu

/**
 * Finds the four places in an uploaded document: the lines "Số: …" and "…, ngày … tháng … năm …" at the top of the first
 * page, and the room above the signer's name, looked for from the end. What is not found gets its cell of the decree's form.
 * @law ND30 PL I.IV
 */
export function placeFields(pages: readonly UploadedPage[], signerName: string): FieldPlace[] {
  const first = pages[0]!
  const leader = signatureOf(pages, signerName)
  return [numberOf(first), dateOf(first), leader, sealOf(leader)]
}

const topHalf = ({ box, segments }: UploadedPage) => segments.filter(({ y }) => y > (box.top + box.bottom) / 2)
const middle = ({ left, right }: Box) => (left + right) / 2

function numberOf(page: UploadedPage): FieldPlace {
  const cell = columnCell(page, { from_mm: 30, to_mm: 100 })
  const found = topHalf(page).find(({ text, x }) => numberLine.test(text) && x < middle(page.box))
  if (!found) return { name: 'document_number', page: 1, box: cell, printed: null }
  const limit = Math.max(middle(page.box) - 5 * MM, found.right)
  const row = page.segments.filter(({ y, x }) => Math.abs(y - found.y) < found.size * 0.4 && x >= found.x && x < limit)
  const printed = around({ ...found, right: Math.max(...row.map(({ right }) => right)) })
  const box = widened(printed, {
    left: Math.min(cell.left, printed.left),
    right: Math.max(printed.right, Math.min(cell.right, limit)),
  })
  return { name: 'document_number', page: 1, box, printed }
}

function dateOf(page: UploadedPage): FieldPlace {
  const cell = columnCell(page, { from_mm: 100, to_mm: 195 })
  const rows = rowsOf(topHalf(page).filter(({ right }) => right > middle(page.box)))
  const start = page.box.left + (page.box.right - page.box.left) * bodyShare
  const found = rows.find(({ text, x }) => x > start && dateLine.test(text))
  if (!found) return { name: 'issue_date', page: 1, box: cell, printed: null }
  const printed = around(found)
  const box = widened(printed, { left: Math.min(cell.left, printed.left), right: Math.max(cell.right, printed.right) })
  return { name: 'issue_date', page: 1, box, printed }
}

/** Blanks between "ngày" and "tháng" part a date line into segments; together they are the line again. */
function rowsOf(segments: Segment[]): Segment[] {
  const rows: Segment[] = []
  for (const segment of segments) {
    const row = rows.at(-1)
    if (row && Math.abs(row.y - segment.y) < segment.size * 0.4) {
      row.text += ` ${segment.text}`
      row.right = Math.max(row.right, segment.right)
    } else rows.push({ ...segment })
  }
  return rows
}

function signatureOf(pages: readonly UploadedPage[], signerName: string): FieldPlace {
  const name = folded(signerName)
  for (let index = pages.length - 1; index >= 0; index -= 1) {
    const page = pages[index]!
    const found = page.segments.findLast(
      ({ text, x, right }) => folded(text).endsWith(name) && (x + right) / 2 > middle(page.box),
    )
    if (found) return { name: 'leader_signature', page: index + 1, box: aboveName(page, found), printed: null }
  }
  const last = pages.at(-1)!
  return { name: 'leader_signature', page: pages.length, box: belowText(last), printed: null }
}

const folded = (text: string) => text.normalize('NFC').toLocaleLowerCase('vi').replace(/\s+/gu, ' ').trim()

/** Between the name and the title above it, as high as the room allows. */
function aboveName({ box, segments }: UploadedPage, name: Segment): Box {
  const centre = (name.x + name.right) / 2
  const bottom = name.y + name.size * 0.9 + 2 * MM
  const over = segments.filter(
    (one) => one.y > name.y + name.size && one.x < centre + 10 * MM && one.right > centre - 10 * MM,
  )
  const ceiling = Math.min(...over.map((one) => one.y - one.size * 0.3 - MM), box.top)
  const height = Math.max(signature.least, Math.min(signature.height, ceiling - bottom))
  return clamped(
    { left: centre - signature.width / 2, bottom, right: centre + signature.width / 2, top: bottom + height },
    box,
  )
}

/** Where no name is printed: the right half below the last line, or the foot of the page. */
function belowText({ box, segments }: UploadedPage): Box {
  const centre = box.left + 150 * MM
  const lowest = Math.min(...segments.map(({ y }) => y), box.top - 60 * MM)
  const top = Math.max(lowest - 10 * MM, box.bottom + 20 * MM + signature.height)
  return clamped(
    { left: centre - signature.width / 2, right: centre + signature.width / 2, bottom: top - signature.height, top },
    box,
  )
}

/** In real size, over a third of the signature, on its left. @law ND30 PL I.II.8.a */
function sealOf({ page, box }: FieldPlace): FieldPlace {
  const right = box.left + (box.right - box.left) / 3
  const bottom = (box.bottom + box.top) / 2 - seal / 2
  return { name: 'agency_seal', page, box: { left: right - seal, bottom, right, top: bottom + seal }, printed: null }
}

/** Cells 3 and 4 where the form has them: below two lines of letterhead. */
function columnCell({ box }: UploadedPage, { from_mm, to_mm }: { from_mm: number; to_mm: number }): Box {
  const top = box.top - 33 * MM
  return { left: box.left + from_mm * MM, right: box.left + to_mm * MM, bottom: top - 18, top }
}

/** A line of text with room for its marks above and below. */
function around({ x, y, right, size }: Segment): Box {
  return { left: x - 1, bottom: y - size * 0.3, right: right + 1, top: y + size * 1.05 }
}

const widened = (box: Box, sides: { left: number; right: number }): Box => ({ ...box, ...sides })

/** Moved, never shrunk, until it lies on the page. */
function clamped(box: Box, page: Box): Box {
  const dx = Math.max(0, page.left - box.left) - Math.max(0, box.right - page.right)
  const dy = Math.max(0, page.bottom - box.bottom) - Math.max(0, box.top - page.top)
  return { left: box.left + dx, right: box.right + dx, bottom: box.bottom + dy, top: box.top + dy }
}
