/** How quickly the paper must be handled; printed in cell 10b unless `normal`. @law ND30 PL I.III.2.b */
export type Urgency = 'normal' | 'urgent' | 'very_urgent' | 'express'

/** Who may see the paper; printed in cell 11 unless `normal`. */
export type Circulation = 'normal' | 'internal' | 'return_after_reading'

/**
 * Everything that {@link composeDocument} needs to lay out one administrative document.
 * Texts may come in any normal form and are drawn in NFC. Number and date are absent on purpose: they are form
 * fields, filled when the clerk seals. The decree's cell numbers stand in the comments.
 */
export type Composition = {
  /** Cell 2. Names in any case, printed in capitals; `\n` forces a line break ("Ủy ban nhân dân\ntỉnh An Giang"). */
  agency: { name: string; parent: string | null }
  /** Cell 5. `letter` for công văn: no title, the subject stands as "V/v …" below the number. */
  type: { name: string; letter: boolean }
  /** Group behind the number, e.g. `UBND-TH`; not printed, it names the number's field for screen readers. */
  symbol: string
  /** Cell 4, e.g. `An Giang`; not printed either, the date's field carries it later. */
  place: string
  /** Trích yếu, without "V/v". */
  subject: string
  /** Cell 9a, without "Kính gửi". Empty for documents that address nobody. */
  addressees: string[]
  /** Cell 6, in the plain marks that `body-text.rules.ts` explains. */
  body: string
  /** Cells 7a and 7b: lines of competence (`['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH']`), then position, then name. */
  signer: { competence: string[]; position: string; fullName: string }
  /** Cell 9b, one line each without the leading dash, e.g. `Như trên`, `Lưu: VT, TH`. */
  recipients: string[]
  urgency: Urgency
  circulation: Circulation
  /** Cell 13, at the foot of the first page: address, telephone, e-mail, website. */
  contact: string | null
  /** Stored as the file's creation time. The only clock that the result depends on: equal input gives equal bytes. */
  composedAt: Date
}
