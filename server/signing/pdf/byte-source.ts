/**
 * Random access to the bytes of one PDF. The reader never holds the file itself, so a source over an open
 * file can stand in for one over memory. A source is immutable: `size` and every byte stay what they were.
 */
export interface ByteSource {
  readonly size: number
  /** Reading so many bytes at once costs no more than reading few. */
  readonly window_bytes: number
  /** The bytes [start, end), clamped to the file. May be a view on shared memory: never write into it. */
  read(start: number, end: number): Uint8Array
  /** Lends the bytes [start, end) piece by piece, in order; a piece is good only until the call returns. */
  each(start: number, end: number, use: (piece: Uint8Array) => void): void
  /** Offset of the last occurrence of `needle` that starts at or before `from`, or -1. */
  findLast(needle: string, from: number): number
}

/** Cheap for memory, and large enough that the hash and not the call takes the time. */
const PIECE_BYTES = 1024 * 1024

/** A source over bytes in memory; reads are views, not copies. */
export function bufferSource(bytes: Uint8Array): ByteSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    size: buffer.length,
    window_bytes: buffer.length,
    read: (start, end) => buffer.subarray(Math.max(0, start), Math.max(0, Math.min(end, buffer.length))),
    each(start, end, use) {
      for (let at = start; at < end; at += PIECE_BYTES) use(buffer.subarray(at, Math.min(end, at + PIECE_BYTES)))
    },
    findLast: (needle, from) => (from < 0 ? -1 : buffer.lastIndexOf(needle, from, 'latin1')),
  }
}
