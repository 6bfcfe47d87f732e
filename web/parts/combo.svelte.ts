import { isComposing } from '../kernel/keys.ts'
import { type ChoiceOption, type ChoiceRow, choiceRows } from './choices.ts'

interface Ground {
  options: readonly ChoiceOption[]
  chosen: readonly string[]
  many: boolean
}

/** The open list of a combobox: what was typed, which row is meant, what keys do. */
export class Combo {
  query = $state('')
  open = $state(false)
  at = $state(0)
  readonly #read: () => Ground
  readonly #press: (row: ChoiceRow) => void

  readonly shown = $derived.by(() => {
    const { options, chosen, many } = this.#read()
    return choiceRows({ options, query: this.query, chosen: new Set(chosen), many })
  })
  readonly current = $derived(this.open ? this.shown.rows[Math.min(this.at, this.shown.rows.length - 1)] : undefined)

  constructor(read: () => Ground, press: (row: ChoiceRow) => void) {
    this.#read = read
    this.#press = press
  }

  typed(text: string): void {
    this.query = text
    this.open = true
    this.at = 0
  }

  close(): void {
    this.open = false
    this.query = ''
    this.at = 0
  }

  press(row: ChoiceRow): void {
    this.#press(row)
  }

  /** Arrows open and move, Enter presses the row, Esc closes; nothing while an input method composes. */
  readonly onkeydown = (event: KeyboardEvent): void => {
    if (isComposing(event)) return
    const used = this.#keys[event.key]?.() ?? false
    if (!used) return
    event.preventDefault()
    event.stopPropagation()
  }

  readonly #keys: Record<string, () => boolean> = {
    ArrowDown: () => this.#move(1),
    ArrowUp: () => this.#move(-1),
    Enter: () => {
      if (!this.current) return false
      this.press(this.current)
      return true
    },
    Escape: () => {
      const wasOpen = this.open
      this.close()
      return wasOpen
    },
    Tab: () => {
      this.close()
      return false
    },
  }

  #move(step: number): boolean {
    const count = this.shown.rows.length
    if (this.open && count > 0) this.at = (this.at + step + count) % count
    this.open = true
    return true
  }
}
