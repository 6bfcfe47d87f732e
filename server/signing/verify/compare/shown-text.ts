import { decodeStream } from '../../pdf/filters.ts'
import { dictOf, nameOf, PdfName, PdfStream, PdfString, type PdfDict, type PdfValue } from '../../pdf/objects.ts'
import { PdfParser } from '../../pdf/parser.ts'
import { PdfProblem } from '../../pdf/pdf-problem.ts'
import type { PdfView } from '../../pdf/pdf-view.ts'
import { readToUnicode } from './to-unicode.ts'

/** Operators that put something on the page that is no text; a look that uses them cannot be judged by its text. */
const PAINTS_OTHERWISE = new Set(['Do', 'BI', 'sh'])

/**
 * The text that a form XObject shows, in drawing order; empty for no picture at all. Null when it cannot be told: an
 * image, a font without a readable encoding, content that does not parse.
 */
export function shownText(view: PdfView, look: PdfStream | null): string | null {
  if (!look) return ''
  try {
    const content = decodeStream(look.dict, look.raw, (value) => view.resolve(value))
    return readContent(view, new PdfParser(content, -1), view.dict(look.dict, 'Resources'))
  } catch (error) {
    if (error instanceof PdfProblem) return null
    throw error
  }
}

const SHOWS_TEXT = new Set(['Tj', 'TJ', "'", '"'])

function readContent(view: PdfView, parser: PdfParser, resources: PdfDict | null): string | null {
  const fonts = view.dict(resources, 'Font')
  let decode: Decoder | null = latin1
  let text = ''
  for (let next = takeOperation(parser); next; next = takeOperation(parser)) {
    const { operator, operands } = next
    if (operator === 'Tf') decode = decoderOf(view, view.dict(fonts, nameOf(operands[0]) ?? ''))
    if (PAINTS_OTHERWISE.has(operator) || (SHOWS_TEXT.has(operator) && !decode)) return null
    if (SHOWS_TEXT.has(operator)) text += stringsOf(operands.at(-1)).map(decode!).join('')
  }
  return text
}

/** The next operator with the operands before it; null at the end. */
function takeOperation(parser: PdfParser): { operator: string; operands: PdfValue[] } | null {
  const operands: PdfValue[] = []
  for (let token = takeToken(parser); token !== null; token = takeToken(parser)) {
    if (typeof token === 'string') return { operator: token, operands }
    operands.push(token.value)
  }
  return null
}

/** The next operator (a string) or operand; null at the end. */
function takeToken(parser: PdfParser): string | { value: PdfValue } | null {
  parser.skipWhite()
  if (parser.pos >= parser.bytes.length) return null
  const rest = Buffer.from(parser.bytes.subarray(parser.pos, parser.pos + 12)).toString('latin1')
  const operator = /^([A-Za-z][A-Za-z0-9*]{0,5}|'|")(?![A-Za-z0-9])/.exec(rest)?.[1]
  if (!operator || operator === 'true' || operator === 'false' || operator === 'null')
    return { value: parser.takeValue() }
  parser.pos += operator.length
  return operator
}

function stringsOf(value: PdfValue | undefined): PdfString[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => item instanceof PdfString)
}

type Decoder = (text: PdfString) => string

const latin1: Decoder = (text) => Buffer.from(text.bytes).toString('latin1')

function decoderOf(view: PdfView, font: PdfDict | null): Decoder | null {
  const map = view.get(font, 'ToUnicode')
  const composite = nameOf(view.get(font, 'Subtype')) === 'Type0'
  if (map instanceof PdfStream) {
    const unicode = readToUnicode(decodeStream(map.dict, map.raw, (value) => view.resolve(value)))
    return (text) =>
      codesOf(text.bytes, composite ? 2 : 1)
        .map((code) => unicode.get(code) ?? '\ufffd')
        .join('')
  }
  const encoding = view.get(font, 'Encoding')
  return composite || dictOf(encoding) ? null : encoding === null || encoding instanceof PdfName ? latin1 : null
}

function codesOf(bytes: Uint8Array, width: number): number[] {
  const codes: number[] = []
  for (let i = 0; i + width <= bytes.length; i += width)
    codes.push(width === 2 ? bytes[i]! * 256 + bytes[i + 1]! : bytes[i]!)
  return codes
}
