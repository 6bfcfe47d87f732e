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
  /** Offset of the last occurrence of `needle` that starts at or before `from`, or -1. */
  findLast(needle: string, from: number): number
}

/** A source over bytes in memory; reads are views, not copies. */
export function bufferSource(bytes: Uint8Array): ByteSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    size: buffer.length,
    window_bytes: buffer.length,
    read: (start, end) => buffer.subarray(Math.max(0, start), Math.min(end, buffer.length)),
    findLast: (needle, from) => (from < 0 ? -1 : buffer.lastIndexOf(needle, from, 'latin1')),
  }
}
