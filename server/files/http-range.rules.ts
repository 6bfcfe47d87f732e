/** First and last byte, both included, as in HTTP. */
export type ByteRange = { start: number; end: number }

/** What a `Range` header asks of a file: everything, one part, or nothing that exists. */
export type RangeWish = { wish: 'all' } | { wish: 'part'; range: ByteRange } | { wish: 'impossible' }

/**
 * Reads a `Range` header. Several ranges, other units and malformed headers are ignored, as the law of HTTP allows.
 * RFC 9110, section 14.2.
 */
export function rangeWish(header: string | undefined, size_bytes: number): RangeWish {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/u.exec(header?.trim() ?? '')
  if (!found || (found[1] === '' && found[2] === '')) return { wish: 'all' }
  const [first, last] = [found[1]!, found[2]!]
  if (first === '') return suffix(Number(last), size_bytes)
  const [start, end] = [Number(first), last === '' ? Infinity : Number(last)]
  if (end < start) return { wish: 'all' }
  return part(start, end, size_bytes)
}

function part(start: number, end: number, size_bytes: number): RangeWish {
  if (start >= size_bytes) return { wish: 'impossible' }
  return { wish: 'part', range: { start, end: Math.min(end, size_bytes - 1) } }
}

function suffix(length: number, size_bytes: number): RangeWish {
  if (length === 0 || size_bytes === 0) return { wish: 'impossible' }
  return { wish: 'part', range: { start: Math.max(0, size_bytes - length), end: size_bytes - 1 } }
}

/** True when an `If-None-Match` header already has the entity; weak marks compare as strong ones. RFC 9110, section 13.1.2. */
export function alreadyHas(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  if (header.trim() === '*') return true
  return header.split(',').some((one) => one.trim().replace(/^W\//u, '') === etag)
}
