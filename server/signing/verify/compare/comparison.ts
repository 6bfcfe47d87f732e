import { PdfName, PdfRef, PdfStream, PdfString, type PdfDict, type PdfValue } from '../../pdf/objects.ts'
import { PdfProblem } from '../../pdf/pdf-problem.ts'
import type { FormField } from '../../pdf/form-fields.ts'
import type { PdfView } from '../../pdf/pdf-view.ts'
import type { ChangesAfter } from '../report.ts'
import { DRAWN_KEYS } from './drawn-keys.ts'

/** One difference between two revisions and how grave it is by itself. */
export interface Change {
  level: Exclude<ChangesAfter, 'none'>
  code: string
  detail: string
  /** The form field it concerns, by name and by the number of its object. */
  field?: string
  ref?: number | undefined
  /** For a new signature field: that it is no more than a signing program makes. */
  modest?: boolean
  /** The revision that brought it, counted from 0. */
  revision?: number
}

/** Two values to compare and the dictionary key that they stand under. */
type Pair = [before: PdfValue | undefined, after: PdfValue | undefined, key: string]

/** Two consecutive views of one file and what lies between them. */
export interface Ground {
  before: PdfView
  after: PdfView
  /** Objects from which something changed can be reached; all others are the same without a look. */
  affected: ReadonlySet<number>
  /** Pages, fields, catalog: objects with rules of their own. */
  isBoundary(num: number): boolean
}

/**
 * What differs between two consecutive revisions. `same` compares whole graphs, following references on both sides; it
 * stops at boundaries, which are compared by their own rules, unless they take part in what a page shows.
 */
export class Comparison {
  readonly before: PdfView
  readonly after: PdfView
  readonly affected: ReadonlySet<number>
  readonly changes: Change[] = []
  /** Object numbers of the newer view that some rule has looked at. */
  readonly seen = new Set<number>()
  private readonly isBoundary: (num: number) => boolean
  private readonly proven = new Set<string>()

  constructor(ground: Ground) {
    this.before = ground.before
    this.after = ground.after
    this.affected = ground.affected
    this.isBoundary = ground.isBoundary
  }

  report(level: Change['level'], code: string, detail: string): void {
    this.changes.push({ level, code, detail })
  }

  /** Reports a change of one field. */
  reportOn(field: FormField, change: Change): void {
    this.changes.push({ ...change, field: field.name, ref: field.ref?.num })
  }

  /** True when both values mean the same in their views, as deep as references lead. `key` is what they stand under. */
  same(before: PdfValue | undefined, after: PdfValue | undefined, key = ''): boolean {
    const work: Pair[] = [[before, after, key]]
    const assumed = new Set<string>()
    for (let pair = work.pop(); pair; pair = work.pop()) if (!this.step(pair, work, assumed)) return false
    for (const name of assumed) {
      this.proven.add(name)
      this.seen.add(Number(name.slice(name.indexOf(':') + 1)))
    }
    return true
  }

  /** Compares one level and puts what is below on the work list. */
  private step(pair: Pair, work: Pair[], assumed: Set<string>): boolean {
    const [before, after, key] = pair
    const [old, now] = [numberOf(before), numberOf(after)]
    if (old < 0 && now < 0) return sameShape(pair, work)
    if (old === now && generationOf(before) !== generationOf(after)) return false
    if (this.endsHere(old, now, key)) return old === now
    const name = `${old}:${now}`
    if (this.isKnown(old, now) || this.isProven(name, assumed)) return true
    if (isSloppy(this.before, before) !== isSloppy(this.after, after)) return false
    if (now >= 0) assumed.add(name)
    work.push([lookedUp(this.before, before), lookedUp(this.after, after), key])
    return true
  }

  /** True at an object with rules of its own, unless it is drawn with. */
  private endsHere(old: number, now: number, key: string): boolean {
    return !DRAWN_KEYS.has(key) && (this.isBoundary(old) || this.isBoundary(now))
  }

  /** Nothing that this object leads to has changed. */
  private isKnown(old: number, now: number): boolean {
    return old === now && !this.affected.has(now)
  }

  /** Only a pair of references names a pair of values; a direct value has no number to be remembered by. */
  private isProven(name: string, assumed: Set<string>): boolean {
    return !name.includes('-') && (this.proven.has(name) || assumed.has(name))
  }

  /** Marks everything that a new value leads to as looked at. */
  account(value: PdfValue | undefined): void {
    const work: PdfValue[] = [value ?? null]
    for (let item = work.pop(); item !== undefined; item = work.pop()) {
      if (item instanceof PdfRef) {
        if (this.isBoundary(item.num) || this.seen.has(item.num) || !this.affected.has(item.num)) continue
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
    return [...keys].filter((key) => !except.includes(key) && !this.same(before.get(key), after.get(key), key))
  }
}

/** The object's number, or -1 for a direct value. */
const numberOf = (value: PdfValue | undefined): number => (value instanceof PdfRef ? value.num : -1)

const generationOf = (value: PdfValue | undefined): number => (value instanceof PdfRef ? value.gen : 0)

const MAX_REF_CHAIN = 32

/**
 * What a reference leads to. Its generation is not asked: some viewers show an object under a wrong one, so that what is
 * compared here is whatever any viewer might find.
 */
function lookedUp(view: PdfView, value: PdfValue | undefined): PdfValue {
  let found: PdfValue = value ?? null
  for (let hops = 0; found instanceof PdfRef; hops++) {
    if (hops > MAX_REF_CHAIN) throw new PdfProblem('broken_structure', 'references lead in a circle')
    found = view.object(found.num)
  }
  return found
}

/** True for a reference that names another generation than the object has: some viewers find nothing there. */
function isSloppy(view: PdfView, value: PdfValue | undefined): boolean {
  const entry = value instanceof PdfRef ? view.file.entryOf(value.num, view.index) : null
  return entry !== null && (entry.kind === 'at' ? entry.gen : 0) !== generationOf(value)
}

function sameShape([before = null, after = null, key]: Pair, work: Pair[]): boolean {
  if (Array.isArray(before)) return Array.isArray(after) && sameItems(before, after, { key, work })
  if (before instanceof PdfStream) return after instanceof PdfStream && sameStreams(before, after, work)
  if (before instanceof Map) return after instanceof Map && sameDicts(before, after, work)
  return sameLeaves(before, after)
}

function sameLeaves(before: PdfValue, after: PdfValue): boolean {
  if (before instanceof PdfName) return after instanceof PdfName && before.name === after.name
  if (before instanceof PdfString) return after instanceof PdfString && sameBytes(before.bytes, after.bytes)
  return before === after
}

/** The items of an array stand under the array's own key. */
function sameItems(before: PdfValue[], after: PdfValue[], { key, work }: { key: string; work: Pair[] }): boolean {
  before.forEach((item, i) => work.push([item, after[i], key]))
  return before.length === after.length
}

function sameStreams(before: PdfStream, after: PdfStream, work: Pair[]): boolean {
  return sameBytes(before.raw, after.raw) && sameDicts(before.dict, after.dict, work)
}

function sameDicts(before: PdfDict, after: PdfDict, work: Pair[]): boolean {
  for (const key of new Set([...before.keys(), ...after.keys()])) work.push([before.get(key), after.get(key), key])
  return true
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || Buffer.compare(a, b) === 0
}
