import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { PaperView } from '../../../server/meetings/screen.state.ts'
import { PaperShelf } from '../../../web/meetings/paper-shelf.svelte.ts'

const paper = (id: string, itemId = '1'): PaperView => ({
  id,
  itemId,
  position: 1,
  title: id,
  documentId: null,
  sha256: id,
  pages: 1,
  size_bytes: 1,
})

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('brings every paper once, those of the present item first, and counts what is here', async () => {
  const fetched: string[] = []
  const shelf = new PaperShelf(({ id }) => Promise.resolve(void fetched.push(id)))
  const papers = [paper('a', '1'), paper('b', '2'), paper('c', '2')]
  shelf.want(papers, '2')
  expect(shelf.countOf(papers)).toBe(0)
  await vi.advanceTimersByTimeAsync(2_000)
  shelf.want(papers, '1')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(fetched).toEqual(['b', 'c', 'a'])
  expect(shelf.countOf(papers)).toBe(3)
})

test('a paper that is added later comes too, one that is taken away is no longer counted', async () => {
  const shelf = new PaperShelf(() => Promise.resolve())
  shelf.want([paper('a')], null)
  await vi.advanceTimersByTimeAsync(2_000)
  shelf.want([paper('b')], null)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(shelf.countOf([paper('b')])).toBe(1)
  expect(shelf.has('b')).toBe(true)
})

test('a paper that fails is not counted and is tried again', async () => {
  let down = true
  const shelf = new PaperShelf(() => (down ? Promise.reject(new Error('offline')) : Promise.resolve()))
  shelf.want([paper('a')], null)
  await vi.advanceTimersByTimeAsync(3_000)
  expect(shelf.has('a')).toBe(false)
  down = false
  await vi.advanceTimersByTimeAsync(6_000)
  expect(shelf.has('a')).toBe(true)
})

test('who left the room fetches nothing more', async () => {
  const fetched: string[] = []
  const shelf = new PaperShelf(({ id }) => Promise.resolve(void fetched.push(id)))
  shelf.want([paper('a')], null)
  shelf.stop()
  await vi.advanceTimersByTimeAsync(3_000)
  expect(fetched).toEqual([])
})
