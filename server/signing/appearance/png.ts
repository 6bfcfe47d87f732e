import { inflateSync } from 'node:zlib'
import { refuse } from '#server/kernel/refusal.ts'
import { undoPngRows } from '../pdf/predictors.ts'

/** A picture's pixels apart: colour as RGB triples and opacity as one byte a pixel, both row by row from the top. */
export interface Pixels {
  width: number
  height: number
  rgb: Buffer
  alpha: Buffer
}

const MAX_PIXELS = 16_000_000
const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

interface Header {
  width: number
  height: number
  colorType: number
  channels: number
}

/**
 * Reads an 8-bit, not interlaced PNG (grey, RGB or palette, with or without alpha). Refuses anything else
 * (`image_unsupported`), and pictures above 16 million pixels.
 */
export function readPng(bytes: Uint8Array): Pixels {
  const chunks = readChunks(Buffer.from(bytes))
  const header = readHeader(chunks.get('IHDR')?.[0])
  const { width, height, channels } = header
  const size_bytes = height * (width * channels + 1)
  const data = unpack(Buffer.concat(chunks.get('IDAT') ?? []), size_bytes)
  if (data.length !== size_bytes) refuse('invalid', 'image_unsupported', { why: 'data' })
  const rows = Buffer.from(undoPngRows(data, width * channels, channels))
  return separate(rows, header, chunks)
}

function unpack(data: Buffer, size_bytes: number): Buffer {
  try {
    return inflateSync(data, { maxOutputLength: size_bytes })
  } catch {
    return refuse('invalid', 'image_unsupported', { why: 'data' })
  }
}

function readChunks(bytes: Buffer): Map<string, Buffer[]> {
  if (bytes.subarray(0, 8).toString('latin1') !== '\x89PNG\r\n\x1a\n')
    refuse('invalid', 'image_unsupported', { why: 'type' })
  const chunks = new Map<string, Buffer[]>()
  for (let pos = 8; pos + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(pos)
    const type = bytes.subarray(pos + 4, pos + 8).toString('latin1')
    const known = chunks.get(type) ?? []
    chunks.set(type, [...known, bytes.subarray(pos + 8, pos + 8 + length)])
    pos += length + 12
  }
  return chunks
}

function readHeader(data: Buffer | undefined): Header {
  if (!data || data.length < 13) return refuse('invalid', 'image_unsupported', { why: 'header' })
  const [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)]
  const channels = CHANNELS[data[9]!]
  const plain = data[8] === 8 && data[12] === 0 && width > 0 && height > 0
  if (!plain || !channels || width * height > MAX_PIXELS)
    return refuse('invalid', 'image_unsupported', { why: 'header' })
  return { width, height, colorType: data[9]!, channels }
}

function separate(rows: Buffer, header: Header, chunks: Map<string, Buffer[]>): Pixels {
  const { width, height, channels, colorType } = header
  const count = width * height
  const rgb = Buffer.alloc(count * 3)
  const alpha = Buffer.alloc(count, 0xff)
  const palette = chunks.get('PLTE')?.[0] ?? Buffer.alloc(0)
  const clear = chunks.get('tRNS')?.[0] ?? Buffer.alloc(0)
  for (let i = 0; i < count; i++) {
    const at = i * channels
    if (colorType === 3) {
      palette.copy(rgb, i * 3, rows[at]! * 3, rows[at]! * 3 + 3)
      alpha[i] = clear[rows[at]!] ?? 0xff
      continue
    }
    if (channels >= 3) rows.copy(rgb, i * 3, at, at + 3)
    else rgb.fill(rows[at]!, i * 3, i * 3 + 3)
    if (channels % 2 === 0) alpha[i] = rows[at + channels - 1]!
  }
  return { width, height, rgb, alpha }
}
