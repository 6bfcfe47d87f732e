import type { Resolve } from './filters.ts'
import { integerOf, type PdfDict } from './objects.ts'
import { PdfParser } from './parser.ts'
import { PdfProblem } from './pdf-problem.ts'

/** An unpacked object stream: which objects it holds and where each begins in `data`. */
export interface PackedObjects {
  numbers: number[]
  offsets: number[]
  data: Uint8Array
}

const MAX_PACKED = 100_000

/** Reads the head of an unpacked object stream (ISO 32000-1 7.5.7); its objects are parsed when they are asked for. */
export function readObjectStream(dict: PdfDict, data: Uint8Array, resolve: Resolve): PackedObjects {
  const count = integerOf(resolve(dict.get('N'))) ?? -1
  const first = integerOf(resolve(dict.get('First'))) ?? -1
  if (count < 0 || count > MAX_PACKED || first < 0 || first > data.length)
    throw new PdfProblem('broken_structure', 'an object stream has no usable /N or /First')
  const header = new PdfParser(data.subarray(0, first), -1)
  const packed: PackedObjects = { numbers: [], offsets: [], data }
  for (let i = 0; i < count; i++) {
    packed.numbers.push(header.takeInteger())
    packed.offsets.push(first + header.takeInteger())
  }
  return packed
}
