import type { ByteSource } from './byte-source.ts'

const PIECE_BYTES = 1024 * 1024

/** A source over one that stays where it is with `tail`, in memory, behind it: a file that grew by whole revisions. */
export function tailedSource(base: ByteSource, tail: Buffer): ByteSource {
  if (tail.length === 0) return base
  const size = base.size + tail.length
  const inTail = (start: number, end: number) =>
    tail.subarray(Math.max(0, start - base.size), Math.max(0, end - base.size))
  const read = (start: number, end: number) => {
    if (end <= base.size) return base.read(start, end)
    if (start >= base.size) return inTail(start, end)
    return Buffer.concat([base.read(start, base.size), inTail(base.size, end)])
  }
  return {
    size,
    window_bytes: base.window_bytes,
    read,
    each(start, end, use) {
      if (start < base.size) base.each(start, Math.min(end, base.size), use)
      for (let at = Math.max(start, base.size); at < end; at += PIECE_BYTES)
        use(inTail(at, Math.min(end, at + PIECE_BYTES)))
    },
    findLast(needle, from) {
      // The needle may begin in the base and end in the tail.
      const seam = Math.max(0, base.size - needle.length + 1)
      const found = from < seam ? -1 : Buffer.from(read(seam, size)).lastIndexOf(needle, from - seam, 'latin1')
      return found >= 0 ? seam + found : base.findLast(needle, Math.min(from, seam - 1))
    },
  }
}
