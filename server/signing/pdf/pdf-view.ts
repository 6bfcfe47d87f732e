import { dictOf, PdfRef, type PdfDict, type PdfValue } from './objects.ts'
import type { PdfFile } from './pdf-file.ts'
import { PdfProblem } from './pdf-problem.ts'

const MAX_REF_CHAIN = 32

/** The document as of one revision: what a viewer that was given the file up to there would see. */
export class PdfView {
  readonly file: PdfFile
  readonly index: number

  constructor(file: PdfFile, index: number) {
    this.file = file
    this.index = index
  }

  get trailer(): PdfDict {
    return this.file.revisions[this.index]!.trailer
  }

  /** The value of object `num`, or null when no cross-reference lists it (ISO 32000-1 7.3.10). */
  object(num: number, gen?: number): PdfValue {
    const entry = this.file.entryOf(num, this.index)
    if (!entry) return null
    if (entry.kind === 'in') return gen ? null : this.packedObject(num, entry.stream, entry.index)
    if (entry.kind === 'free' || (gen !== undefined && entry.gen !== gen)) return null
    const object = this.file.objectAt(entry.offset, this)
    if (object.num !== num || object.gen !== entry.gen)
      throw new PdfProblem('broken_xref', `object ${num} does not stand where the cross-reference says`, entry.offset)
    return object.value
  }

  private packedObject(num: number, stream: number, index: number): PdfValue {
    const container = this.file.entryOf(stream, this.index)
    if (container?.kind !== 'at') throw new PdfProblem('broken_xref', `object stream ${stream} is missing`)
    const packed = this.file.packedAt(container.offset, this)
    if (packed.numbers[index] !== num)
      throw new PdfProblem('broken_xref', `object ${num} is not where its object stream says`)
    return this.file.packedValue(container.offset, index, this)
  }

  /** Follows references to a value; a dangling reference is null. */
  resolve(value: PdfValue | undefined): PdfValue {
    let found: PdfValue = value ?? null
    for (let hops = 0; found instanceof PdfRef; hops++) {
      if (hops > MAX_REF_CHAIN) throw new PdfProblem('broken_structure', 'references lead in a circle')
      found = this.object(found.num, found.gen)
    }
    return found
  }

  /** `dict[key]`, resolved. */
  get(dict: PdfDict | null, key: string): PdfValue {
    return this.resolve(dict?.get(key))
  }

  /** `dict[key]` as a dictionary, or null. */
  dict(dict: PdfDict | null, key: string): PdfDict | null {
    return dictOf(this.get(dict, key))
  }

  /** `dict[key]` as an array, or an empty one. */
  array(dict: PdfDict | null, key: string): PdfValue[] {
    const value = this.get(dict, key)
    return Array.isArray(value) ? value : []
  }

  /** The document catalog; refuses a file without one. */
  catalog(): PdfDict {
    const catalog = dictOf(this.get(this.trailer, 'Root'))
    if (!catalog) throw new PdfProblem('broken_structure', 'the trailer leads to no catalog')
    return catalog
  }

  /** One more than the highest object number that any revision so far lists. */
  nextNumber(): number {
    let highest = 0
    for (const revision of this.file.revisions.slice(0, this.index + 1))
      for (const num of revision.entries.keys()) if (num > highest) highest = num
    return highest + 1
  }
}
