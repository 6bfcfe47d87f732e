import { describe, expect, test } from 'vitest'
import { placeFields, type UploadedPage } from '#server/documents/compose/field-places.rules.ts'
import { segmentsOf } from '#server/documents/compose/text-segments.rules.ts'

const MM = 72 / 25.4
const box = { left: 0, bottom: 0, right: 210 * MM, top: 297 * MM }

/** Text at millimetres from the left and the top; every character 2.2 mm wide. */
const item = (text: string, left_mm: number, top_mm: number) => ({
  text,
  x: left_mm * MM,
  y: (297 - top_mm) * MM,
  width: text.length * 2.2 * MM,
  size: 13,
})
const page = (...items: ReturnType<typeof item>[]): UploadedPage => ({ box, segments: segmentsOf(items) })
const inMm = ({ left, bottom, right, top }: typeof box) => ({
  left: Math.round(left / MM),
  right: Math.round(right / MM),
  top: Math.round(297 - top / MM),
  bottom: Math.round(297 - bottom / MM),
})

const head = [
  item('ỦY BAN NHÂN DÂN', 40, 25),
  item('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 105, 25),
  item('Số:', 45, 38),
  item('/UBND-TH', 62, 38),
  item('An Giang, ngày', 115, 38),
  item('tháng', 152, 38),
  item('năm 2020', 170, 38),
]
const body = item('Ngày 30 tháng 6 năm 2020, tại phòng họp số 1, Ủy ban nhân dân tỉnh họp.', 30, 80)
const foot = [item('KT. CHỦ TỊCH', 135, 200), item('PHÓ CHỦ TỊCH', 135, 206), item('Trần Thị Ẩn', 138, 240)]

describe('an upload with everything printed', () => {
  const [number, date, leader, seal] = placeFields([page(...head, body, ...foot)], 'Trần Thị Ẩn')

  test('gets its number over the whole printed line, left of the date', () => {
    expect(number).toMatchObject({ name: 'document_number', page: 1 })
    expect(inMm(number!.printed!)).toEqual({ left: 45, right: 80, top: 33, bottom: 39 })
    expect(inMm(number!.box)).toMatchObject({ left: 30, right: 100 })
  })

  test('gets its date over the line whose blanks part it, not over the body', () => {
    expect(date).toMatchObject({ name: 'issue_date', page: 1 })
    expect(inMm(date!.printed!)).toEqual({ left: 115, right: 188, top: 33, bottom: 39 })
  })

  test('gets the signature between title and name, and the seal over its left third', () => {
    const place = inMm(leader!.box)
    expect([place.left, place.right]).toEqual([120, 180])
    expect(place.bottom).toBeLessThanOrEqual(236)
    expect(place.top).toBeGreaterThanOrEqual(207)
    expect(inMm(seal!.box)).toMatchObject({ left: 100, right: 140 })
    expect([leader!.page, seal!.page, leader!.printed, seal!.printed]).toEqual([1, 1, null, null])
  })
})

describe('the signer', () => {
  test('is looked for from the end, whatever the case and the normal form', () => {
    const pages = [page(...head, ...foot), page(body), page(item('TRẦN THỊ ẨN'.normalize('NFD'), 140, 60)), page(body)]
    expect(placeFields(pages, 'Trần Thị Ẩn')[2]).toMatchObject({ page: 3 })
  })

  test('may stand behind a title', () => {
    expect(placeFields([page(...head, item('TS. Trần Thị Ẩn', 135, 240))], 'Trần Thị Ẩn')[2]!.page).toBe(1)
  })

  test('is not the same name in the left column', () => {
    const [, , leader] = placeFields([page(item('- Bà Trần Thị Ẩn', 30, 200), ...foot)], 'Trần Thị Ẩn')
    expect(inMm(leader!.box).left).toBe(120)
  })

  test('without room above gets at least 15 mm, on the page', () => {
    const [, , leader] = placeFields(
      [page(item('PHÓ CHỦ TỊCH', 135, 232), item('Trần Thị Ẩn', 138, 240))],
      'Trần Thị Ẩn',
    )
    expect((leader!.box.top - leader!.box.bottom) / MM).toBeCloseTo(15, 1)
  })
})

describe('what is not found gets its cell of the form', () => {
  test('on a scan without any text', () => {
    const [number, date, leader, seal] = placeFields([page(), page()], 'Trần Thị Ẩn')
    expect(inMm(number!.box)).toEqual({ left: 30, right: 100, top: 33, bottom: 39 })
    expect(inMm(date!.box)).toEqual({ left: 100, right: 195, top: 33, bottom: 39 })
    expect([number!.page, leader!.page, seal!.page]).toEqual([1, 2, 2])
    for (const place of [number, date, leader, seal]) expect(place!.printed).toBeNull()
  })

  test('below the last line, and on the page even when that is at its foot', () => {
    const [, , low] = placeFields([page(item('Dòng cuối.', 30, 290))], 'Trần Thị Ẩn')
    expect(inMm(low!.box).bottom).toBeLessThanOrEqual(297)
    const [, , high] = placeFields([page(item('Dòng cuối.', 30, 100))], 'Trần Thị Ẩn')
    expect(inMm(high!.box).top).toBe(110)
  })
})
