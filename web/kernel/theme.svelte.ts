import { recall, remember } from './remembered.ts'

const choices = {
  scheme: ['system', 'light', 'dark'],
  contrast: ['system', 'normal', 'more'],
  size: ['clerk', 'leader', 'extra'],
  motion: ['system', 'reduce'],
} as const

type Choices = { [K in keyof typeof choices]: (typeof choices)[K][number] }

const names = Object.keys(choices) as (keyof Choices)[]

/** How this device shows the client: colours, contrast, size of text, motion. `system` follows the device. */
class Theme {
  chosen = $state<Choices>({ scheme: 'system', contrast: 'system', size: 'clerk', motion: 'system' })

  /** Shows it at once and remembers it on this device. */
  choose<K extends keyof Choices>(key: K, value: Choices[K]): void {
    this.chosen[key] = value
    remember(`theme.${key}`, value)
    this.apply()
  }

  /** Takes up what was chosen last time and follows the device where `system` was. */
  restore(): void {
    for (const key of names) this.#take(key, recall(`theme.${key}`))
    matchMedia('(prefers-contrast: more)').addEventListener('change', () => this.apply())
    this.apply()
  }

  /** Takes up what is told for each choice, where it is known. */
  adopt(told: (key: string) => string | null): void {
    for (const key of names) this.#take(key, told(key))
    for (const key of names) remember(`theme.${key}`, this.chosen[key])
    this.apply()
  }

  /** Writes the choices to `<html>`, where tokens.css reads them. */
  apply(): void {
    const { dataset } = document.documentElement
    const contrast = this.chosen.contrast
    const wantsMore = contrast === 'system' && matchMedia('(prefers-contrast: more)').matches
    Object.assign(dataset, this.chosen, { contrast: wantsMore ? 'more' : contrast })
  }

  #take<K extends keyof Choices>(key: K, value: string | null): void {
    const known: readonly string[] = choices[key]
    if (value !== null && known.includes(value)) this.chosen[key] = value as Choices[K]
  }
}

export const theme = new Theme()
