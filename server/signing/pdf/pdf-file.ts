import type { ByteSource } from './byte-source.ts'
import { isWhite } from './characters.ts'
import { readIndirectObject, type IndirectObject } from './indirect-object.ts'
import { integerOf, nameOf, type PdfRef, PdfStream } from './objects.ts'
import { readObjectStream, type PackedObject } from './object-stream.ts'
import { PdfProblem } from './pdf-problem.ts'
import { PdfView } from './pdf-view.ts'
import { readRevisions, type Revision } from './revisions.ts'
import type { XrefEntry } from './xref-entry.ts'

/** All object streams of one file together may unpack to this much. */
const MAX_UNPACKED_BYTES = 128 * 1024 * 1024
const MAX_STARTXREF_TRIES = 64

/**
 * A PDF as its cross-references describe it. Objects are read on demand, once each; bytes that no
 * cross-reference names do not exist for it. Nothing is ever repaired.
 */
export class PdfFile {
  readonly source: ByteSource
  readonly revisions: Revision[]
  /** Bytes behind the last sound revision that belong to none, 0 in an orderly file. */
  readonly strayTail_bytes: number
  private readonly objects = new Map<number, IndirectObject>()
  private readonly packed = new Map<number, PackedObject[]>()
  private readonly lengthsInProgress = new Set<number>()
  private unpacked_bytes = 0

  constructor(source: ByteSource, revisions: Revision[]) {
    this.source = source
    this.revisions = revisions
    this.strayTail_bytes = source.size - revisions.at(-1)!.endWithEol
  }

  /** The document as it stood after revision `index` (default: the newest). */
  view(index = this.revisions.length - 1): PdfView {
    return new PdfView(this, index)
  }

  /** Where object `num` stands as of revision `index`; null when it never existed or was freed. */
  entryOf(num: number, index: number): XrefEntry | null {
    for (let i = index; i >= 0; i--) {
      const entry = this.revisions[i]!.entries.get(num)
      if (entry) return entry.kind === 'free' ? null : entry
    }
    return null
  }

  /** The object at a file offset, read once. `view` looks up an indirect stream length. */
  objectAt(offset: number, view: PdfView): IndirectObject {
    const known = this.objects.get(offset)
    if (known) return known
    const object = readIndirectObject(this.source, offset, (ref) => this.lengthOf(ref, view))
    this.objects.set(offset, object)
    return object
  }

  private lengthOf(ref: PdfRef, view: PdfView): number | null {
    if (this.lengthsInProgress.has(ref.num)) return null
    this.lengthsInProgress.add(ref.num)
    try {
      return integerOf(view.resolve(ref))
    } finally {
      this.lengthsInProgress.delete(ref.num)
    }
  }

  /** The objects inside the object stream at a file offset, unpacked once and within the file's budget. */
  packedAt(offset: number, view: PdfView): PackedObject[] {
    const known = this.packed.get(offset)
    if (known) return known
    const { value } = this.objectAt(offset, view)
    if (!(value instanceof PdfStream) || nameOf(value.dict.get('Type')) !== 'ObjStm')
      throw new PdfProblem('broken_xref', 'a packed object points to something that is no object stream', offset)
    const { objects, unpacked_bytes } = readObjectStream(value, (item) => view.resolve(item))
    this.unpacked_bytes += unpacked_bytes
    if (this.unpacked_bytes > MAX_UNPACKED_BYTES) throw new PdfProblem('too_large', 'object streams unpack to too much')
    this.packed.set(offset, objects)
    return objects
  }

  /** True when no byte follows the last revision. */
  isExact(): boolean {
    return this.strayTail_bytes === 0
  }

  /** True when nothing but white space follows the last revision: more may be appended, and nothing is hidden. */
  isAppendable(): boolean {
    return this.source.read(this.source.size - this.strayTail_bytes, this.source.size).every(isWhite)
  }
}

/**
 * Opens a PDF. The header must be the first bytes. Where the last `startxref` leads nowhere, the last one that
 * leads to a sound chain is taken and everything behind it counts as stray: enough to *report* on a
 * manipulated file; signing refuses such a file.
 */
export function openPdf(source: ByteSource): PdfFile {
  if (Buffer.from(source.read(0, 5)).toString('latin1') !== '%PDF-')
    throw new PdfProblem('not_a_pdf', 'the file does not begin with %PDF-')
  let problem: unknown = new PdfProblem('no_startxref', 'the file has no startxref')
  let from = source.size
  for (let tries = 0; tries < MAX_STARTXREF_TRIES; tries++) {
    const at = source.findLast('startxref', from)
    if (at < 0) break
    try {
      return new PdfFile(source, readRevisions(source, startxrefValue(source, at)))
    } catch (error) {
      if (!(error instanceof PdfProblem)) throw error
      if (tries === 0) problem = error
    }
    from = at - 1
  }
  throw problem
}

function startxrefValue(source: ByteSource, at: number): number {
  const text = Buffer.from(source.read(at + 9, at + 40)).toString('latin1')
  const found = /^\s*(\d{1,12})(?!\d)/.exec(text)
  if (!found) throw new PdfProblem('no_startxref', 'a startxref names no offset', at)
  return Number(found[1])
}
