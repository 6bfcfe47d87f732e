import { pdfText, type PdfValue } from './pdf/objects.ts'
import { serialize } from './pdf/serialize.ts'
import type { SignatureWish } from './prepare-signature.ts'

/** A signature dictionary with room for its two late values; positions count from the dictionary's first byte. */
export interface SignatureDictionary {
  bytes: Buffer
  rangeAt: number
  rangeWidth: number
  contentsAt: number
  reserved_bytes: number
}

/** The same once written; `at` is the dictionary's offset in the file. */
export type Placeholder = SignatureDictionary & { at: number }

/** A value as it must stand in this object, which in an encrypted file is encrypted. */
type Secure = (value: PdfValue) => PdfValue

const RANGE_WIDTH = 42
const DEFAULT_RESERVED_BYTES = 16 * 1024

/** The signature dictionary of a PAdES baseline signature, with zeros as `/Contents` and blanks as `/ByteRange`, both in the clear. */
export function signatureDictionary(
  wish: SignatureWish,
  references: PdfValue[] = [],
  secure: Secure = (value) => value,
): SignatureDictionary {
  const kind = '/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached'
  return withPlaceholder(kind, wish.reserved_bytes ?? DEFAULT_RESERVED_BYTES, facts(wish, references, secure))
}

/** The dictionary of a document time-stamp (EN 319 142-1 5.4.3), with the same two gaps. */
export function timestampDictionary(reserved_bytes = DEFAULT_RESERVED_BYTES): SignatureDictionary {
  const kind = '/Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161'
  return withPlaceholder(kind, reserved_bytes, Buffer.alloc(0))
}

function withPlaceholder(kind: string, reserved_bytes: number, after: Buffer): SignatureDictionary {
  const head = `<<${kind} /ByteRange [0 `
  const middle = '] /Contents <'
  const rangeAt = head.length
  const contentsAt = rangeAt + RANGE_WIDTH + middle.length
  const before = Buffer.from(head + ' '.repeat(RANGE_WIDTH) + middle, 'latin1')
  const zeros = Buffer.alloc(reserved_bytes * 2, '0')
  const bytes = Buffer.concat([before, zeros, Buffer.from('>'), after, Buffer.from('>>')])
  return { bytes, rangeAt, rangeWidth: RANGE_WIDTH, contentsAt, reserved_bytes }
}

function facts(wish: SignatureWish, references: PdfValue[], secure: Secure): Buffer {
  const entries: [string, PdfValue][] = [
    ['M', pdfText(pdfDate(wish.signedAt))],
    ['Name', wish.signerName ? pdfText(wish.signerName) : null],
    ['Reason', wish.reason ? pdfText(wish.reason) : null],
    ['Location', wish.location ? pdfText(wish.location) : null],
    ['Reference', references.length > 0 ? references : null],
  ]
  return Buffer.concat(
    entries.flatMap(([key, value]) => (value ? [Buffer.from(` /${key} `), serialize(secure(value))] : [])),
  )
}

const VIETNAM_OFFSET_MS = 7 * 3600 * 1000

/** A PDF date in Vietnamese time, such as `D:20200623162205+07'00'`. */
export function pdfDate(at: Date): string {
  const local = new Date(at.getTime() + VIETNAM_OFFSET_MS).toISOString()
  return `D:${local.slice(0, 19).replace(/[-:T]/g, '')}+07'00'`
}
