/** What the printed lines of addressees and recipients follow from. */
export type AddresseeSource = {
  /** Names of the recipient agencies in the drafter's order. */
  recipientNames: readonly string[]
  /** Worded by the drafter; empty = follow from the names. */
  addressLines: readonly string[]
  copyLines: readonly string[]
  /** A letter addresses its recipients ("Kính gửi"); other types only list them at the end. */
  letter: boolean
  /** Where the drafting unit keeps its copy: `TH`. */
  unitSymbol: string
}

/** Cell 9a: who is addressed. Only letters address anybody. @law ND30 PL I.II.9.b */
export function addresseeLines(source: AddresseeSource): string[] {
  if (source.addressLines.length > 0) return [...source.addressLines]
  return source.letter ? [...source.recipientNames] : []
}

/**
 * Cell 9b: "Như trên" for a letter or the recipients themselves, what the drafter added, and last the archive:
 * the clerk's (VT) and the drafting unit's copy.
 * @law ND30 PL I.II.9.d
 */
export function recipientLines(source: AddresseeSource): string[] {
  const addressed = addresseeLines(source).length > 0
  const first = addressed ? ['Như trên'] : source.copyLines.length > 0 ? [] : source.recipientNames
  return [...first, ...source.copyLines, `Lưu: VT, ${source.unitSymbol}`]
}

/** Cells 7a and 7b: the lines of competence, then the title where it differs from the last of them. @law ND30 PL I.II.7 */
export function signerLines(authority: { competence: string; printedTitle: string }): {
  competence: string[]
  position: string
} {
  const lines = authority.competence.split('\n').map((one) => one.trim())
  const title = authority.printedTitle.trim()
  const differs = title !== '' && title.toLocaleUpperCase('vi') !== lines.at(-1)?.toLocaleUpperCase('vi')
  if (differs) return { competence: lines, position: title }
  return { competence: lines.slice(0, -1), position: lines.at(-1)! }
}
