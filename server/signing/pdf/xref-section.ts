import type { ByteSource } from './byte-source.ts'
import { isWhite } from './characters.ts'
import { parseGrowing } from './growing-window.ts'
import { integerOf } from './objects.ts'
import type { PdfParser } from './parser.ts'
import { PdfProblem } from './pdf-problem.ts'
import { MAX_ENTRIES, MAX_OBJECT_NUMBER, type XrefEntry, type XrefSection } from './xref-entry.ts'
import { readXrefStream } from './xref-stream.ts'

/** Reads the section that starts exactly at `offset`: a table with its trailer (and `/XRefStm`), or a stream. */
export function readXrefSection(source: ByteSource, offset: number): XrefSection {
  if (offset < 0 || offset >= source.size)
    throw new PdfProblem('broken_xref', 'a cross-reference offset is outside', offset)
  const start = source.read(offset, offset + 4)
  return Buffer.from(start).toString('latin1') === 'xref' ? readTable(source, offset) : readXrefStream(source, offset)
}

function readTable(source: ByteSource, offset: number): XrefSection {
  const { entries, trailer, end } = parseGrowing(source, offset, (parser) => takeTable(parser, source.size))
  if (!(trailer instanceof Map)) throw new PdfProblem('broken_xref', 'the trailer is no dictionary', offset)
  const hybridAt = integerOf(trailer.get('XRefStm'))
  if (hybridAt !== null) addHidden(entries, readXrefStream(source, hybridAt).entries)
  return { form: 'table', offset, end, entries, trailer, hybridAt }
}

function takeTable(parser: PdfParser, size_bytes: number) {
  if (!parser.takeKeyword('xref')) parser.fail('a cross-reference table was expected')
  const entries = new Map<number, XrefEntry>()
  while (!parser.takeKeyword('trailer')) readSubsection(parser, entries, size_bytes)
  const trailer = parser.takeValue()
  return { entries, trailer, end: parser.base + parser.pos }
}

/** Entries of the hybrid stream stand for what the table hides as free or does not list. */
function addHidden(entries: Map<number, XrefEntry>, hidden: Map<number, XrefEntry>): void {
  for (const [num, entry] of hidden) {
    const known = entries.get(num)
    if (!known || known.kind === 'free') entries.set(num, entry)
  }
}

function readSubsection(parser: PdfParser, entries: Map<number, XrefEntry>, size_bytes: number): void {
  const first = parser.takeInteger()
  const count = parser.takeInteger()
  parser.skipWhite()
  if (first + count > MAX_OBJECT_NUMBER || entries.size + count > MAX_ENTRIES)
    throw new PdfProblem('too_large', 'the cross-reference lists too many objects')
  if (count * 18 > size_bytes - parser.base - parser.pos)
    throw new PdfProblem('broken_xref', 'the table is cut off', parser.base)
  for (let num = first; num < first + count; num++) {
    const entry = takeRow(parser) ?? takeEntry(parser)
    if (entries.has(num)) throw new PdfProblem('broken_xref', `object ${num} is listed twice in one table`, parser.base)
    entries.set(num, entry)
  }
}

/** A row of exactly twenty bytes, as almost all files have them; null for any other. */
function takeRow(parser: PdfParser): XrefEntry | null {
  const { bytes, pos } = parser
  const kind = bytes[pos + 17]
  const offset = digits(bytes, pos, 10)
  const gen = digits(bytes, pos + 11, 5)
  if (!isSpaced(bytes, pos) || offset < 0 || gen < 0 || (kind !== USED && kind !== FREE)) return null
  parser.pos = pos + 20
  return kind === USED ? { kind: 'at', offset, gen } : { kind: 'free', gen }
}

const isSpaced = (bytes: Uint8Array, pos: number) =>
  pos + 20 <= bytes.length &&
  isWhite(bytes[pos + 10]!) &&
  isWhite(bytes[pos + 16]!) &&
  isWhite(bytes[pos + 18]!) &&
  isWhite(bytes[pos + 19]!)

const USED = 0x6e
const FREE = 0x66

/** The value of `count` digits, or -1 where there is another sign among them. */
function digits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = bytes[i]! - 0x30
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  return value
}

function takeEntry(parser: PdfParser): XrefEntry {
  const offset = parser.takeInteger()
  const gen = parser.takeInteger()
  if (parser.takeKeyword('n')) return { kind: 'at', offset, gen }
  if (parser.takeKeyword('f')) return { kind: 'free', gen }
  throw new PdfProblem('broken_xref', 'a table entry is neither used nor free', parser.base + parser.pos)
}
