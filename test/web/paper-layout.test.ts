import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  gap_px,
  heightOf,
  nextZoom,
  outputScale,
  pageAt,
  pagesInSight,
  shownPages,
  spotAt,
  topsOf,
  zoomPercent,
} from '../../web/parts/pdf/pdf-layout.ts'

const a4 = { width: 595, height: 842 }
const tops = topsOf([a4, a4, { width: 842, height: 595 }, a4])

describe('where pages stand', () => {
  test('one below the other with a gap', () => {
    expect(tops).toEqual([16, 874, 1732, 2343, 3201])
  })

  test.each([
    [0, 1],
    [857, 1],
    [858, 2],
    [1800, 3],
    [99_999, 4],
  ])('at %d px one reads page %d', (height, page) => expect(pageAt(tops, height)).toBe(page))

  test('every page of any paper is found at its own top', () => {
    const sizes = fc.array(
      fc.record({ width: fc.integer({ min: 100, max: 2000 }), height: fc.integer({ min: 100, max: 2000 }) }),
      {
        minLength: 1,
        maxLength: 300,
      },
    )
    fc.assert(
      fc.property(sizes, fc.double({ min: 0.2, max: 4, noNaN: true }), (pages, zoom) => {
        const at = topsOf(shownPages(pages, { zoom, width_px: 800 }))
        pages.forEach((_, index) => expect(pageAt(at, at[index]!)).toBe(index + 1))
      }),
    )
  })
})

describe('the spot being read', () => {
  test('survives learning that a page lies, and a change of zoom', () => {
    const before = topsOf(Array(12).fill(a4))
    const spot = spotAt(before, before[6]! + 429)
    expect(spot).toEqual({ page: 7, share: 0.5 })
    const learnt = topsOf([...Array(5).fill(a4), { width: 842, height: 595 }, ...Array(6).fill(a4)])
    expect(heightOf(learnt, spot)).toBe(before[6]! + 429 - 247)
    expect(spotAt(learnt, heightOf(learnt, spot))).toEqual(spot)
  })
})

describe('what is drawn', () => {
  test('the pages in sight and one on each side', () => {
    expect(pagesInSight(tops, { top: 0, height: 700 })).toEqual([1, 2])
    expect(pagesInSight(topsOf(Array(50).fill(a4)), { top: 858 * 20, height: 700 })).toEqual([20, 21, 22])
  })

  test('few canvases however the paper is scrolled', () => {
    const long = topsOf(Array(500).fill(a4))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 * 858 }), (top) => {
        const pages = pagesInSight(long, { top, height: 800 })
        expect(pages.length).toBeLessThanOrEqual(5)
        expect(pages).toContain(pageAt(long, top))
        expect(pages).toContain(pageAt(long, top + 800))
      }),
    )
  })
})

describe('how large', () => {
  test('each page fills the box, and a lying one does not shrink the others', () => {
    const shown = shownPages([a4, { width: 842, height: 595 }], { zoom: 0, width_px: 595 * 2 + 2 * gap_px })
    expect(shown.map(({ width }) => width)).toEqual([1190, 1190])
    expect(shown[0]!.scale).toBe(2)
  })

  test('zoom goes by steps and stops at the ends', () => {
    const paper = 96 / 72
    expect(zoomPercent(nextZoom(paper, 1))).toBe(110)
    expect(zoomPercent(nextZoom(paper, -1))).toBe(90)
    expect(nextZoom(paper * 4, 1)).toBe(paper * 4)
  })

  test('a canvas never outgrows what tablets allow', () => {
    expect(outputScale({ width: 800, height: 1100 }, 2)).toBe(2)
    expect(outputScale({ width: 3000, height: 4096 }, 3)).toBe(1)
  })
})
