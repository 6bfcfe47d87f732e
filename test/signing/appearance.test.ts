import { describe, expect, test } from 'vitest'
import { demoSeal, demoSignature } from '#server/signing/appearance/demo-images.ts'
import { readPng } from '#server/signing/appearance/png.ts'
import { pointsOf, sealRect } from '#server/signing/appearance/seal-rect.ts'
import { readTrueType } from '#server/signing/appearance/truetype.ts'
import { subsetFont } from '#server/signing/appearance/subset-font.ts'
import { glyphsOf, textWidth, typeface } from '#server/signing/appearance/typeface.ts'
import { rectOf } from '#server/signing/edit-field.ts'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { readFormFields } from '#server/signing/pdf/form-fields.ts'
import { openPdf } from '#server/signing/pdf/pdf-file.ts'
import { leaderSigned } from './signing-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

describe('the place of the seal', () => {
  test('covers a third of the signature on its left, in its real size, at the same height', () => {
    const [left, bottom, right, top] = sealRect([300, 200, 420, 260], 36)
    expect(right).toBeCloseTo(340)
    expect(right - left).toBeCloseTo(pointsOf(36))
    expect(top - bottom).toBeCloseTo(102.05, 1)
    expect((bottom + top) / 2).toBeCloseTo(230)
  })

  test('follows the picture, which need not fill the field', async () => {
    const view = openPdf(bufferSource(leaderSigned(await preparedLetter()))).view()
    const seal = readFormFields(view).find(({ name }) => name === 'agency_seal')!
    const [left, , right] = rectOf(view, seal.dict)
    const shown_width = (62 * 46) / 22
    expect(right).toBeCloseTo(330 + (130 - shown_width) / 2 + shown_width / 3, 0)
    expect(right - left).toBeCloseTo(pointsOf(36), 1)
  })
})

describe('pictures', () => {
  test('the invented signature is blue on nothing, the seal red in its real size', () => {
    const signature = readPng(demoSignature('Nguyễn Văn Mẫu').png)
    const seal = demoSeal('UBND tỉnh An Giang')
    const { width, rgb, alpha } = readPng(seal.png)
    expect([...signature.rgb.subarray(0, 3)]).toEqual([24, 56, 158])
    expect([...rgb.subarray(0, 3)]).toEqual([206, 24, 32])
    expect(signature.alpha[0]).toBe(0)
    expect(alpha.some((value) => value > 150)).toBe(true)
    expect(width / 12).toBeCloseTo(seal.width_mm, 1)
  })

  test('the same name always gets the same signature, another name another', () => {
    expect(demoSignature('Trần Thị Thử').png).toEqual(demoSignature('Trần Thị Thử').png)
    expect(demoSignature('Trần Thị Thử').png).not.toEqual(demoSignature('Lê Văn Dụ').png)
  })

  test.each([
    ['a text', Buffer.from('hello')],
    ['a cut PNG', demoSignature('A').png.subarray(0, 500)],
  ])('%s is refused', (_n, bytes) => {
    expect(() => readPng(bytes)).toThrow(expect.objectContaining({ reason: 'image_unsupported' }))
  })
})

describe('text', () => {
  const text = 'Số: 664/UBND-TH ngày ủ Ộ Ắ ệ'

  test('the face has every Vietnamese letter', () => {
    const letters = 'aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ'
    for (const style of ['regular', 'italic', 'bold'] as const)
      expect(glyphsOf(typeface(style), letters + letters.toUpperCase())).not.toContain(0)
  })

  test('letters in their decomposed form are the same glyphs', () => {
    expect(glyphsOf(typeface('regular'), text.normalize('NFD'))).toEqual(glyphsOf(typeface('regular'), text))
  })

  test('a subset keeps its glyphs, their parts and their widths, and is small', () => {
    const face = typeface('regular')
    const bytes = subsetFont(face, glyphsOf(face, text))
    const subset = readTrueType(Buffer.concat([bytes]).length > 0 ? withCharacterMap(bytes) : bytes)
    for (const glyph of glyphsOf(face, text)) {
      expect(subset.widthOf(glyph)).toBe(face.widthOf(glyph))
      expect(subset.outlineOf(glyph).length > 0).toBe(face.outlineOf(glyph).length > 0)
    }
    expect(bytes.length).toBeLessThan(60_000)
    expect(textWidth(face, 'Số', 13)).toBeCloseTo(
      (face.widthOf(glyphsOf(face, 'S')[0]!) + face.widthOf(glyphsOf(face, 'ố')[0]!)) * (13 / face.unitsPerEm),
    )
  })

  /** A subset has no character map; the whole face lends its own, so that it can be read back. */
  function withCharacterMap(subset: Buffer): Buffer {
    const cmap = typeface('regular').tables.get('cmap')!
    const count = subset.readUInt16BE(4)
    const head = Buffer.from(subset.subarray(0, 12 + count * 16))
    const entry = Buffer.alloc(16)
    entry.write('cmap', 0, 'latin1')
    head.writeUInt16BE(count + 1, 4)
    for (let i = 0; i < count; i++) head.writeUInt32BE(head.readUInt32BE(12 + i * 16 + 8) + 16, 12 + i * 16 + 8)
    entry.writeUInt32BE(subset.length + 16, 8)
    entry.writeUInt32BE(cmap.length, 12)
    return Buffer.concat([head, entry, subset.subarray(12 + count * 16), cmap])
  }
})
