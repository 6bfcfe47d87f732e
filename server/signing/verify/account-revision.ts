import { isWhite } from '../pdf/characters.ts'
import { decodesAsContainer } from '../pdf/containers.ts'
import type { PackedObjects } from '../pdf/object-stream.ts'
import { PdfParser } from '../pdf/parser.ts'
import type { IndirectObject } from '../pdf/indirect-object.ts'
import type { PdfFile } from '../pdf/pdf-file.ts'
import { PdfProblem } from '../pdf/pdf-problem.ts'
import type { PdfView } from '../pdf/pdf-view.ts'
import type { Revision } from '../pdf/revisions.ts'
import type { XrefEntry } from '../pdf/xref-entry.ts'
import { sectionFaults } from './check-section.ts'
import type { Problem } from './report.ts'

/**
 * Accounts for every byte of one revision: its objects one behind the other, each listed by the revision's own
 * cross-reference at exactly this offset, all that it lists found, then the cross-reference, then the end mark.
 * For the first revision comments between objects are allowed, as generators write them.
 */
export function accountRevision(file: PdfFile, revision: Revision): Problem[] {
  const ledger: Ledger = { file, revision, listed: newOffsets(file, revision), unlisted: new Set(), problems: [] }
  readBody(ledger)
  if (revision.form === 'stream') ledger.listed.delete(revision.xrefStart)
  for (const [offset, num] of ledger.listed) note(ledger, 'misplaced_object', `object ${num} is listed at ${offset}`)
  return [...ledger.problems, ...frameProblems(file, revision), ...packedProblems(file, revision)]
}

interface Ledger {
  file: PdfFile
  revision: Revision
  /** Offset → number of what is listed and not yet found. */
  listed: Map<number, number>
  /** Numbers found where nothing is listed. */
  unlisted: Set<number>
  problems: Problem[]
}

/** So many problems say enough. */
const MAX_PROBLEMS = 50

function note({ problems, revision }: Ledger, code: string, detail: string): void {
  if (problems.length < MAX_PROBLEMS) problems.push(problem(code, revision, detail))
}

function book(ledger: Ledger, object: IndirectObject): void {
  const { listed, unlisted, revision } = ledger
  const { num, offset } = object
  if (object.duplicateKey) note(ledger, 'duplicate_key', `object ${num} gives a key twice`)
  const expected = listed.get(offset)
  listed.delete(offset)
  if (expected === num || offset === revision.hybridAt) return
  note(ledger, 'unlisted_object', `object ${num} is not listed`)
  const entry = revision.entries.get(num)
  if (unlisted.has(num) || (entry && entry.kind !== 'free'))
    note(ledger, 'duplicate_object', `object ${num} is defined twice`)
  unlisted.add(num)
}

const problem = (code: string, revision: Revision, detail: string): Problem => ({
  code,
  detail: `${detail} (revision ${revision.index + 1})`,
})

/** Offsets this revision's cross-reference adds; what it merely repeats from an older one is not its own. */
function newOffsets(file: PdfFile, revision: Revision): Map<number, number> {
  const offsets = new Map<number, number>()
  for (const [num, entry] of revision.entries) {
    if (entry.kind !== 'at' || isRepeated(file, revision, num, entry)) continue
    offsets.set(entry.offset, num)
  }
  return offsets
}

function isRepeated(file: PdfFile, revision: Revision, num: number, entry: XrefEntry & { kind: 'at' }): boolean {
  const before = revision.index > 0 ? file.entryOf(num, revision.index - 1) : null
  return before?.kind === 'at' && before.offset === entry.offset && before.gen === entry.gen
}

/** Books the objects from the revision's first byte to its cross-reference. A linearized file has one table on the way. */
function readBody(ledger: Ledger): void {
  const { file, revision } = ledger
  const view = file.view(revision.index)
  let pos = skipFiller(file, revision, revision.start)
  while (pos < revision.xrefStart) {
    const object = objectOrNull(file, pos, view)
    if (!object && revision.index === 0) return bookListed(ledger, pos)
    if (!object) return note(ledger, 'unaccounted_bytes', `the bytes at ${pos} are no object`)
    book(ledger, object)
    pos = skipFiller(file, revision, object.end)
  }
  if (pos !== revision.xrefStart) note(ledger, 'unaccounted_bytes', 'the cross-reference is overrun')
}

function objectOrNull(file: PdfFile, offset: number, view: PdfView): IndirectObject | null {
  try {
    return file.objectAt(offset, view)
  } catch (error) {
    if (error instanceof PdfProblem) return null
    throw error
  }
}

/** In a first revision something may stand between the objects (a linearized table, remarks): go by the listing. */
function bookListed(ledger: Ledger, from: number): void {
  const view = ledger.file.view(ledger.revision.index)
  for (const offset of [...ledger.listed.keys()].filter((one) => one >= from)) {
    const object = objectOrNull(ledger.file, offset, view)
    if (object) book(ledger, object)
  }
}

const FILLER_WINDOW_BYTES = 1024

function skipFiller(file: PdfFile, revision: Revision, from: number): number {
  const remarks = revision.index === 0
  let inRemark = false
  for (let pos = from; pos < revision.xrefStart; pos += FILLER_WINDOW_BYTES) {
    const bytes = file.source.read(pos, Math.min(pos + FILLER_WINDOW_BYTES, revision.xrefStart))
    for (let at = 0; at < bytes.length; at++) {
      const code = bytes[at]!
      if (inRemark) inRemark = code !== 10 && code !== 13
      else if (remarks && code === 0x25) inRemark = true
      else if (!isWhite(code)) return pos + at
    }
  }
  return Math.max(from, revision.xrefStart)
}

const END = /^[\0\t\n\f\r ]*(%[\w .,()®©:/+-]{0,100}[\r\n]+)?startxref[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+%%EOF$/
const HARMFUL = /obj|xref|trailer|stream/

/** Between the parts of an appended revision stands nothing; producers' one remark before `startxref` is known. */
function frameProblems(file: PdfFile, revision: Revision): Problem[] {
  if (revision.index === 0) return []
  const tail = Buffer.from(file.source.read(revision.xrefEnd, revision.end)).toString('latin1')
  const found = END.exec(tail)
  const table = Buffer.from(file.source.read(revision.xrefStart, revision.xrefEnd)).toString('latin1')
  const remarks = revision.form === 'table' && table.split('trailer')[0]!.includes('%')
  const faults = sectionFaults(file, revision).map((detail) => problem('section_ambiguous', revision, detail))
  if (found && !HARMFUL.test(found[1] ?? '') && !remarks) return faults
  return [...faults, problem('unaccounted_bytes', revision, 'something stands around the cross-reference')]
}

/** Object streams hold each number once, and those of an appended revision what its cross-reference says they hold. */
function packedProblems(file: PdfFile, revision: Revision): Problem[] {
  const view = file.view(revision.index)
  const found: Problem[] = []
  for (const [num, entry] of revision.entries) {
    if (entry.kind !== 'at' || !decodesAsContainer(view.object(num))) continue
    const packed = file.packedAt(entry.offset, view)
    if (new Set(packed.numbers).size < packed.numbers.length)
      found.push(problem('duplicate_object', revision, `object stream ${num} holds a number twice`))
    if (revision.index > 0) found.push(...packedFaults(revision, num, packed))
  }
  return found.slice(0, MAX_PROBLEMS)
}

function packedFaults(revision: Revision, stream: number, { numbers, offsets, data }: PackedObjects): Problem[] {
  return numbers.flatMap((inner, index) => {
    const listed = revision.entries.get(inner)
    const here = listed?.kind === 'in' && listed.stream === stream && listed.index === index
    if (!here) return [problem('unlisted_object', revision, `packed object ${inner} is not listed`)]
    const parser = new PdfParser(data, -1, Math.min(offsets[index]!, data.length))
    parser.takeValue()
    return parser.sawDuplicateKey ? [problem('duplicate_key', revision, `object ${inner} gives a key twice`)] : []
  })
}
