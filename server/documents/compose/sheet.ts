/** Points (1/72 inch, the unit of PDF) in a millimetre. All measures of the composed sheet are points unless named `_mm`. */
export const MM = 72 / 25.4

/** A box on a page in PDF space: origin at the bottom left, points. */
export type Rect = { x: number; y: number; width: number; height: number }

/**
 * The A4 sheet with its margins: top and bottom 20–25 mm, left 30–35 mm, right 15–20 mm.
 * @law ND30 PL I.I.3
 */
export const SHEET = {
  width: 210 * MM,
  height: 297 * MM,
  top: 277 * MM,
  bottom: 20 * MM,
  left: 30 * MM,
  right: 195 * MM,
  /** Baseline of the page number, in the middle of the top margin. */
  numberBaseline: 284 * MM,
}

/** Width and height between the margins. */
export const TEXT_AREA = { width: SHEET.right - SHEET.left, height: SHEET.top - SHEET.bottom }

/**
 * Type sizes of the form's parts; each lies in the range that the decree gives for it.
 * @law ND30 PL I.V
 */
export const TYPE_SIZE = {
  country: 12,
  motto: 13,
  agency: 12,
  number: 13,
  date: 13,
  matter: 12,
  title: 14,
  body: 14,
  mark: 13,
  signer: 14,
  recipientsHead: 12,
  recipients: 11,
  contact: 11,
  pageNumber: 13,
}

/**
 * Body lines: first line indented 1.27 cm, at least 6 pt between paragraphs, spacing between one and one and a half lines.
 * @law ND30 PL I.II.6.e
 */
export const BODY = { indent: 12.7 * MM, line: 18.5, paragraphGap: 6 }

/** The left half holds the agency, the number and the recipients; the right half the country, the date and the signer. */
export const COLUMNS = {
  leftHead: { x: SHEET.left, width: 70 * MM },
  rightHead: { x: SHEET.left + 70 * MM, width: TEXT_AREA.width - 70 * MM },
  recipients: { x: SHEET.left, width: 72 * MM },
  signer: { x: 105 * MM, width: 90 * MM },
}

/** Room between the signer's title and name for the personal signature, and the real size of an agency's seal. */
export const SIGNATURE = { width: 60 * MM, height: 25 * MM, gap: 2 * MM, seal: 40 * MM }
