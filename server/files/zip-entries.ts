import { crc32, inflateRawSync } from 'node:zlib'
import { refuse } from '#server/kernel/refusal.ts'

/** One file in a ZIP archive; `read` unpacks it and refuses when it is not exactly what its header says. */
export type ZipEntry = { name: string; size_bytes: number; read(): Buffer }

const mostEntries = 5000
const unpacked_bytes = 500_000_000
const endSignature = Buffer.from('PK\u0005\u0006', 'latin1')
const stored = 0
const deflated = 8

type Header = {
  name: string
  method: number
  sum: number
  packed_bytes: number
  size_bytes: number
  offset: number
  flags: number
}

/**
 * Lists an archive by its central directory. Refuses `file_unreadable` for names that leave the archive (`..`, drives,
 * backslashes), doubled names, symbolic links, overlapping or contradicting entries and ZIP64; `file_encrypted`; `file_too_heavy` for
 * too many entries or more than 500 MB unpacked.
 */
export function zipEntries(archive: Buffer): ZipEntry[] {
  const headers = readDirectory(archive)
  if (headers.length > mostEntries) refuse('invalid', 'file_too_heavy')
  const names = new Set(headers.map(({ name }) => name.toLowerCase()))
  if (names.size !== headers.length) refuse('invalid', 'file_unreadable', { why: 'a name stands twice' })
  const total = headers.reduce((sum, { size_bytes }) => sum + size_bytes, 0)
  if (total > unpacked_bytes) refuse('invalid', 'file_too_heavy')
  const starts = headers.map((header) => contentStart(archive, header))
  assertApart(headers, starts, archive.length)
  return headers.map((header, index) => ({
    name: header.name,
    size_bytes: header.size_bytes,
    read: () => unpack(archive.subarray(starts[index]!, starts[index]! + header.packed_bytes), header),
  }))
}

function readDirectory(archive: Buffer): Header[] {
  const end = archive.lastIndexOf(endSignature)
  if (end < 0 || end < archive.length - 65_557 || end + 22 > archive.length) refuse('invalid', 'file_unreadable')
  const count = archive.readUInt16LE(end + 10)
  let at = archive.readUInt32LE(end + 16)
  const headers: Header[] = []
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || archive.readUInt32LE(at) !== 0x02014b50) refuse('invalid', 'file_unreadable')
    const lengths = [28, 30, 32].map((field) => archive.readUInt16LE(at + field))
    headers.push(readHeader(archive, at, lengths[0]!))
    at += 46 + lengths.reduce((sum, length) => sum + length, 0)
  }
  return headers
}

function readHeader(archive: Buffer, at: number, nameLength: number): Header {
  const header = {
    flags: archive.readUInt16LE(at + 8),
    method: archive.readUInt16LE(at + 10),
    sum: archive.readUInt32LE(at + 16),
    packed_bytes: archive.readUInt32LE(at + 20),
    size_bytes: archive.readUInt32LE(at + 24),
    offset: archive.readUInt32LE(at + 42),
    name: archive.subarray(at + 46, at + 46 + nameLength).toString('utf8'),
  }
  if (header.flags & 1) refuse('invalid', 'file_encrypted')
  if (!isInside(header.name)) refuse('invalid', 'file_unreadable', { why: 'a name leaves the archive' })
  if (isLink(archive, at)) refuse('invalid', 'file_unreadable', { why: 'a link' })
  if (![stored, deflated].includes(header.method)) refuse('invalid', 'file_unreadable')
  return header
}

/** True for names that stay under the folder they would be unpacked to. */
function isInside(name: string): boolean {
  if (name === '' || name.startsWith('/') || /[\\\u0000:]/u.test(name)) return false
  return !name.split('/').includes('..')
}

/** The mode that Unix tools keep in the external attributes says that the entry is a symbolic link. */
function isLink(archive: Buffer, at: number): boolean {
  const madeOnUnix = archive.readUInt8(at + 5) === 3
  return madeOnUnix && ((archive.readUInt32LE(at + 38) >>> 16) & 0o170000) === 0o120000
}

/** Where an entry's bytes begin; the header there must tell the same story as the directory. */
function contentStart(archive: Buffer, { offset, name }: Header): number {
  if (offset + 30 > archive.length || archive.readUInt32LE(offset) !== 0x04034b50) refuse('invalid', 'file_unreadable')
  const nameLength = archive.readUInt16LE(offset + 26)
  const start = offset + 30 + nameLength + archive.readUInt16LE(offset + 28)
  if (archive.subarray(offset + 30, offset + 30 + nameLength).toString('utf8') !== name)
    refuse('invalid', 'file_unreadable')
  return start
}

/** Entries that share bytes are how a small archive unpacks to petabytes. */
function assertApart(headers: Header[], starts: number[], length: number): void {
  const spans = headers.map((header, index) => [header.offset, starts[index]! + header.packed_bytes] as const)
  spans.sort((a, b) => a[0] - b[0])
  spans.forEach(([, end], index) => {
    if (end > (spans[index + 1]?.[0] ?? length)) refuse('invalid', 'file_unreadable', { why: 'parts overlap' })
  })
}

function unpack(packed: Buffer, { method, size_bytes, sum }: Header): Buffer {
  const content = method === stored ? packed : inflateWithin(packed, size_bytes)
  if (content.length !== size_bytes || crc32(content) !== sum) refuse('invalid', 'file_unreadable')
  return content
}

function inflateWithin(packed: Buffer, size_bytes: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size_bytes, 1) })
  } catch (error) {
    const bomb = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    return refuse('invalid', bomb ? 'file_too_heavy' : 'file_unreadable')
  }
}
