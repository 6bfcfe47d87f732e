import type { ByteSource } from './byte-source.ts'
import { parseGrowing } from './growing-window.ts'
import { integerOf, PdfRef, PdfStream, type PdfDict, type PdfValue } from './objects.ts'
import { PdfParser } from './parser.ts'
import { PdfProblem } from './pdf-problem.ts'

/** One `N G obj … endobj` of a file and the bytes [offset, end) that it takes. */
export interface IndirectObject {
  num: number
  gen: number
  value: PdfValue
  offset: number
  end: number
  duplicateKey: boolean
  /** How many values it holds, for those who count memory. */
  values: number
}

/**
 * Reads the indirect object that starts exactly at `offset`. A stream's data must be as long as its `/Length`
 * says (`lengthOf` looks an indirect one up), with `endstream` and `endobj` right behind it. `spend` hears how many
 * bytes of syntax were gone through.
 */
export function readIndirectObject(
  source: ByteSource,
  offset: number,
  lengthOf: (ref: PdfRef) => number | null,
  spend?: (bytes: number) => unknown,
): IndirectObject {
  if (offset < 0 || offset >= source.size)
    throw new PdfProblem('broken_xref', 'an offset lies outside the file', offset)
  return parseGrowing(source, offset, (parser) => readFrom(source, parser, lengthOf), spend)
}

function readFrom(source: ByteSource, parser: PdfParser, lengthOf: (ref: PdfRef) => number | null): IndirectObject {
  const offset = parser.base
  if (!isDigit(parser.bytes[0])) parser.fail('no object starts here')
  const num = parser.takeInteger()
  const gen = parser.takeInteger()
  if (!parser.takeKeyword('obj')) parser.fail('"obj" was expected')
  let value = parser.takeValue()
  const duplicateKey = parser.sawDuplicateKey
  let end: number
  if (value instanceof Map && parser.takeKeyword('stream')) {
    const start = streamStart(parser)
    const length = streamLength(value, lengthOf)
    end = streamEnd(source, start, length)
    value = new PdfStream(value, () => source.read(start, start + length))
  } else {
    if (!parser.takeKeyword('endobj')) parser.fail('"endobj" was expected')
    end = offset + parser.pos
  }
  return { num, gen, value, offset, end, duplicateKey, values: parser.values }
}

const isDigit = (code: number | undefined) => code !== undefined && code >= 0x30 && code <= 0x39

/** After the keyword `stream` there is CR LF or LF, never CR alone. */
function streamStart(parser: PdfParser): number {
  const { bytes, pos } = parser
  if (bytes[pos] === 10) return parser.base + pos + 1
  if (bytes[pos] === 13 && bytes[pos + 1] === 10) return parser.base + pos + 2
  return parser.fail('the keyword "stream" must be followed by a line end')
}

function streamLength(dict: PdfDict, lengthOf: (ref: PdfRef) => number | null): number {
  const length = dict.get('Length')
  const value = length instanceof PdfRef ? lengthOf(length) : integerOf(length)
  if (value === null || value < 0) throw new PdfProblem('broken_stream', 'a stream has no usable /Length')
  return value
}

function streamEnd(source: ByteSource, start: number, length: number): number {
  if (start + length > source.size)
    throw new PdfProblem('broken_stream', 'a stream runs past the end of the file', start)
  const parser = new PdfParser(source.read(start + length, start + length + 64), start + length)
  if (!parser.takeKeyword('endstream') || !parser.takeKeyword('endobj'))
    throw new PdfProblem('broken_stream', 'a stream is not as long as its /Length says', start)
  return parser.base + parser.pos
}
