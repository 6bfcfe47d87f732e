import { untrack } from 'svelte'
import { api } from './api.ts'
import { commands } from './commands.svelte.ts'
import { language } from './i18n.svelte.ts'
import { theme } from './theme.svelte.ts'

type Lists = Record<string, string[]>

const pause_ms = 1_500

/** How a person wants the client, so that it follows to every device. What a device chose itself wins on that device at once and everywhere next time. */
class Preferences {
  /** Lists that rooms keep for the person, by name, such as a leader's phrases. They go to the server with the rest. */
  lists = $state.raw<Lists>({})
  #kept = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Takes up what the server kept for the person who has just come in. */
  adopt(settings: Record<string, unknown>): void {
    this.#kept = JSON.stringify(settings)
    this.lists = listsIn(settings)
    const told = (key: string) => (typeof settings[key] === 'string' ? settings[key] : null)
    theme.adopt(told)
    if (told('language') === 'vi' || told('language') === 'en') language.speak(told('language') as 'vi' | 'en')
    if (told('singleKeys') !== null) commands.allowSingleKeys(told('singleKeys') !== 'off')
  }

  /** For an effect: hands a change to the server a moment later; a refusal is no matter, the device remembers anyway. */
  keep(): void {
    const settings = { ...this.lists, ...display() }
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

function display(): Record<string, string> {
  return { ...theme.chosen, language: language.current, singleKeys: commands.singleKeys ? 'on' : 'off' }
}

function listsIn(settings: Record<string, unknown>): Lists {
  const isList = ([, value]: [string, unknown]) => Array.isArray(value) && value.every((one) => typeof one === 'string')
  return Object.fromEntries(Object.entries(settings).filter(isList)) as Lists
}
