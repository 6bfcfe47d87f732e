import { crc32 } from 'node:zlib'

/** A part of an archive under its path, `/` between folders. */
export interface ZipPart {
  path: string
  bytes: Uint8Array
}

const VERSION = 20
const UTF8_NAMES = 0x0800
/** 1980-01-01 00:00: equal parts give equal bytes; the manifest says when. */
const EPOCH_DATE = 0x0021
const MOST_BYTES = 0xffff_ffff

/**
 * A ZIP (APPNOTE 6.3) whose parts are stored as they are: what is signed is compressed already, and nothing has to be unpacked to
 * be compared. In one pass and without a part twice in memory; an archive beyond 4 GB is a fault.
 */
export function* writeZip(parts: readonly ZipPart[]): Generator<Uint8Array> {
  const directory: Buffer[] = []
  let offset = 0
  for (const { path, bytes } of parts) {
    const name = Buffer.from(path, 'utf8')
    const facts = factsOf(bytes, name)
    const header = Buffer.concat([u32(0x04034b50), facts, u16(0), name])
    yield header
    yield bytes
    directory.push(Buffer.concat([u32(0x02014b50), u16(VERSION), facts, Buffer.alloc(12), u32(offset), name]))
    offset += header.length + bytes.length
  }
  if (offset > MOST_BYTES) throw new Error('the archive is too large for ZIP')
  const list = Buffer.concat(directory)
  const counts = [u16(0), u16(0), u16(parts.length), u16(parts.length)]
  yield Buffer.concat([list, u32(0x06054b50), ...counts, u32(list.length), u32(offset), u16(0)])
}

/** Version, flags, method, time, sum, sizes, length of the name: the same in both headers. */
function factsOf(bytes: Uint8Array, name: Buffer): Buffer {
  const size = u32(bytes.length)
  const head = [u16(VERSION), u16(UTF8_NAMES), u16(0), u16(0), u16(EPOCH_DATE)]
  return Buffer.concat([...head, u32(crc32(bytes)), size, size, u16(name.length)])
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
