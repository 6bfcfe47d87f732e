/** One DER element: tag, shortest length, contents. */
export function tlv(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), lengthBytes(body.length), body])
}

function lengthBytes(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const hex = length.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes])
}

export const sequence = (...parts: Uint8Array[]): Buffer => tlv(0x30, ...parts)

/** SET OF: DER wants its elements in the order of their encodings. */
export const setOf = (...parts: Uint8Array[]): Buffer => tlv(0x31, ...parts.toSorted((a, b) => Buffer.compare(a, b)))

/** `[n] EXPLICIT` or a constructed `[n] IMPLICIT`. */
export const tagged = (n: number, ...parts: Uint8Array[]): Buffer => tlv(0xa0 | n, ...parts)

export const octetString = (bytes: Uint8Array): Buffer => tlv(0x04, bytes)
export const bitString = (bytes: Uint8Array, unusedBits = 0): Buffer => tlv(0x03, Buffer.from([unusedBits]), bytes)
export const nullValue = (): Buffer => Buffer.from([0x05, 0x00])
export const enumerated = (value: number): Buffer => Buffer.from([0x0a, 0x01, value])
export const boolean = (value: boolean): Buffer => Buffer.from([0x01, 0x01, value ? 0xff : 0x00])
export const utf8String = (text: string): Buffer => tlv(0x0c, Buffer.from(text.normalize('NFC'), 'utf8'))
export const printableString = (text: string): Buffer => tlv(0x13, Buffer.from(text, 'latin1'))

/** A non-negative INTEGER from a small number or from big-endian bytes. */
export function integer(value: number | Uint8Array): Buffer {
  const hex = typeof value === 'number' ? value.toString(16) : Buffer.from(value).toString('hex')
  let bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  while (bytes.length > 1 && bytes[0] === 0 && bytes[1]! < 0x80) bytes = bytes.subarray(1)
  return bytes[0]! >= 0x80 ? tlv(0x02, Buffer.from([0]), bytes) : tlv(0x02, bytes)
}

/** A serial number from the form that certificates are read into: hexadecimal, a negative one with a minus. */
export function serialInteger(hex: string): Buffer {
  return hex.startsWith('-') ? tlv(0x02, Buffer.from(hex.slice(1), 'hex')) : integer(Buffer.from(hex, 'hex'))
}

/** An OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number) as [number, number, ...number[]]
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)))
}

function base128(value: number): number[] {
  const out = [value % 128]
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) out.unshift((left % 128) | 0x80)
  return out
}

/** A time as certificates want it: UTCTime up to 2049, GeneralizedTime after (RFC 5280 4.1.2.5). */
export function time(at: Date): Buffer {
  const text = at.toISOString().replace(/[-:T]|\.\d+/g, '')
  return at.getUTCFullYear() < 2050 ? tlv(0x17, Buffer.from(text.slice(2))) : tlv(0x18, Buffer.from(text))
}

/** GeneralizedTime in whole seconds, as OCSP wants every time. */
export function generalizedTime(at: Date): Buffer {
  return tlv(0x18, Buffer.from(`${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`))
}
