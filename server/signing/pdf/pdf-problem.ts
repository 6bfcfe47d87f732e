/** What is wrong with a file, as a stable word: the reader, the verifier and the command line share the list. */
export type PdfProblemCode =
  | 'not_a_pdf'
  | 'no_startxref'
  | 'broken_syntax'
  | 'broken_xref'
  | 'broken_stream'
  | 'unsupported_filter'
  | 'too_deep'
  | 'too_large'
  | 'too_many_revisions'
  | 'encrypted'
  | 'wrong_password'
  | 'broken_structure'

/**
 * The file cannot be read faithfully. The reader never repairs: two viewers that repair differently would show
 * two documents under one signature.
 */
export class PdfProblem extends Error {
  readonly code: PdfProblemCode
  readonly offset: number | null

  constructor(code: PdfProblemCode, detail: string, offset: number | null = null) {
    super(offset === null ? detail : `${detail} (at byte ${offset})`)
    this.name = 'PdfProblem'
    this.code = code
    this.offset = offset
  }
}
