import { dictOf, nameOf, PdfName, PdfStream, PdfString, type PdfDict, type PdfValue } from '../../pdf/objects.ts'
import { PdfParser } from '../../pdf/parser.ts'
import { PdfProblem } from '../../pdf/pdf-problem.ts'
import type { PdfView } from '../../pdf/pdf-view.ts'
import { readToUnicode } from './to-unicode.ts'

/** What a look shows, as far as its codes tell. */
export interface ShownText {
  text: string
  /** True when a font that the file brings draws it: its codes may have shapes of any kind. */
  ownFont: boolean
}

const NOTHING: ShownText = { text: '', ownFont: false }
/** Far more than a field's look or a font's table of characters needs. */
const MAX_LOOK_BYTES = 1024 * 1024

/**
 * The text that a form XObject shows, in drawing order; empty for no picture at all. Null when it cannot be told: an
 * image, outlines, hidden or covered text, a font without a readable encoding, content that does not parse.
 */
export function shownText(view: PdfView, look: PdfStream | null): ShownText | null {
  if (!look) return NOTHING
  try {
    const content = view.file.decoded(look, view, MAX_LOOK_BYTES)
    return readContent(view, new PdfParser(content, -1), view.dict(look.dict, 'Resources'))
  } catch (error) {
    if (error instanceof PdfProblem) return null
    throw error
  }
}

const SHOWS_TEXT = new Set(['Tj', 'TJ', "'", '"'])
/** Put something on the page that is no text, or outlines of any shape. */
const PAINTS_OTHERWISE = new Set(['Do', 'BI', 'sh', 'c', 'v', 'y'])
const FILLS = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'S', 's'])
/** A background and a frame, and the lines between the cells of a comb; more of them can write letters. */
const MAX_FILLS = 4

interface Reading {
  decoder: Decoder | null
  ownFont: boolean
  text: string
  fills: number
}

function readContent(view: PdfView, parser: PdfParser, resources: PdfDict | null): ShownText | null {
  const fonts = view.dict(resources, 'Font')
  const reading: Reading = { decoder: null, ownFont: false, text: '', fills: 0 }
  for (let next = takeOperation(parser); next; next = takeOperation(parser)) {
    if (next.operator === 'Tf') chooseFont(view, view.dict(fonts, nameOf(next.operands[0]) ?? ''), reading)
    if (isBeyondText(next, reading)) return null
    if (SHOWS_TEXT.has(next.operator)) reading.text += stringsOf(next.operands.at(-1)).map(reading.decoder!).join('')
  }
  return { text: reading.text, ownFont: reading.ownFont && reading.text !== '' }
}

/** Whether this operation makes the look more than the text that it shows. */
function isBeyondText({ operator, operands }: Operation, reading: Reading): boolean {
  if (PAINTS_OTHERWISE.has(operator)) return true
  if (SHOWS_TEXT.has(operator)) return reading.decoder === null
  if (operator === 'Tr') return operands[0] !== 0
  if (operator === 'Tf') return typeof operands[1] !== 'number' || operands[1] < 1
  if (!FILLS.has(operator)) return false
  return reading.text !== '' || ++reading.fills > MAX_FILLS
}

interface Operation {
  operator: string
  operands: PdfValue[]
}

/** The next operator with the operands before it; null at the end. */
function takeOperation(parser: PdfParser): Operation | null {
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
  const operator = /^([A-Za-z][A-Za-z0-9]{0,5}\*?|'|")(?![A-Za-z0-9*])/.exec(rest)?.[1]
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

function chooseFont(view: PdfView, font: PdfDict | null, reading: Reading): void {
  reading.decoder = decoderOf(view, font)
  if (!font || isOwnFont(view, font)) reading.ownFont = true
}

const FONT_FILES = ['FontFile', 'FontFile2', 'FontFile3']

function isOwnFont(view: PdfView, font: PdfDict): boolean {
  const [descendant] = view.array(font, 'DescendantFonts')
  const descriptors = [font, dictOf(view.resolve(descendant))].map((dict) => view.dict(dict, 'FontDescriptor'))
  return descriptors.some((descriptor) => FONT_FILES.some((key) => descriptor?.has(key)))
}

const SYMBOLS = /Symbol|Dingbats|Wingdings|Webdings/i

function decoderOf(view: PdfView, font: PdfDict | null): Decoder | null {
  const kind = nameOf(view.get(font, 'Subtype'))
  if (kind === 'Type3') return null
  const map = view.get(font, 'ToUnicode')
  const composite = kind === 'Type0'
  if (map instanceof PdfStream) return decoderBy(readToUnicode(contentOf(view, map)), composite)
  const encoding = view.get(font, 'Encoding')
  const symbols = SYMBOLS.test(nameOf(view.get(font, 'BaseFont')) ?? '')
  return !composite && !symbols && (encoding === null || encoding instanceof PdfName) ? latin1 : null
}

const contentOf = (view: PdfView, stream: PdfStream): Uint8Array => view.file.decoded(stream, view, MAX_LOOK_BYTES)

function decoderBy(unicode: Map<number, string>, composite: boolean): Decoder {
  return (text) =>
    codesOf(text.bytes, composite ? 2 : 1)
      .map((code) => unicode.get(code) ?? '\ufffd')
      .join('')
}

function codesOf(bytes: Uint8Array, width: number): number[] {
  const codes: number[] = []
  for (let i = 0; i + width <= bytes.length; i += width)
    codes.push(width === 2 ? bytes[i]! * 256 + bytes[i + 1]! : bytes[i]!)
  return codes
}
