import type { ByteSource } from '../pdf/byte-source.ts'
import { hexDigit } from '../pdf/characters.ts'
import { integerOf, PdfString, type PdfValue } from '../pdf/objects.ts'
import type { PdfView } from '../pdf/pdf-view.ts'
import type { FoundSignature } from './find-signatures.ts'
import type { Problem } from './report.ts'

/** Which bytes a signature covers: all of [0, end) but the gap [gapStart, gapEnd). */
export interface SignedRange {
  gapStart: number
  gapEnd: number
  end: number
  contents: PdfString
}

const LARGE_CONTENTS_BYTES = 64 * 1024

/**
 * The signed range, exact to the byte: two ranges from byte 0, and between them nothing but the hexadecimal string
 * that is this dictionary's own `/Contents`. Anything else is a problem and no range.
 */
export function checkByteRange(
  view: PdfView,
  found: FoundSignature,
): { range: SignedRange | null; problems: Problem[] } {
  const { dict, span } = found
  if (!dict || !span) return failed('signature_dictionary_missing', 'the field has no signature dictionary of its own')
  const contents = dict.get('Contents')
  if (!(contents instanceof PdfString) || !contents.hex)
    return failed('contents_malformed', '/Contents is no hexadecimal string')
  const range = rangeOf(dict.get('ByteRange'), contents, view.file.source.size)
  if (!range) return failed('byte_range_malformed', '/ByteRange does not describe two ranges of this file')
  const fault = gapFault(view.file.source, span, range)
  return fault ? failed(...fault) : { range, problems: sizeProblems(contents) }
}

const failed = (code: string, detail: string) => ({ range: null, problems: [{ code, detail }] })

function rangeOf(value: PdfValue | undefined, contents: PdfString, size_bytes: number): SignedRange | null {
  const [first, gapStart, gapEnd, length] = rangeNumbers(value) ?? [-1, 0, 0, 0]
  const end = gapEnd + length
  const sane = first === 0 && gapEnd > gapStart && end <= size_bytes
  return sane ? { gapStart, gapEnd, end, contents } : null
}

function gapFault(source: ByteSource, span: readonly [number, number], range: SignedRange): [string, string] | null {
  const { contents, gapStart, gapEnd } = range
  if (contents.bytes.every((byte) => byte === 0)) return ['contents_empty', '/Contents is empty: nothing was signed']
  if (contents.start !== gapStart || contents.end !== gapEnd)
    return ['byte_range_gap', 'the gap between the signed ranges is not exactly /Contents']
  if (!source.read(gapStart + 1, gapEnd - 1).every((code) => hexDigit(code) >= 0))
    return ['contents_malformed', '/Contents holds more than hexadecimal digits']
  return namedPlainly(source, span, contents) ? null : ['signature_keys_disguised', 'keys are written in a disguise']
}

function rangeNumbers(value: PdfValue | undefined): [number, number, number, number] | null {
  if (!Array.isArray(value) || value.length !== 4) return null
  const numbers = value.map((item) => integerOf(item) ?? -1)
  return numbers.every((number) => number >= 0) ? (numbers as [number, number, number, number]) : null
}

function sizeProblems(contents: PdfString): Problem[] {
  if (contents.bytes.length <= LARGE_CONTENTS_BYTES) return []
  return [{ code: 'contents_large', detail: `/Contents reserves ${contents.bytes.length} bytes` }]
}

/** The key right before the gap reads `/Contents` and the object names `/ByteRange` once, both without `#` escapes. */
function namedPlainly(source: ByteSource, span: readonly [number, number], contents: PdfString): boolean {
  const before = Buffer.from(source.read(span[0], contents.start)).toString('latin1')
  const after = Buffer.from(source.read(contents.end, span[1])).toString('latin1')
  return /\/Contents[\0\t\n\f\r ]*$/.test(before) && `${before} ${after}`.split('/ByteRange').length === 2
}
