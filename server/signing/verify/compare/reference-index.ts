import { PdfRef, PdfStream, type PdfValue } from '../../pdf/objects.ts'
import type { PdfFile } from '../../pdf/pdf-file.ts'
import { PdfProblem } from '../../pdf/pdf-problem.ts'
import type { XrefEntry } from '../../pdf/xref-entry.ts'
import { DRAWN_KEYS } from './drawn-keys.ts'

/**
 * Who refers to whom, over all versions of all objects of a file, and what each revision changed. With it a comparison
 * looks only at what a change can reach, however large the rest of the document is.
 */
export class ReferenceIndex {
  /** Object numbers that each revision gave a new meaning, also by rewriting the object stream that holds them. */
  readonly changed: Set<number>[] = []
  /** Objects that could not be read; nobody knows what they refer to. */
  readonly unreadable = new Set<number>()
  private readonly newest = new Map<number, number>()
  private readonly referrer: number[] = []
  private readonly older: number[] = []

  constructor(file: PdfFile) {
    const holds = new Map<number, Set<number>>()
    for (const { index } of file.revisions) {
      const changed = changedIn(file, index, holds)
      this.changed.push(changed)
      for (const num of changed) this.readReferences(file, index, num)
    }
  }

  private readReferences(file: PdfFile, index: number, num: number): void {
    try {
      const work: [PdfValue, boolean][] = [[file.view(index).object(num), false]]
      for (let item = work.pop(); item; item = work.pop()) this.readValue(num, item, work)
    } catch (error) {
      if (!(error instanceof PdfProblem)) throw error
      this.unreadable.add(num)
    }
  }

  private readValue(num: number, [value, drawn]: [PdfValue, boolean], work: [PdfValue, boolean][]): void {
    if (value instanceof PdfRef) this.add(value.num, num, drawn)
    else if (Array.isArray(value)) for (const item of value) work.push([item, drawn])
    else {
      const dict = value instanceof PdfStream ? value.dict : value
      if (dict instanceof Map) for (const [key, item] of dict) work.push([item, DRAWN_KEYS.has(key)])
    }
  }

  /** Edges are kept as a linked list in two plain arrays: a document may have millions. */
  private add(target: number, source: number, drawn: boolean): void {
    this.older.push(this.newest.get(target) ?? -1)
    this.referrer.push(source * 2 + (drawn ? 1 : 0))
    this.newest.set(target, this.referrer.length - 1)
  }

  /** The objects that in some version refer to this one. */
  *referrersOf(num: number): Generator<number> {
    for (let edge = this.newest.get(num) ?? -1; edge >= 0; edge = this.older[edge]!) yield this.referrer[edge]! >> 1
  }

  /**
   * Every object from which something changed can be reached, the changed ones included. A way through a boundary
   * counts only where the boundary is drawn with, for else it is compared by its own rules.
   */
  affectedBy(changed: Iterable<number>, isBoundary: (num: number) => boolean): Set<number> {
    const affected = new Set(changed)
    const work = [...affected]
    for (let num = work.pop(); num !== undefined; num = work.pop()) {
      const bounded = isBoundary(num)
      for (let edge = this.newest.get(num) ?? -1; edge >= 0; edge = this.older[edge]!) {
        const source = this.referrer[edge]! >> 1
        if (affected.has(source) || (bounded && (this.referrer[edge]! & 1) === 0)) continue
        affected.add(source)
        work.push(source)
      }
    }
    return affected
  }
}

/** `holds` gathers which objects each object stream was ever said to hold. */
function changedIn(file: PdfFile, index: number, holds: Map<number, Set<number>>): Set<number> {
  const changed = new Set<number>()
  for (const [num, entry] of file.revisions[index]!.entries) {
    if (entry.kind === 'in') (holds.get(entry.stream) ?? holds.set(entry.stream, new Set()).get(entry.stream)!).add(num)
    const before = index > 0 ? file.entryOf(num, index - 1) : null
    if (!sameEntry(before, file.entryOf(num, index))) changed.add(num)
  }
  for (const num of [...changed]) for (const inner of holds.get(num) ?? []) changed.add(inner)
  return changed
}

function sameEntry(before: XrefEntry | null, after: XrefEntry | null): boolean {
  return placeOf(before) === placeOf(after)
}

function placeOf(entry: XrefEntry | null): string {
  if (entry?.kind === 'at') return `${entry.offset} ${entry.gen}`
  return entry?.kind === 'in' ? `${entry.stream}/${entry.index}` : ''
}
