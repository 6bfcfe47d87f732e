import { addTextAppearance } from './text-line.ts'
import { pointsOf, type Rect } from './seal-rect.ts'
import { textWidth, typeface } from './typeface.ts'
import type { Increment } from '../pdf/increment.ts'
import type { PdfRef } from '../pdf/objects.ts'

/** How a copy was made. @law ND30 art. 25 */
export type CopyForm = 'sao_y' | 'sao_luc' | 'trich_sao'

/**
 * What an agency's signature shows as text and nothing else: on an annex in a file of its own the number and symbol of the
 * document, on an electronic copy the form of the copy and the agency.
 */
export type TextMark = { kind: 'annex'; code: string } | { kind: 'copy'; form: CopyForm; agency: string }

/** What stands between day, month and year; the decree fixes none. */
export type DateSeparator = '/' | '-' | '.'

const COPY_WORDS: Record<CopyForm, string> = { sao_y: 'Sao y', sao_luc: 'Sao lục', trich_sao: 'Trích sao' }

/** Times New Roman (or its metric twin), upright, black, of this size. @law ND30 PL I.II.8.b */
const SIZE = 10

/** Most marks are made of these; with them in every subset one packed font serves signature after signature. */
const COMMON_SIGNS = '0123456789 +-./:;Số'

/**
 * The line of the mark: `Số: 664/UBND-TH; 23/06/2020 16:22:05 +07:00`, `Sao y; UBND tỉnh An Giang; 23/06/2020 16:22:05 +07:00`.
 * The time is Vietnamese, to the second, with its zone.
 * @law ND30 PL I.II.8.b
 */
export function markLine(mark: TextMark, signedAt: Date, separator: DateSeparator = '/'): string {
  const local = new Date(signedAt.getTime() + 7 * 3_600_000).toISOString()
  const [day = '', time = ''] = local.split('T')
  const moment = `${day.split('-').reverse().join(separator)} ${time.slice(0, 8)} +07:00`
  if (mark.kind === 'annex') return `Số: ${mark.code.normalize('NFC')}; ${moment}`
  return `${COPY_WORDS[mark.form]}; ${mark.agency.normalize('NFC')}; ${moment}`
}

/**
 * Where the mark stands: the top right corner of page 1, inside the right margin of 15 mm and the top margin, wide enough for the
 * line and never wider than the page between its margins. `page` is the page's visible box in points.
 */
export function markRect(page: Rect, line: string): Rect {
  const right = page[2] - pointsOf(15)
  const natural = textWidth(typeface('regular'), line, SIZE) + 2
  const width = Math.min(natural, right - page[0] - pointsOf(15))
  const top = page[3] - pointsOf(8)
  return [right - width, top - SIZE * 1.4, right, top]
}

/** Draws the line, right-aligned, without any image. */
export function addMarkAppearance(increment: Increment, line: string, box: { width: number; height: number }): PdfRef {
  return addTextAppearance(increment, { text: line, style: 'regular', size: SIZE, align: 'right' }, box, COMMON_SIGNS)
}
