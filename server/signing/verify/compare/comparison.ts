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
    if (this.isBound(before) || this.isBound(after)) return numberOf(before) === numberOf(after)
    if (numberOf(before) < 0 && numberOf(after) < 0) return sameShape(before ?? null, after ?? null, work)
    const key = `${numberOf(before)}:${numberOf(after)}`
    if (this.isKnown(key, assumed)) return true
    if (after instanceof PdfRef) assumed.add(key)
    work.push([this.before.resolve(before), this.after.resolve(after)])
    return true
  }

  /** Only a pair of references names a pair of values; a direct value has no number to be remembered by. */
  private isKnown(key: string, assumed: Set<string>): boolean {
    return !key.includes('-') && (this.proven.has(key) || assumed.has(key))
  }

  private isBound(value: PdfValue | undefined): boolean {
    return value instanceof PdfRef && this.boundaries.has(value.num)
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

/** The object's number, or -1 for a direct value. */
const numberOf = (value: PdfValue | undefined): number => (value instanceof PdfRef ? value.num : -1)

function sameShape(before: PdfValue, after: PdfValue, work: Pair[]): boolean {
  if (Array.isArray(before)) return Array.isArray(after) && sameItems(before, after, work)
  if (before instanceof PdfStream) return after instanceof PdfStream && sameStreams(before, after, work)
  if (before instanceof Map) return after instanceof Map && sameDicts(before, after, work)
  return sameLeaves(before, after)
}

function sameLeaves(before: PdfValue, after: PdfValue): boolean {
  if (before instanceof PdfName) return after instanceof PdfName && before.name === after.name
  if (before instanceof PdfString) return after instanceof PdfString && sameBytes(before.bytes, after.bytes)
  return before === after
}

function sameItems(before: PdfValue[], after: PdfValue[], work: Pair[]): boolean {
  before.forEach((item, i) => work.push([item, after[i]]))
  return before.length === after.length
}

function sameStreams(before: PdfStream, after: PdfStream, work: Pair[]): boolean {
  return sameBytes(before.raw, after.raw) && sameDicts(before.dict, after.dict, work)
}

function sameDicts(before: PdfDict, after: PdfDict, work: Pair[]): boolean {
  for (const key of new Set([...before.keys(), ...after.keys()])) work.push([before.get(key), after.get(key)])
  return true
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || Buffer.compare(a, b) === 0
}
