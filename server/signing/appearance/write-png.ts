import { crc32, deflateSync } from 'node:zlib'
import type { Pixels } from './png.ts'

/** A PNG (8-bit RGBA) of these pixels, with its real size when millimetres a pixel are given. */
export function writePng(pixels: Pixels, mmPerPixel?: number): Buffer {
  const { width, height } = pixels
  const rows = Buffer.alloc(height * (width * 4 + 1))
  for (let i = 0; i < width * height; i++) {
    const at = Math.floor(i / width) * (width * 4 + 1) + 1 + (i % width) * 4
    pixels.rgb.copy(rows, at, i * 3, i * 3 + 3)
    rows[at + 3] = pixels.alpha[i]!
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 6, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...(mmPerPixel ? [chunk('pHYs', physical(mmPerPixel))] : []),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function physical(mmPerPixel: number): Buffer {
  const data = Buffer.alloc(9)
  const perMetre = Math.round(1000 / mmPerPixel)
  data.writeUInt32BE(perMetre, 0)
  data.writeUInt32BE(perMetre, 4)
  data[8] = 1
  return data
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
