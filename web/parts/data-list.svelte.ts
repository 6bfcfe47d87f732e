import type { Snippet } from 'svelte'
import { isComposing } from '../kernel/keys.ts'
import { afterListPress, type ListState, tickedOver, windowOf } from './list-state.ts'

/** What a DataList takes; its docstring says what each is for. */
export interface DataListProps<Row> {
  label: string
  rows: readonly Row[]
  keyOf: (row: Row) => string
  row: Snippet<[Row, { active: boolean; ticked: boolean }]>
  rowHeight?: number
  activeKey?: string | undefined
  multi?: boolean
  ticked?: string[]
  acts?: Partial<Record<string, (row: Row) => unknown>>
  empty?: Snippet | undefined
  onactive?: (row: Row) => void
  onopen?: (row: Row) => void
  onend?: () => void
}

interface Ground {
  keys: readonly string[]
  rowHeight_rem: number
  multi: boolean
  activeKey: string | undefined
}

interface Tell {
  moved(index: number): void
  ticked(keys: string[]): void
  opened(index: number): void
  /** A single-letter act of the page on the row meant, such as `KeyE`. Answers whether there is one. */
  acted(code: string, index: number): boolean
}

/** A long list under the keyboard: which rows are drawn, which one is meant, which are ticked. */
export class ListView {
  top = $state(0)
  height = $state(600)
  row_px = $state(72)
  #state = $state.raw<ListState>({ at: -1, anchor: 0, ticked: new Set() })
  readonly #read: () => Ground
  readonly #tell: Tell

  readonly at = $derived.by(() => {
    const { keys, activeKey } = this.#read()
    const known = activeKey === undefined ? this.#state.at : keys.indexOf(activeKey)
    return Math.min(known, keys.length - 1)
  })
  readonly drawn = $derived.by(() =>
    windowOf({ top: this.top, height: this.height, row: this.row_px, count: this.#read().keys.length }),
  )
  readonly ticked = $derived(this.#state.ticked)

  constructor(read: () => Ground, tell: Tell) {
    this.#read = read
    this.#tell = tell
  }

  /** Watches the size of the scrolling box and the size of text. */
  readonly measure = (box: HTMLElement): (() => void) => {
    const look = () => {
      this.height = box.clientHeight
      this.row_px = this.#read().rowHeight_rem * parseFloat(getComputedStyle(document.documentElement).fontSize)
    }
    const observer = new ResizeObserver(look)
    observer.observe(box)
    return () => observer.disconnect()
  }

  /** A press on row `index`: with Ctrl, ⌘ or on its box it ticks, else it means the row. */
  press(index: number, ticks: boolean): void {
    const { keys, multi } = this.#read()
    if (ticks && multi) this.#become(tickedOver(this.#state, index, keys))
    else this.#become({ ...this.#state, at: index, anchor: index })
  }

  /** Ticks what the page says is ticked, and leaves the row meant where it is; nothing where that is so already. */
  takeTicks(keys: readonly string[]): void {
    const { ticked } = this.#state
    if (keys.length === ticked.size && keys.every((key) => ticked.has(key))) return
    this.#become({ ...this.#state, at: this.at, ticked: new Set(keys) })
  }

  readonly onkeydown = (event: KeyboardEvent): void => {
    if (isComposing(event)) return
    const { keys, multi } = this.#read()
    if (keys.length === 0) return
    const page = Math.max(1, Math.floor(this.height / this.row_px) - 1)
    const next = afterListPress({ ...this.#state, at: this.at }, event, { keys, page, multi })
    if (next) this.#become(next)
    else if (!this.#acted(event)) return
    event.preventDefault()
    event.stopPropagation()
  }

  #acted(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey || this.at < 0) return false
    if (event.key !== 'Enter') return this.#tell.acted(event.code, this.at)
    this.#tell.opened(this.at)
    return true
  }

  #become(next: ListState): void {
    const before = this.#state
    this.#state = next
    if (next.at !== this.at || next.at !== before.at) this.#tell.moved(next.at)
    if (next.ticked !== before.ticked) this.#tell.ticked([...next.ticked])
  }
}
