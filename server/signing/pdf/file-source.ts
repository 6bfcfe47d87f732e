import { closeSync, constants, fstatSync, openSync, readSync, type BigIntStats } from 'node:fs'
import type { ByteSource } from './byte-source.ts'

/** A source over an open file, to be closed by who opened it. */
export interface FileSource extends ByteSource {
  /** False when the file was written to since it was opened, so that what was read may be of two states. */
  isUnchanged(): boolean
  close(): void
}

const WINDOW_BYTES = 64 * 1024
/** Windows kept: the objects of a file stand close together, and signer and verifier come by several times. */
const KEPT_WINDOWS = 256
const PIECE_BYTES = 1024 * 1024

/**
 * Opens a file on disk as a {@link ByteSource} that keeps at most 16 MB of it, whatever its size. Throws what the
 * system says (ENOENT, EACCES …), and EINVAL for anything but a plain file; never waits for a pipe.
 */
export function openFileSource(path: string): FileSource {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const opened = fstatSync(descriptor, { bigint: true })
    if (!opened.isFile()) throw Object.assign(new Error(`${path} is no plain file`), { code: 'EINVAL' })
    return sourceOver(descriptor, opened)
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
}

function sourceOver(descriptor: number, opened: BigIntStats): FileSource {
  const size = Number(opened.size)
  const windows = new Windows(descriptor, size)
  let piece: Buffer | null = null
  return {
    size,
    window_bytes: WINDOW_BYTES,
    read: (start, end) => windows.read(Math.max(0, start), Math.min(end, size)),
    each(start, end, use) {
      piece ??= Buffer.allocUnsafeSlow(PIECE_BYTES)
      for (let at = start; at < end; at += PIECE_BYTES) {
        const part = piece.subarray(0, Math.min(end - at, PIECE_BYTES))
        fill(descriptor, part, at)
        use(part)
      }
    },
    findLast: (needle, from) => findBackwards(windows, Buffer.from(needle, 'latin1'), Math.min(from, size)),
    isUnchanged: () => sameState(opened, fstatSync(descriptor, { bigint: true })),
    close: () => closeSync(descriptor),
  }
}

/** Aligned pieces of the file, the least recently used one dropped first. */
class Windows {
  private readonly descriptor: number
  private readonly size: number
  private readonly kept = new Map<number, Buffer>()

  constructor(descriptor: number, size: number) {
    this.descriptor = descriptor
    this.size = size
  }

  read(start: number, end: number): Buffer {
    if (end <= start) return Buffer.alloc(0)
    const first = Math.floor(start / WINDOW_BYTES)
    const last = Math.floor((end - 1) / WINDOW_BYTES)
    if (first === last) return this.window(first).subarray(start - first * WINDOW_BYTES, end - first * WINDOW_BYTES)
    const bytes = Buffer.allocUnsafeSlow(end - start)
    if (last - first > 2) return fill(this.descriptor, bytes, start)
    for (let index = first; index <= last; index++) {
      const base = index * WINDOW_BYTES
      const window = this.window(index)
      window.copy(bytes, Math.max(0, base - start), Math.max(0, start - base), Math.min(window.length, end - base))
    }
    return bytes
  }

  private window(index: number): Buffer {
    const known = this.kept.get(index)
    if (known) {
      this.kept.delete(index)
      this.kept.set(index, known)
      return known
    }
    const at = index * WINDOW_BYTES
    const bytes = fill(this.descriptor, Buffer.allocUnsafeSlow(Math.min(WINDOW_BYTES, this.size - at)), at)
    if (this.kept.size >= KEPT_WINDOWS) this.kept.delete(this.kept.keys().next().value!)
    this.kept.set(index, bytes)
    return bytes
  }
}

/** A file that got shorter meanwhile reads as zeros there: its signatures fail, nothing else does. */
function fill(descriptor: number, into: Buffer, at: number): Buffer {
  let got = 0
  while (got < into.length) {
    const count = readSync(descriptor, into, got, into.length - got, at + got)
    if (count === 0) return into.fill(0, got)
    got += count
  }
  return into
}

/** Looks at overlapping windows from the end, so that nothing hides on a border. */
function findBackwards(windows: Windows, needle: Buffer, from: number): number {
  for (let end = from + needle.length; end > 0; end -= WINDOW_BYTES) {
    const start = Math.max(0, end - WINDOW_BYTES - needle.length)
    const found = windows.read(start, end).lastIndexOf(needle)
    if (found >= 0) return start + found
  }
  return -1
}

const sameState = (before: BigIntStats, now: BigIntStats) =>
  before.size === now.size && before.mtimeNs === now.mtimeNs && before.ctimeNs === now.ctimeNs
