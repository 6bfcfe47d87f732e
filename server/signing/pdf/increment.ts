import { serialize } from './serialize.ts'
import { integerOf, PdfName, PdfRef, PdfStream, pdfDict, type PdfDict, type PdfValue } from './objects.ts'
import type { PdfFile } from './pdf-file.ts'
import { PdfProblem } from './pdf-problem.ts'

/** Trailer keys that describe one cross-reference and must never be copied into the next. */
const SECTION_KEYS = ['Prev', 'XRefStm', 'Type', 'W', 'Index', 'Filter', 'DecodeParms', 'Length', 'Size']

/**
 * One more revision of a file, as bytes to append. It follows the form of the revision before it (table or
 * stream), lists exactly what it writes, and leaves every earlier byte where it is. What it writes into an encrypted
 * file is encrypted as the file is.
 */
export class Increment {
  readonly base: PdfFile
  private readonly chunks: Buffer[] = []
  private readonly written = new Map<number, { offset: number; gen: number }>()
  private nextNum: number
  private position: number

  constructor(base: PdfFile) {
    if (!base.isAppendable()) throw new PdfProblem('broken_structure', 'the file has bytes that belong to no revision')
    this.base = base
    this.position = base.source.size
    this.nextNum = base.view().nextNumber()
    if (base.revisions.at(-1)!.end === base.source.size) this.push(Buffer.from('\n'))
  }

  /** Reserves an object number, for objects that name each other. */
  reserve(): PdfRef {
    return new PdfRef(this.nextNum++)
  }

  /** Writes a new object and returns its reference. */
  add(value: PdfValue, ref: PdfRef = this.reserve()): PdfRef {
    this.write(ref, serialize(this.secured(value, ref)))
    return ref
  }

  /** A value as it must stand in object `ref`: encrypted as the file is, or as it is in a file in the clear. */
  secured(value: PdfValue, ref: PdfRef): PdfValue {
    return this.base.security?.encrypted(value, ref) ?? value
  }

  /** Writes ready bytes as a new object and returns the file offset at which they stand. */
  addRaw(bytes: Buffer, ref: PdfRef): number {
    return this.write(ref, bytes)
  }

  /** Writes a newer version of an object that the file has. */
  replace(ref: PdfRef, value: PdfValue): void {
    const entry = this.base.entryOf(ref.num, this.base.revisions.length - 1)
    const own = new PdfRef(ref.num, entry?.kind === 'at' ? entry.gen : 0)
    this.write(own, serialize(this.secured(value, own)))
  }

  private write(ref: PdfRef, body: Buffer): number {
    if (this.written.has(ref.num)) throw new Error(`object ${ref.num} is written twice in one increment`)
    this.written.set(ref.num, { offset: this.position, gen: ref.gen })
    const head = Buffer.from(`${ref.num} ${ref.gen} obj\n`, 'latin1')
    const at = this.position + head.length
    this.push(head)
    this.push(body)
    this.push(Buffer.from('\nendobj\n'))
    return at
  }

  private push(bytes: Buffer): void {
    this.chunks.push(bytes)
    this.position += bytes.length
  }

  /** Ends the revision with its cross-reference and returns all bytes to append. Call once. */
  finish(): Buffer {
    const last = this.base.revisions.at(-1)!
    const trailer = new Map([...last.trailer].filter(([key]) => !SECTION_KEYS.includes(key)))
    trailer.set('Prev', last.startxref)
    const startxref = last.form === 'table' ? this.pushTable(trailer) : this.pushStream(trailer)
    this.push(Buffer.from(`startxref\n${startxref}\n%%EOF\n`))
    return Buffer.concat(this.chunks)
  }

  private pushTable(trailer: PdfDict): number {
    const startxref = this.position
    const lines = ['xref']
    for (const run of runs([...this.written.keys()])) {
      lines.push(`${run[0]} ${run.length}`)
      for (const num of run) {
        const { offset, gen } = this.written.get(num)!
        lines.push(`${String(offset).padStart(10, '0')} ${String(gen).padStart(5, '0')} n `)
      }
    }
    trailer.set('Size', this.size())
    this.push(Buffer.concat([Buffer.from(`${lines.join('\n')}\ntrailer\n`), serialize(trailer), Buffer.from('\n')]))
    return startxref
  }

  private pushStream(trailer: PdfDict): number {
    const ref = this.reserve()
    const startxref = this.position
    this.written.set(ref.num, { offset: startxref, gen: 0 })
    const numbers = [...this.written.keys()].sort((a, b) => a - b)
    const rows = Buffer.concat(numbers.map((num) => streamRow(this.written.get(num)!)))
    this.written.delete(ref.num)
    const own = pdfDict({
      Type: new PdfName('XRef'),
      Size: this.size(),
      W: [1, 5, 2],
      Index: runs(numbers).flatMap((run) => [run[0]!, run.length]),
    })
    this.write(ref, serialize(new PdfStream(new Map([...own, ...trailer]), rows)))
    return startxref
  }

  /** `/Size` counts from the highest number of all revisions, not only of this one. */
  private size(): number {
    const before = integerOf(this.base.view().trailer.get('Size')) ?? 0
    return Math.max(this.nextNum, before)
  }
}

function streamRow(entry: { offset: number; gen: number }): Buffer {
  const row = Buffer.alloc(8)
  row[0] = 1
  row.writeUIntBE(entry.offset, 1, 5)
  row.writeUInt16BE(entry.gen, 6)
  return row
}

/** Consecutive numbers grouped, in order. */
function runs(numbers: number[]): number[][] {
  const groups: number[][] = []
  for (const num of numbers.sort((a, b) => a - b)) {
    const last = groups.at(-1)
    if (last && last.at(-1) === num - 1) last.push(num)
    else groups.push([num])
  }
  return groups
}
