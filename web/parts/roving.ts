import { isComposing } from '../kernel/keys.ts'
import { foldVietnamese } from '../kernel/fold.ts'

/**
 * Moves the focus among the `selector` elements of `box` by arrows, Home, End and a first letter (tones optional).
 * Answers true when the press was used.
 */
export function rove(event: KeyboardEvent, box: HTMLElement, selector: string): boolean {
  if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return false
  const all = [...box.querySelectorAll<HTMLElement>(selector)]
  const at = all.indexOf(document.activeElement as HTMLElement)
  const next = nextIndex(
    event.key,
    at,
    all.map((element) => element.textContent),
  )
  if (next === undefined || !all[next]) return false
  event.preventDefault()
  all[next].focus()
  return true
}

/** Where the focus goes from `at` for `key`, or undefined when the key moves nothing. */
export function nextIndex(key: string, at: number, labels: string[]): number | undefined {
  const count = labels.length
  if (key === 'ArrowDown' || key === 'ArrowRight') return (at + 1) % count
  if (key === 'ArrowUp' || key === 'ArrowLeft') return (at - 1 + count) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  if (key.length !== 1 || key === ' ') return undefined
  const folded = labels.map((label) => foldVietnamese(label.trim()))
  const order = folded.map((_, step) => (at + 1 + step) % count)
  return order.find((index) => folded[index]?.startsWith(foldVietnamese(key)))
}
