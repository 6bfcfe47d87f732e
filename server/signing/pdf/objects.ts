/** A name without its slash, `#xx` undone, one character a byte. */
export class PdfName {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** A string's bytes; `start` and `end` are where its literal stands in the file, or -1 inside an object stream. */
export class PdfString {
  readonly bytes: Uint8Array
  readonly hex: boolean
  readonly start: number
  readonly end: number
  constructor(bytes: Uint8Array, hex = false, span: readonly [number, number] = [-1, -1]) {
    this.bytes = bytes
    this.hex = hex
    this.start = span[0]
    this.end = span[1]
  }
}

/** `12 0 R`. */
export class PdfRef {
  readonly num: number
  readonly gen: number
  constructor(num: number, gen = 0) {
    this.num = num
    this.gen = gen
  }
}

/** Keys without slash; key order is file order. */
export type PdfDict = Map<string, PdfValue>

/** A stream; its data is fetched when it is asked for, so that a file's pictures never stand in memory together. */
export class PdfStream {
  readonly dict: PdfDict
  private readonly data: Uint8Array | (() => Uint8Array)
  constructor(dict: PdfDict, data: Uint8Array | (() => Uint8Array)) {
    this.dict = dict
    this.data = data
  }

  /** The data as it stands in the file, decrypted but still filtered. Fetched anew each time. */
  get raw(): Uint8Array {
    return typeof this.data === 'function' ? this.data() : this.data
  }
}

export type PdfValue = null | boolean | number | PdfName | PdfString | PdfRef | PdfValue[] | PdfDict | PdfStream

/** A dictionary from an object literal, for writing. */
export function pdfDict(entries: Record<string, PdfValue | undefined>): PdfDict {
  const dict: PdfDict = new Map()
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) dict.set(key, value)
  return dict
}

/** The name's text, or null when the value is no name. */
export function nameOf(value: PdfValue | undefined): string | null {
  return value instanceof PdfName ? value.name : null
}

/** The value when it is a dictionary, or null; a stream is none, for its data would escape a look at the keys. */
export function dictOf(value: PdfValue | undefined): PdfDict | null {
  return value instanceof Map ? value : null
}

/** The value when it is a whole number, or null. */
export function integerOf(value: PdfValue | undefined): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null
}

/** A text string (UTF-16BE or UTF-8 with mark, else Latin-1 for PDFDocEncoding) as NFC text, or null. */
export function textOf(value: PdfValue | undefined): string | null {
  if (!(value instanceof PdfString)) return null
  const bytes = Buffer.from(value.bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16be(bytes.subarray(2)).normalize('NFC')
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return bytes.subarray(3).toString('utf8').normalize('NFC')
  return bytes.toString('latin1')
}

function utf16be(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le')
}

/** A text string for writing: ASCII as it is, anything else UTF-16BE with its mark. */
export function pdfText(text: string): PdfString {
  const nfc = text.normalize('NFC')
  if (/^[\x20-\x7e]*$/.test(nfc)) return new PdfString(Buffer.from(nfc, 'latin1'))
  return new PdfString(Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(nfc, 'utf16le').swap16()]), true)
}
