import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { type Box, paginate } from '#server/documents/compose/pagination.rules.ts'

const box = (height: number, spaceBefore = 0, mayBreakBefore = true): Box => ({ height, spaceBefore, mayBreakBefore })
const pagesOf = (boxes: Box[], capacity = 100) => paginate(boxes, () => capacity).map(({ page }) => page)

describe('boxes', () => {
  test('fill a page before the next', () => {
    expect(pagesOf([box(40), box(40), box(20), box(1)])).toEqual([0, 0, 0, 1])
  })

  test('lose the space above them at the top of a page', () => {
    expect(paginate([box(90, 30), box(90, 30)], () => 100)).toEqual([
      { page: 0, offset: 0 },
      { page: 1, offset: 0 },
    ])
  })

  test('stay with the one before where they must', () => {
    expect(pagesOf([box(40), box(40), box(40, 0, false)])).toEqual([0, 1, 1])
    expect(pagesOf([box(40), box(40, 0, false), box(40, 0, false)])).toEqual([0, 0, 1])
  })

  test('stand alone when they are higher than a page', () => {
    expect(pagesOf([box(10), box(500), box(10)])).toEqual([0, 1, 2])
  })

  test('have less room on a first page with a foot', () => {
    expect(paginate([box(60), box(60)], (page) => (page === 0 ? 50 : 100)).map(({ page }) => page)).toEqual([0, 1])
  })

  test('all stand once, in order, inside their page, whatever they are', () => {
    const anyBox = fc.record({
      height: fc.integer({ min: 1, max: 60 }),
      spaceBefore: fc.nat(20),
      mayBreakBefore: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(anyBox, { maxLength: 60 }), (boxes) => {
        const placed = paginate(boxes, () => 100)
        expect(placed).toHaveLength(boxes.length)
        placed.forEach(({ page, offset }, index) => {
          const before = placed[index - 1]
          expect(offset + boxes[index]!.height).toBeLessThanOrEqual(100)
          if (before) expect(page * 1000 + offset).toBeGreaterThan(before.page * 1000 + before.offset)
          if (before) expect([before.page, before.page + 1]).toContain(page)
        })
      }),
    )
  })
})
