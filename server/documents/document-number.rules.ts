/** How a document's number is built: administrative ones without the year, normative ones with it. */
export type NumberFamily = 'administrative' | 'normative' | 'copy'

/** What stands behind the number. `type` is empty for công văn; `unit` and `field` only stand in its symbol. */
export type SymbolParts = { type: string; agency: string; unit?: string; field?: string }

/** A number and symbol taken apart. `suffix` is a letter that some agencies add ("12a"); `year` only in normative ones. */
export type DocumentCode = { number: number; suffix: string; year: number | null; symbol: string }

/** "05", "10", "664": below ten with a leading zero. @law ND30 PL I.II.3 */
export function printedNumber(number: number): string {
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`${number} is no number of a book`)
  return String(number).padStart(2, '0')
}

/**
 * The groups behind the number, with hyphens and no spaces: type and agency ("TB-UBND"), or for công văn the agency, the
 * drafting unit and perhaps the field ("UBND-TH", "STTTT-CNTT-BCVT").
 * @law ND30 PL I.II.3
 */
export function documentSymbol({ type, agency, unit, field }: SymbolParts): string {
  const groups = type === '' ? [agency, unit, field] : [type, agency]
  return groups
    .flatMap(
      (group) =>
        group
          ?.normalize('NFC')
          .trim()
          .replace(/[\s–-]+/gu, '-') ?? [],
    )
    .filter(Boolean)
    .join('-')
}

/**
 * Number and symbol as people cite the document: `664/UBND-TH`, normative `28/2018/QĐ-TTg`.
 * @law ND30 PL I.II.3
 */
export function documentCode(number: number, symbol: string, by: { family: NumberFamily; year: number }): string {
  const year = by.family === 'normative' ? `${by.year}/` : ''
  return `${printedNumber(number)}/${year}${symbol}`
}

/** Cell 3 as printed: `Số: 664/UBND-TH`. @law ND30 PL I.II.3 */
export const numberLine = (code: string) => `Số: ${code}`

const written = /^(?:số\s*:?\s*)?(\d{1,6})([a-z]?)\s*\/\s*(?:(\d{4})\s*\/\s*)?(\p{L}[\p{L}\d&.\s–-]*)$/iu

/**
 * Reads a code as people write it: with "Số:", with spaces around the slash, with long dashes. Null where it is none.
 * Does not guess at missing hyphens: "637/QĐUBND" keeps its symbol.
 */
export function readDocumentCode(text: string): DocumentCode | null {
  const found = written.exec(text.normalize('NFC').trim())
  if (!found) return null
  const [, number, suffix, year, rest] = found
  const symbol = rest!
    .trim()
    .replace(/\s*[–-]\s*/gu, '-')
    .replace(/\s+/gu, ' ')
  return { number: Number(number), suffix: suffix!.toLowerCase(), year: year ? Number(year) : null, symbol }
}
