import type { ByteSource } from './byte-source.ts'
import { isWhite } from './characters.ts'
import type { Security } from './crypt/security.ts'
import { unlock } from './crypt/unlock.ts'
import { decodeStream, MAX_INFLATED_BYTES } from './filters.ts'
import { readIndirectObject, type IndirectObject } from './indirect-object.ts'
import { integerOf, nameOf, type PdfRef, PdfStream, type PdfValue } from './objects.ts'
import { readObjectStream, type PackedObjects } from './object-stream.ts'
import { PdfParser } from './parser.ts'
import { PdfProblem } from './pdf-problem.ts'
import { PdfView } from './pdf-view.ts'
import { readRevisions, type Revision } from './revisions.ts'
import type { XrefEntry } from './xref-entry.ts'

/** All streams of one file that are looked into may together unpack to this much. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024
/** Parsed values kept at most; beyond that all are dropped and read again when they are asked for. */
const MAX_KEPT_VALUES = 400_000
const MAX_STARTXREF_TRIES = 64
/** Problems that an older end of the file would not heal. */
const TOO_MUCH = new Set<string>(['too_large', 'too_many_revisions'])
/** So many bytes of syntax are gone through for one file, however often its cross-references lead to the same ones. */
const MAX_PARSED_BYTES = 48 * 1024 * 1024
/** More than any object stream holds; makes one number of a stream's offset and a place in it. */
const PLACES = 2 ** 17

/**
 * A PDF as its cross-references describe it. Objects are read on demand; bytes that no cross-reference names do not
 * exist for it. Nothing is ever repaired. Memory stays bounded whatever the file holds.
 */
export class PdfFile {
  readonly source: ByteSource
  readonly revisions: Revision[]
  /** Bytes behind the last sound revision that belong to none, 0 in an orderly file. */
  readonly strayTail_bytes: number
  private readonly rewritten = new Map<number, { index: number; entry: XrefEntry }[]>()
  private readonly objects = new Map<number, IndirectObject>()
  private readonly packedValues = new Map<number, PdfValue>()
  private readonly packed = new Map<number, PackedObjects>()
  private readonly lengthsInProgress = new Set<number>()
  private unpacked_bytes = 0
  private keptValues = 0
  private encryption: ReturnType<typeof unlock> = null
  private parsed_bytes = 0

  constructor(source: ByteSource, revisions: Revision[]) {
    this.source = source
    this.revisions = revisions
    this.strayTail_bytes = source.size - revisions.at(-1)!.endWithEol
    for (const { index, entries } of revisions.slice(1))
      for (const [num, entry] of entries) {
        const versions = this.rewritten.get(num)
        if (versions) versions.push({ index, entry })
        else this.rewritten.set(num, [{ index, entry }])
      }
  }

  /** The document as it stood after revision `index` (default: the newest). */
  view(index = this.revisions.length - 1): PdfView {
    return new PdfView(this, index)
  }

  /** Where object `num` stands as of revision `index`; null when it never existed or was freed. */
  entryOf(num: number, index: number): XrefEntry | null {
    const newer = this.rewritten.get(num)?.findLast((version) => version.index <= index)
    const entry = newer ? newer.entry : this.revisions[0]!.entries.get(num)
    return !entry || entry.kind === 'free' ? null : entry
  }

  /** The object at a file offset. `view` looks up an indirect stream length. */
  objectAt(offset: number, view: PdfView): IndirectObject {
    const known = this.objects.get(offset)
    if (known) return known
    this.assertNotSpent()
    const object = this.decrypted(
      readIndirectObject(
        this.source,
        offset,
        (ref) => this.lengthOf(ref, view),
        (bytes) => (this.parsed_bytes += bytes),
      ),
    )
    this.keep(object.values)
    this.objects.set(offset, object)
    return object
  }

  private decrypted(object: IndirectObject): IndirectObject {
    if (!this.encryption || object.num === this.encryption.num) return object
    return { ...object, value: this.encryption.security.decrypted(object.value, object) }
  }

  /** How the values of this file's objects are encrypted, or null for a file in the clear. */
  get security(): Security | null {
    return this.encryption?.security ?? null
  }

  /** Opens an encrypted file; a file in the clear needs no password. Refuses what {@link unlock} refuses. */
  unlock(password: string): void {
    this.encryption = unlock(this.view(), password)
    this.objects.clear()
    this.packedValues.clear()
    this.packed.clear()
  }

  private assertNotSpent(): void {
    if (this.parsed_bytes > MAX_PARSED_BYTES)
      throw new PdfProblem('too_large', 'the file makes its reader go through the same bytes again and again')
  }

  /** The data of a stream with its filters undone. All streams of one file share one budget, on top of `limit_bytes`. */
  decoded(stream: PdfStream, view: PdfView, limit_bytes = MAX_INFLATED_BYTES): Uint8Array {
    const data = decodeStream(stream.dict, stream.raw, (item) => view.resolve(item), limit_bytes)
    this.unpacked_bytes += data.length
    if (this.unpacked_bytes > MAX_UNPACKED_BYTES) throw new PdfProblem('too_large', 'the streams unpack to too much')
    return data
  }

  private keep(values: number): void {
    this.keptValues += values
    if (this.keptValues <= MAX_KEPT_VALUES) return
    this.objects.clear()
    this.packedValues.clear()
    this.keptValues = values
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

  /** What the object stream at a file offset holds, unpacked once and within the file's budget. */
  packedAt(offset: number, view: PdfView): PackedObjects {
    const known = this.packed.get(offset)
    if (known) return known
    const { value } = this.objectAt(offset, view)
    if (!(value instanceof PdfStream) || nameOf(value.dict.get('Type')) !== 'ObjStm')
      throw new PdfProblem('broken_xref', 'a packed object points to something that is no object stream', offset)
    const packed = readObjectStream(value.dict, this.decoded(value, view), (item) => view.resolve(item))
    this.packed.set(offset, packed)
    return packed
  }

  /** The value at one place of the object stream at a file offset. */
  packedValue(offset: number, place: number, view: PdfView): PdfValue {
    const key = offset * PLACES + place
    const known = this.packedValues.get(key)
    if (known !== undefined) return known
    this.assertNotSpent()
    const { data, offsets } = this.packedAt(offset, view)
    const at = offsets[place] ?? data.length
    if (at >= data.length) throw new PdfProblem('broken_structure', 'an object stream points outside itself')
    const parser = new PdfParser(data, -1, at)
    const value = parser.takeValue()
    this.parsed_bytes += parser.pos - at
    this.keep(parser.values)
    this.packedValues.set(key, value)
    return value
  }

  /** True when no byte follows the last revision. */
  isExact(): boolean {
    return this.strayTail_bytes === 0
  }

  /** True when nothing but white space follows the last revision: more may be appended, and nothing is hidden. */
  isAppendable(): boolean {
    let white = true
    this.source.each(this.source.size - this.strayTail_bytes, this.source.size, (piece) => {
      white &&= piece.every(isWhite)
    })
    return white
  }
}

/**
 * Opens a PDF. The header must be the first bytes. Where the last `startxref` leads nowhere, the last one that
 * leads to a sound chain is taken and everything behind it counts as stray: enough to *report* on a
 * manipulated file; signing refuses such a file. An encrypted file opens with its password or the empty one.
 */
export function openPdf(source: ByteSource, password = ''): PdfFile {
  const file = newestSound(source)
  file.unlock(password)
  return file
}

function newestSound(source: ByteSource): PdfFile {
  if (Buffer.from(source.read(0, 5)).toString('latin1') !== '%PDF-')
    throw new PdfProblem('not_a_pdf', 'the file does not begin with %PDF-')
  let problem: PdfProblem | null = null
  const tally = { listed: 0 }
  let from = source.size
  for (let tries = 0; tries < MAX_STARTXREF_TRIES; tries++) {
    const at = source.findLast('startxref', from)
    if (at < 0) break
    try {
      return new PdfFile(source, readRevisions(source, startxrefValue(source, at), tally))
    } catch (error) {
      if (!(error instanceof PdfProblem) || TOO_MUCH.has(error.code)) throw error
      problem ??= error
    }
    from = at - 1
  }
  throw problem ?? new PdfProblem('no_startxref', 'the file has no startxref')
}

function startxrefValue(source: ByteSource, at: number): number {
  const text = Buffer.from(source.read(at + 9, at + 40)).toString('latin1')
  const found = /^\s*(\d{1,12})(?!\d)/.exec(text)
  if (!found) throw new PdfProblem('no_startxref', 'a startxref names no offset', at)
  return Number(found[1])
}
