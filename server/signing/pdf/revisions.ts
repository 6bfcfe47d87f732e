import type { ByteSource } from './byte-source.ts'
import { integerOf, type PdfDict } from './objects.ts'
import { PdfParser } from './parser.ts'
import { PdfProblem } from './pdf-problem.ts'
import type { XrefEntry, XrefSection } from './xref-entry.ts'
import { readXrefSection } from './xref-section.ts'

/** What one saving of the file wrote: its objects, then its cross-reference, then `startxref … %%EOF`. */
export interface Revision {
  index: number
  entries: Map<number, XrefEntry>
  trailer: PdfDict
  form: 'table' | 'stream'
  /** The bytes of this revision: [start, end), `end` just behind `%%EOF`; `endWithEol` behind one line end more. */
  start: number
  end: number
  endWithEol: number
  /** Offset that its `startxref` names, where the next revision's `/Prev` must point. */
  startxref: number
  /** Where its newest cross-reference section begins and ends. */
  xrefStart: number
  xrefEnd: number
  /** A hybrid file's extra cross-reference stream. */
  hybridAt: number | null
}

const MAX_SECTIONS = 1000
/** So many objects all revisions together may list: what each lists stays in memory. */
const MAX_LISTED = 600_000

/**
 * The file's revisions, oldest first, by following `/Prev` from the cross-reference at `startxref`. Each section
 * must end in its own `startxref` (which names it) and `%%EOF`; the chain must lead strictly backwards, save
 * for the two sections of a linearized first revision. `tally` counts what all tries on one file have listed.
 */
export function readRevisions(source: ByteSource, startxref: number, tally: { listed: number }): Revision[] {
  const sections = readChain(source, startxref, tally)
  const revisions: Revision[] = []
  let next = sections.length - 1
  const [oldest, first] = [sections[next]!, sections[next - 1]]
  if (first && first.offset < oldest.offset) next--
  for (; next >= 0; next--) {
    const base = revisions.length === 0 && sections[next] !== oldest ? oldest : null
    revisions.push(revisionOf(source, sections[next]!, base, revisions.at(-1) ?? null))
  }
  return revisions
}

function readChain(source: ByteSource, startxref: number, tally: { listed: number }): XrefSection[] {
  const sections: XrefSection[] = []
  const seen = new Set<number>()
  for (let offset: number | null = startxref; offset !== null;) {
    if (seen.has(offset)) throw new PdfProblem('broken_xref', 'the cross-references run in a circle', offset)
    if (sections.length >= MAX_SECTIONS)
      throw new PdfProblem('too_many_revisions', `more than ${MAX_SECTIONS} revisions`)
    seen.add(offset)
    const section: XrefSection = readXrefSection(source, offset)
    sections.push(section)
    tally.listed += section.entries.size
    if (tally.listed > MAX_LISTED)
      throw new PdfProblem('too_large', 'the revisions together list too many objects', offset)
    if (section.trailer.has('Prev') && integerOf(section.trailer.get('Prev')) === null)
      throw new PdfProblem('broken_xref', 'a /Prev is no offset', offset)
    offset = integerOf(section.trailer.get('Prev'))
  }
  return sections
}

/** `base` is the second section of a linearized first revision: older entries, but the one at the end of the file. */
function revisionOf(
  source: ByteSource,
  section: XrefSection,
  base: XrefSection | null,
  before: Revision | null,
): Revision {
  const last = base ?? section
  const end = readEnd(source, last.end)
  if (end.startxref !== section.offset)
    throw new PdfProblem('broken_xref', 'a startxref does not name its own cross-reference', last.end)
  if (before && section.offset < before.end)
    throw new PdfProblem('broken_xref', 'a newer cross-reference stands before an older one', section.offset)
  return {
    index: before ? before.index + 1 : 0,
    entries: base ? new Map([...base.entries, ...section.entries]) : section.entries,
    trailer: section.trailer,
    form: section.form,
    start: before ? before.end : 0,
    ...end,
    xrefStart: last.offset,
    xrefEnd: last.end,
    hybridAt: section.hybridAt,
  }
}

/** Reads `startxref N %%EOF` behind a section; producers may put comment lines before it. */
function readEnd(source: ByteSource, from: number): { startxref: number; end: number; endWithEol: number } {
  const parser = new PdfParser(source.read(from, from + 2048), from)
  if (!parser.takeKeyword('startxref')) throw new PdfProblem('broken_xref', '"startxref" was expected', from)
  const startxref = parser.takeInteger()
  const tail = Buffer.from(parser.bytes.subarray(parser.pos, parser.pos + 64)).toString('latin1')
  const found = /^[\0\t\n\f\r ]*%%EOF/.exec(tail)
  if (!found) throw new PdfProblem('broken_xref', '"%%EOF" was expected', from + parser.pos)
  const end = from + parser.pos + found[0].length
  const eol = /^(\r\n|\n|\r)/.exec(tail.slice(found[0].length))
  return { startxref, end, endWithEol: end + (eol ? eol[0].length : 0) }
}
