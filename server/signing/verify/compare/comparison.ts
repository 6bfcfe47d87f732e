import { PdfName, PdfRef, PdfStream, PdfString, type PdfDict, type PdfValue } from '../../pdf/objects.ts'
import type { PdfView } from '../../pdf/pdf-view.ts'
import type { ChangesAfter } from '../report.ts'

/** One difference between two revisions and how grave it is by itself. */
export interface Change {
  level: Exclude<ChangesAfter, 'none'>
  code: string
  detail: string
  /** The form field it concerns. */
  field?: string
}

type Pair = [PdfValue | undefined, PdfValue | undefined]

/**
 * Two views of one file and what differs. `same` compares whole graphs, following references on both sides; it stops
 * at *boundaries* (pages, fields, the catalog), which have rules of their own and are compared by them.
 */
export class Comparison {
  readonly before: PdfView
  readonly after: PdfView
  readonly changes: Change[] = []
  /** Object numbers of the newer view that some rule has looked at. */
  readonly seen = new Set<number>()
  private readonly boundaries = new Set<number>()
  private proven = new Set<string>()

  constructor(before: PdfView, after: PdfView) {
    this.before = before
    this.after = after
  }

  /** Declares objects that have rules of their own. */
  bound(...refs: (PdfRef | null | undefined)[]): void {
    for (const ref of refs) {
      if (!ref) continue
      this.boundaries.add(ref.num)
      this.seen.add(ref.num)
    }
  }

  report(level: Change['level'], code: string, detail: string, field?: string): void {
    this.changes.push(field === undefined ? { level, code, detail } : { level, code, detail, field })
  }

  /** True when both values mean the same in their views, as deep as references lead. */
  same(before: PdfValue | undefined, after: PdfValue | undefined): boolean {
    const work: Pair[] = [[before, after]]
    const assumed = new Set<string>()
    for (let pair = work.pop(); pair; pair = work.pop()) if (!this.step(pair, work, assumed)) return false
    for (const key of assumed) {
      this.proven.add(key)
      this.seen.add(Number(key.slice(key.indexOf(':') + 1)))
    }
    return true
  }

  /** Compares one level and puts what is below on the work list. */
  private step([before, after]: Pair, work: Pair[], assumed: Set<string>): boolean {
    if (before instanceof PdfRef && after instanceof PdfRef) {
      const key = `${before.num}:${after.num}`
      if (this.boundaries.has(before.num) || this.boundaries.has(after.num)) return before.num === after.num
      if (this.proven.has(key) || assumed.has(key)) return true
      assumed.add(key)
      work.push([this.before.resolve(before), this.after.resolve(after)])
      return true
    }
    if (before instanceof PdfRef || after instanceof PdfRef) {
      if (after instanceof PdfRef) assumed.add(`-1:${after.num}`)
      work.push([this.before.resolve(before), this.after.resolve(after)])
      return true
    }
    return sameShape(before ?? null, after ?? null, work)
  }

  /** Marks everything that a new value leads to as looked at. */
  account(value: PdfValue | undefined): void {
    const work: PdfValue[] = [value ?? null]
    for (let item = work.pop(); item !== undefined; item = work.pop()) {
      if (item instanceof PdfRef) {
        if (this.boundaries.has(item.num) || this.seen.has(item.num)) continue
        this.seen.add(item.num)
        work.push(this.after.resolve(item))
      } else if (Array.isArray(item)) work.push(...item)
      else if (item instanceof PdfStream) work.push(...item.dict.values())
      else if (item instanceof Map) work.push(...item.values())
    }
  }

  /** Keys of two dictionaries (other than `except`) whose values differ. */
  differingKeys(before: PdfDict, after: PdfDict, except: readonly string[] = []): string[] {
    const keys = new Set([...before.keys(), ...after.keys()])
    return [...keys].filter((key) => !except.includes(key) && !this.same(before.get(key), after.get(key)))
  }
}

function sameShape(before: PdfValue, after: PdfValue, work: Pair[]): boolean {
  if (before instanceof PdfName) return after instanceof PdfName && before.name === after.name
  if (before instanceof PdfString) return after instanceof PdfString && sameBytes(before.bytes, after.bytes)
  if (Array.isArray(before)) {
    if (!Array.isArray(after) || before.length !== after.length) return false
    before.forEach((item, i) => work.push([item, after[i]]))
    return true
  }
  if (before instanceof PdfStream) {
    if (!(after instanceof PdfStream) || !sameBytes(before.raw, after.raw)) return false
    return sameDicts(before.dict, after.dict, work)
  }
  if (before instanceof Map) return after instanceof Map && sameDicts(before, after, work)
  return before === after
}

function sameDicts(before: PdfDict, after: PdfDict, work: Pair[]): boolean {
  for (const key of new Set([...before.keys(), ...after.keys()])) work.push([before.get(key), after.get(key)])
  return true
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || Buffer.compare(a, b) === 0
}
