import { untrack } from 'svelte'
import { api } from './api.ts'
import { commands } from './commands.svelte.ts'
import { language } from './i18n.svelte.ts'
import { theme } from './theme.svelte.ts'

type Settings = Record<string, string>

const pause_ms = 1_500

/** How a person wants the client, so that it follows to every device. What a device chose itself wins on that device at once and everywhere next time. */
class Preferences {
  #kept = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Takes up what the server kept for the person who has just come in. */
  adopt(settings: Record<string, unknown>): void {
    this.#kept = JSON.stringify(settings)
    const told = (key: string) => (typeof settings[key] === 'string' ? settings[key] : null)
    theme.adopt(told)
    if (told('language') === 'vi' || told('language') === 'en') language.speak(told('language') as 'vi' | 'en')
    if (told('singleKeys') !== null) commands.allowSingleKeys(told('singleKeys') !== 'off')
  }

  /** For an effect: hands a change to the server a moment later; a refusal is no matter, the device remembers anyway. */
  keep(): void {
    const settings = now()
    const text = JSON.stringify(settings)
    clearTimeout(this.#timer)
    if (text === untrack(() => this.#kept)) return
    this.#timer = setTimeout(() => {
      this.#kept = text
      api.preferences.$put({ json: { settings } }).catch(() => undefined)
    }, pause_ms)
  }
}

export const preferences = new Preferences()

function now(): Settings {
  return { ...theme.chosen, language: language.current, singleKeys: commands.singleKeys ? 'on' : 'off' }
}
