import { isWhite } from '../pdf/characters.ts'
import { decodesAsContainer } from '../pdf/containers.ts'
import type { IndirectObject } from '../pdf/indirect-object.ts'
import type { PdfFile } from '../pdf/pdf-file.ts'
import { PdfProblem } from '../pdf/pdf-problem.ts'
import type { Revision } from '../pdf/revisions.ts'
import type { XrefEntry } from '../pdf/xref-entry.ts'
import type { Problem } from './report.ts'

/**
 * Accounts for every byte of one revision: its objects one behind the other, each listed by the revision's own
 * cross-reference at exactly this offset, all that it lists found, then the cross-reference, then the end mark.
 * For the first revision comments between objects are allowed, as generators write them.
 */
export function accountRevision(file: PdfFile, revision: Revision): Problem[] {
  const listed = newOffsets(file, revision)
  const problems: Problem[] = []
  const objects = readBody(file, revision, problems)
  const numbers = new Map<number, number>()
  for (const object of objects) {
    const entry = listed.get(object.offset)
    listed.delete(object.offset)
    if (numbers.has(object.num))
      problems.push(problem('duplicate_object', revision, `object ${object.num} is defined twice`))
    numbers.set(object.num, object.offset)
    if (object.offset === revision.hybridAt) continue
    if (entry !== object.num) problems.push(problem('unlisted_object', revision, `object ${object.num} is not listed`))
    if (object.duplicateKey) problems.push(problem('duplicate_key', revision, `object ${object.num} gives a key twice`))
  }
  if (revision.form === 'stream') listed.delete(revision.xrefStart)
  for (const [offset, num] of listed)
    problems.push(problem('misplaced_object', revision, `object ${num} is listed at ${offset}`))
  return [...problems, ...frameProblems(file, revision), ...packedProblems(file, revision)]
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

/** The objects from the revision's first byte to its cross-reference. A linearized file has one table on the way. */
function readBody(file: PdfFile, revision: Revision, problems: Problem[]): IndirectObject[] {
  const objects: IndirectObject[] = []
  const view = file.view(revision.index)
  let pos = skipFiller(file, revision, revision.start)
  while (pos < revision.xrefStart) {
    try {
      const object = file.objectAt(pos, view)
      objects.push(object)
      pos = skipFiller(file, revision, object.end)
    } catch (error) {
      if (!(error instanceof PdfProblem)) throw error
      if (revision.index === 0) return [...objects, ...laterObjects(file, revision, pos)]
      problems.push(problem('unaccounted_bytes', revision, `the bytes at ${pos} are no object`))
      return objects
    }
  }
  if (pos !== revision.xrefStart)
    problems.push(problem('unaccounted_bytes', revision, 'the cross-reference is overrun'))
  return objects
}

/** In a first revision something may stand between the objects (a linearized table, remarks): go by the listing. */
function laterObjects(file: PdfFile, revision: Revision, from: number): IndirectObject[] {
  const offsets = [...newOffsets(file, revision).keys()].filter((offset) => offset >= from).sort((a, b) => a - b)
  return offsets.map((offset) => file.objectAt(offset, file.view(revision.index)))
}

function skipFiller(file: PdfFile, revision: Revision, from: number): number {
  const bytes = file.source.read(from, revision.xrefStart)
  let at = 0
  for (;;) {
    while (at < bytes.length && isWhite(bytes[at]!)) at++
    if (revision.index > 0 || bytes[at] !== 0x25) return from + at
    while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at++
  }
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
  if (found && !HARMFUL.test(found[1] ?? '') && !remarks) return []
  return [problem('unaccounted_bytes', revision, 'something stands around the cross-reference')]
}

/** What an appended revision's object streams hold must be what its cross-reference says they hold. */
function packedProblems(file: PdfFile, revision: Revision): Problem[] {
  if (revision.index === 0) return []
  const problems: Problem[] = []
  const view = file.view(revision.index)
  for (const [num, entry] of revision.entries) {
    if (entry.kind !== 'at' || !decodesAsContainer(view.object(num))) continue
    file.packedAt(entry.offset, view).numbers.forEach((inner, index) => {
      const listed = revision.entries.get(inner)
      const here = listed?.kind === 'in' && listed.stream === num && listed.index === index
      if (!here) problems.push(problem('unlisted_object', revision, `packed object ${inner} is not listed`))
    })
  }
  return problems
}
