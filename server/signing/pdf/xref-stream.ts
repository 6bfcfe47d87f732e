import type { ByteSource } from './byte-source.ts'
import { decodeStream } from './filters.ts'
import { readIndirectObject } from './indirect-object.ts'
import { integerOf, nameOf, PdfStream, type PdfDict, type PdfValue } from './objects.ts'
import { PdfProblem } from './pdf-problem.ts'
import { MAX_ENTRIES, MAX_OBJECT_NUMBER, type XrefEntry, type XrefSection } from './xref-entry.ts'

/** Reads the cross-reference stream that starts exactly at `offset` (ISO 32000-1 7.5.8). */
export function readXrefStream(source: ByteSource, offset: number): XrefSection {
  const object = readIndirectObject(source, offset, () => null)
  const stream = object.value
  if (!(stream instanceof PdfStream) || nameOf(stream.dict.get('Type')) !== 'XRef')
    throw new PdfProblem('broken_xref', 'no cross-reference stands at this offset', offset)
  const entries = readEntries(stream, offset)
  return { form: 'stream', offset, end: object.end, entries, trailer: stream.dict, hybridAt: null }
}

/** A predictor at most doubles the rows; what stands behind them is nobody's. */
const SPARE_BYTES = 64 * 1024

function readEntries(stream: PdfStream, offset: number): Map<number, XrefEntry> {
  const widths = integers(stream.dict.get('W'))
  if (widths.length !== 3 || widths.some((width) => width > 8))
    throw new PdfProblem('broken_xref', 'the cross-reference stream has no usable /W', offset)
  const row_bytes = widths[0]! + widths[1]! + widths[2]!
  const listed = ranges(stream.dict, offset)
  const rows = listed.reduce((sum, [, count]) => sum + count, 0)
  const limit_bytes = SPARE_BYTES + 2 * rows * row_bytes
  const data = decodeStream(stream.dict, stream.raw, (value) => value ?? null, limit_bytes)
  const entries = new Map<number, XrefEntry>()
  let pos = 0
  for (const [first, count] of listed) {
    for (let num = first; num < first + count; num++, pos += row_bytes) {
      if (pos >= data.length) throw new PdfProblem('broken_xref', 'the cross-reference stream is cut off', offset)
      if (entries.has(num)) throw new PdfProblem('broken_xref', `object ${num} is listed twice in one stream`, offset)
      const entry = readEntry(data, pos, widths)
      if (entry) entries.set(num, entry)
    }
  }
  return entries
}

function ranges(dict: PdfDict, offset: number): [number, number][] {
  const size = integerOf(dict.get('Size')) ?? 0
  const index = dict.has('Index') ? integers(dict.get('Index')) : [0, size]
  const pairs: [number, number][] = []
  let listed = 0
  for (let i = 0; i + 1 < index.length; i += 2) {
    listed += index[i + 1]!
    if (index[i]! + index[i + 1]! > MAX_OBJECT_NUMBER || listed > MAX_ENTRIES)
      throw new PdfProblem('too_large', 'the cross-reference lists too many objects', offset)
    pairs.push([index[i]!, index[i + 1]!])
  }
  return pairs
}

function integers(value: PdfValue | undefined): number[] {
  if (!Array.isArray(value)) return []
  return value.map((item) => integerOf(item) ?? -1).filter((item) => item >= 0)
}

/** One row; a type that no standard defines stands for the null object and gives no entry. */
function readEntry(data: Uint8Array, pos: number, widths: number[]): XrefEntry | null {
  const [typeWidth, secondWidth, thirdWidth] = widths as [number, number, number]
  const type = typeWidth === 0 ? 1 : unsigned(data, pos, typeWidth)
  const second = unsigned(data, pos + typeWidth, secondWidth)
  const third = unsigned(data, pos + typeWidth + secondWidth, thirdWidth)
  if (type === 0) return { kind: 'free', gen: third }
  if (type === 1) return { kind: 'at', offset: second, gen: third }
  return type === 2 ? { kind: 'in', stream: second, index: third } : null
}

function unsigned(data: Uint8Array, pos: number, width: number): number {
  let value = 0
  for (let i = 0; i < width; i++) value = value * 256 + (data[pos + i] ?? 0)
  if (!Number.isSafeInteger(value)) throw new PdfProblem('broken_xref', 'a cross-reference value is absurdly large')
  return value
}
