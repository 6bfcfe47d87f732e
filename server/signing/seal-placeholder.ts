import { createHash, type Hash as Hasher } from 'node:crypto'
import { signedAttributes } from './cms/signed-attributes.ts'
import type { Hash } from './cms/signature-scheme.ts'
import type { ByteSource } from './pdf/byte-source.ts'
import type { PreparedSignature, SignatureWish } from './prepare-signature.ts'
import type { Placeholder } from './signature-dictionary.ts'

/**
 * Fills in the signed range of a finished increment, takes the digest over base and increment without the gap, and says
 * what is to be signed. Changes `increment` in place.
 */
export function sealPlaceholder(
  base: ByteSource,
  increment: Buffer,
  placeholder: Placeholder,
  wish: Pick<SignatureWish, 'field' | 'scheme' | 'certificate'>,
): PreparedSignature {
  const { contentsAt, byteRange, parts } = fillByteRange(base, increment, placeholder)
  const { baseSha256, digest } = hashParts(base, wish.scheme.hash, parts)
  const tbs = signedAttributes(digest, wish.scheme.hash, wish.certificate)
  const { field, scheme } = wish
  return {
    field,
    scheme,
    baseSha256,
    increment,
    contentsAt,
    reserved_bytes: placeholder.reserved_bytes,
    byteRange,
    tbs,
  }
}

/** A document time-stamp that waits for its token: plain data. */
export interface PreparedTimestamp extends Pick<
  PreparedSignature,
  'field' | 'baseSha256' | 'increment' | 'contentsAt' | 'reserved_bytes'
> {
  /** What the time-stamping authority is to stamp. */
  hash: Hash
  digest: Buffer
}

/** {@link sealPlaceholder} for a time-stamp over the document: it signs the digest itself, without attributes. */
export function sealTimestamp(
  base: ByteSource,
  increment: Buffer,
  placeholder: Placeholder,
  wish: { field: string; hash: Hash },
): PreparedTimestamp {
  const { contentsAt, parts } = fillByteRange(base, increment, placeholder)
  const { baseSha256, digest } = hashParts(base, wish.hash, parts)
  return { ...wish, baseSha256, increment, contentsAt, reserved_bytes: placeholder.reserved_bytes, digest }
}

function fillByteRange(base: ByteSource, increment: Buffer, placeholder: Placeholder) {
  const contentsAt = placeholder.at + placeholder.contentsAt - base.size
  const gapStart = base.size + contentsAt - 1
  const gapEnd = gapStart + placeholder.reserved_bytes * 2 + 2
  const total = base.size + increment.length
  const byteRange: PreparedSignature['byteRange'] = [0, gapStart, gapEnd, total - gapEnd]
  increment.write(
    byteRange.slice(1).join(' ').padEnd(placeholder.rangeWidth),
    placeholder.at + placeholder.rangeAt - base.size,
    'latin1',
  )
  const parts = [increment.subarray(0, gapStart - base.size), increment.subarray(gapEnd - base.size)]
  return { contentsAt, byteRange, parts }
}

function feed(source: ByteSource, ...hashers: Hasher[]): void {
  source.each(0, source.size, (piece) => {
    for (const hasher of hashers) hasher.update(piece)
  })
}

/** One pass over the base gives both its name in the store and the signed digest. */
function hashParts(base: ByteSource, hash: Hash, parts: Buffer[]): { baseSha256: string; digest: Buffer } {
  const signed = createHash(hash)
  const name = hash === 'sha256' ? signed : createHash('sha256')
  feed(base, ...new Set([signed, name]))
  const baseSha256 = name.copy().digest('hex')
  for (const part of parts) signed.update(part)
  return { baseSha256, digest: signed.digest() }
}
