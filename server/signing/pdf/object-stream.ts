import { decodeStream, type Resolve } from './filters.ts'
import { integerOf, type PdfStream, type PdfValue } from './objects.ts'
import { PdfParser } from './parser.ts'
import { PdfProblem } from './pdf-problem.ts'

/** One object of an object stream, parsed at the first look. */
export interface PackedObject {
  num: number
  value(): PdfValue
}

const MAX_PACKED = 100_000

/** The objects of an object stream (ISO 32000-1 7.5.7) in order, and how many bytes it unpacked to. */
export function readObjectStream(
  stream: PdfStream,
  resolve: Resolve,
): { objects: PackedObject[]; unpacked_bytes: number } {
  const count = integerOf(resolve(stream.dict.get('N'))) ?? -1
  const first = integerOf(resolve(stream.dict.get('First'))) ?? -1
  const data = decodeStream(stream.dict, stream.raw, resolve)
  if (count < 0 || count > MAX_PACKED || first < 0 || first > data.length)
    throw new PdfProblem('broken_structure', 'an object stream has no usable /N or /First')
  const header = new PdfParser(data.subarray(0, first), -1)
  const objects: PackedObject[] = []
  for (let i = 0; i < count; i++) objects.push(packed(header.takeInteger(), data, first + header.takeInteger()))
  return { objects, unpacked_bytes: data.length }
}

function packed(num: number, data: Uint8Array, at: number): PackedObject {
  let parsed: { value: PdfValue } | null = null
  return {
    num,
    value() {
      if (at > data.length) throw new PdfProblem('broken_structure', 'an object stream points outside itself')
      parsed ??= { value: new PdfParser(data, -1, at).takeValue() }
      return parsed.value
    },
  }
}
