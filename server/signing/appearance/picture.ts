import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import type { Increment } from '../pdf/increment.ts'
import { pdfDict, PdfName, PdfStream, type PdfRef } from '../pdf/objects.ts'
import { numberText } from '../pdf/serialize.ts'
import { readPng } from './png.ts'

/** A picture ready to be written into any number of PDFs: decoded and deflated once. */
export interface Picture {
  width: number
  height: number
  color: PdfStream
  opacity: PdfStream
}

const known = new Map<string, Picture>()
const MAX_KNOWN = 64

/** Prepares a PNG; the same bytes are prepared once a process. Refuses what {@link readPng} refuses. */
export function preparePicture(png: Uint8Array): Picture {
  const key = createHash('sha256').update(png).digest('hex')
  const found = known.get(key)
  if (found) return found
  if (known.size >= MAX_KNOWN) known.delete(known.keys().next().value!)
  const { width, height, rgb, alpha } = readPng(png)
  const picture = {
    width,
    height,
    color: imageStream({ width, height, space: 'DeviceRGB', data: rgb }),
    opacity: imageStream({ width, height, space: 'DeviceGray', data: alpha }),
  }
  known.set(key, picture)
  return picture
}

function imageStream(image: { width: number; height: number; space: string; data: Buffer }): PdfStream {
  const dict = pdfDict({
    Type: new PdfName('XObject'),
    Subtype: new PdfName('Image'),
    Width: image.width,
    Height: image.height,
    ColorSpace: new PdfName(image.space),
    BitsPerComponent: 8,
    Filter: new PdfName('FlateDecode'),
  })
  return new PdfStream(dict, deflateSync(image.data, { level: 9 }))
}

/** Where a picture lands inside a box when it is as large as fits and centred; in points. */
export function fitInside(picture: { width: number; height: number }, box: { width: number; height: number }) {
  const scale = Math.min(box.width / picture.width, box.height / picture.height)
  const [width, height] = [picture.width * scale, picture.height * scale]
  return { x: (box.width - width) / 2, y: (box.height - height) / 2, width, height }
}

/** Writes a form XObject of the box's size that shows the picture, whole and centred, and nothing else. */
export function addPictureAppearance(
  increment: Increment,
  picture: Picture,
  box: { width: number; height: number },
): PdfRef {
  const mask = increment.add(picture.opacity)
  const image = increment.add(new PdfStream(new Map(picture.color.dict).set('SMask', mask), picture.color.raw))
  const at = fitInside(picture, box)
  const matrix = [at.width, 0, 0, at.height, at.x, at.y].map(numberText).join(' ')
  const dict = pdfDict({
    Type: new PdfName('XObject'),
    Subtype: new PdfName('Form'),
    BBox: [0, 0, box.width, box.height],
    Resources: pdfDict({ XObject: pdfDict({ Im: image }) }),
  })
  return increment.add(new PdfStream(dict, Buffer.from(`q ${matrix} cm /Im Do Q`)))
}

/** An appearance that shows nothing, for fields that wait. */
export function addEmptyAppearance(increment: Increment, box: { width: number; height: number }): PdfRef {
  const dict = pdfDict({
    Type: new PdfName('XObject'),
    Subtype: new PdfName('Form'),
    BBox: [0, 0, box.width, box.height],
    Resources: pdfDict({}),
  })
  return increment.add(new PdfStream(dict, Buffer.alloc(0)))
}
