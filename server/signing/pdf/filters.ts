import { inflateSync } from 'node:zlib'
import { dictOf, integerOf, nameOf, type PdfDict, type PdfValue } from './objects.ts'
import { PdfProblem } from './pdf-problem.ts'
import { undoPredictor, type PredictorParams } from './predictors.ts'

/** No single stream may grow beyond this when unpacked. */
export const MAX_INFLATED_BYTES = 32 * 1024 * 1024

/** Looks a reference up; given by the reader, identity for streams that may hold no references. */
export type Resolve = (value: PdfValue | undefined) => PdfValue

/**
 * A stream's data with its filters undone. Only what cross-references, object streams and text appearances need:
 * FlateDecode (with predictors), ASCIIHexDecode, and Crypt, which was undone before; anything else is `unsupported_filter`. Output is bounded by
 * `limit_bytes`.
 */
export function decodeStream(
  dict: PdfDict,
  raw: Uint8Array,
  resolve: Resolve,
  limit_bytes = MAX_INFLATED_BYTES,
): Uint8Array {
  const filters = listOf(resolve(dict.get('Filter')), resolve)
  const params = listOf(resolve(dict.get('DecodeParms')), resolve)
  if (filters.length > 4) throw new PdfProblem('unsupported_filter', 'more than four filters on one stream')
  let data = raw
  filters.forEach((filter, i) => {
    const undone = { data, limit_bytes, params: numberParams(dictOf(params[i]), resolve) }
    data = undo(nameOf(filter), undone)
  })
  return data
}

function listOf(value: PdfValue, resolve: Resolve): PdfValue[] {
  if (value === null) return []
  return Array.isArray(value) ? value.map(resolve) : [value]
}

type Filtered = { data: Uint8Array; limit_bytes: number; params: PredictorParams }

function undo(filter: string | null, { data, limit_bytes, params }: Filtered): Uint8Array {
  if (filter === 'FlateDecode' || filter === 'Fl') return undoPredictor(inflate(data, limit_bytes), params)
  if (filter === 'Crypt') return data
  if (filter === 'ASCIIHexDecode' || filter === 'AHx') return asciiHex(data)
  throw new PdfProblem('unsupported_filter', `filter ${filter ?? '(none)'} is not read here`)
}

function inflate(data: Uint8Array, limit_bytes: number): Uint8Array {
  try {
    return inflateSync(data, { maxOutputLength: limit_bytes })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new PdfProblem('too_large', 'a stream unpacks to more than it may')
    throw new PdfProblem('broken_stream', 'deflated data is damaged')
  }
}

function asciiHex(data: Uint8Array): Uint8Array {
  const text = Buffer.from(data).toString('latin1').split('>')[0]!.replace(/\s+/g, '')
  if (!/^[0-9a-fA-F]*$/.test(text)) throw new PdfProblem('broken_stream', 'a hexadecimal stream is damaged')
  return Buffer.from(text.length % 2 === 0 ? text : `${text}0`, 'hex')
}

function numberParams(params: PdfDict | null, resolve: Resolve): PredictorParams {
  const read = (key: string, fallback: number) => integerOf(resolve(params?.get(key))) ?? fallback
  return {
    predictor: read('Predictor', 1),
    colors: read('Colors', 1),
    bitsPerComponent: read('BitsPerComponent', 8),
    columns: read('Columns', 1),
  }
}
