import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterListPress, type ListState, tickedOver, windowOf } from '../../web/parts/list-state.ts'
import { nextIndex } from '../../web/parts/roving.ts'

const keys = ['a', 'b', 'c', 'd', 'e']
const ground = { keys, page: 3, multi: true }
const at = (index: number, ticked: string[] = []): ListState => ({ at: index, anchor: index, ticked: new Set(ticked) })
const press = (code: string, shiftKey = false, ctrlKey = false) => ({ code, shiftKey, ctrlKey, metaKey: false })

describe('a list under the keyboard', () => {
  test.each([
    ['ArrowDown', 1, 2],
    ['KeyJ', 4, 4],
    ['ArrowUp', 0, 0],
    ['KeyK', 3, 2],
    ['PageDown', 0, 3],
    ['PageUp', 1, 0],
    ['Home', 3, 0],
    ['End', 0, 4],
    ['ArrowDown', -1, 0],
  ])('%s from %d goes to %d', (code, from, to) => {
    expect(afterListPress(at(from), press(code), ground)?.at).toBe(to)
  })

  test('Shift ticks the run from where it began', () => {
    const one = afterListPress(at(1), press('ArrowDown', true), ground)!
    const two = afterListPress(one, press('ArrowDown', true), ground)!
    expect([...two.ticked]).toEqual(['b', 'c', 'd'])
  })

  test('Space turns one over, Ctrl+A takes all and then none', () => {
    const one = afterListPress(at(2), press('Space'), ground)!
    expect([...one.ticked]).toEqual(['c'])
    expect(tickedOver(one, 2, keys).ticked.size).toBe(0)
    const all = afterListPress(one, press('KeyA', false, true), ground)!
    expect(all.ticked.size).toBe(5)
    expect(afterListPress(all, press('KeyA', false, true), ground)!.ticked.size).toBe(0)
  })

  test('leaves other keys to the page', () => {
    expect(afterListPress(at(0), press('KeyE'), ground)).toBeUndefined()
    expect(afterListPress(at(0), press('KeyJ', false, true), ground)).toBeUndefined()
    expect(afterListPress(at(0), press('Space'), { ...ground, multi: false })).toBeUndefined()
  })

  test('draws every row in sight and few others, wherever it is scrolled', () => {
    const view = fc.record({
      top: fc.integer({ min: 0, max: 8_000_000 }),
      height: fc.integer({ min: 1, max: 3000 }),
      row: fc.integer({ min: 20, max: 200 }),
      count: fc.integer({ min: 0, max: 100_000 }),
    })
    fc.assert(
      fc.property(view, (it) => {
        const { first, end } = windowOf(it)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(end).toBeLessThanOrEqual(it.count)
        expect(end - first).toBeLessThanOrEqual(it.height / it.row + 14)
        const middle = Math.floor((it.top + it.height / 2) / it.row)
        if (middle < it.count) expect(middle >= first && middle < end).toBe(true)
      }),
    )
  })
})

describe('moving in a menu', () => {
  const labels = ['Chuyển tiếp', 'Đóng', 'In', 'Đánh dấu']
  test.each([
    ['ArrowDown', 3, 0],
    ['ArrowUp', 0, 3],
    ['Home', 2, 0],
    ['End', 0, 3],
    ['d', 0, 1],
    ['đ', 1, 3],
    ['d', 3, 1],
    ['i', 0, 2],
  ])('%s from %d goes to %d', (key, from, to) => expect(nextIndex(key, from, labels)).toBe(to))

  test('other keys go nowhere', () => {
    expect(nextIndex('z', 0, labels)).toBeUndefined()
    expect(nextIndex('Enter', 0, labels)).toBeUndefined()
    expect(nextIndex(' ', 0, labels)).toBeUndefined()
  })
})
