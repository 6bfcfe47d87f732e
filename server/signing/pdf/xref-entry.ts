import type { PdfDict } from './objects.ts'

/** Where one object stands: free, at a file offset, or at an index inside an object stream. */
export type XrefEntry =
  | { kind: 'free'; gen: number }
  | { kind: 'at'; offset: number; gen: number }
  | { kind: 'in'; stream: number; index: number }

/** One cross-reference section as the file has it. */
export interface XrefSection {
  form: 'table' | 'stream'
  /** First byte of the section and the byte behind it (trailer included). */
  offset: number
  end: number
  entries: Map<number, XrefEntry>
  trailer: PdfDict
  /** Offset of the hybrid file's extra stream, whose entries are already merged in. */
  hybridAt: number | null
}

/** Object numbers above this are refused; the limit of ISO 32000-1 annex C. */
export const MAX_OBJECT_NUMBER = 8_388_607

/** One section lists at most so many objects; beyond any paper of an office, within the memory of a server. */
export const MAX_ENTRIES = 300_000
