import { api, ask } from '../kernel/api.ts'
import { handlingTexts as t } from '../kernel/messages/handling.ts'
import { session } from '../kernel/session.svelte.ts'

const setting = 'directionPhrases'
const most = 12

/** The sentences that leaders write again and again: everybody's, and one's own, which follow the person to every device. */
class Phrases {
  /** One's own, the newest first. */
  get own(): readonly string[] {
    const kept = session.me?.settings[setting]
    return Array.isArray(kept) ? kept.filter((phrase) => typeof phrase === 'string') : []
  }

  /** Those that every leader is offered. */
  get usual(): readonly string[] {
    return t.phraseList.split('|')
  }

  async keep(phrase: string): Promise<void> {
    await this.#store([phrase.trim(), ...this.own.filter((other) => other !== phrase.trim())].slice(0, most))
  }

  async drop(phrase: string): Promise<void> {
    await this.#store(this.own.filter((other) => other !== phrase))
  }

  /** Settings are stored whole, so the others go along. */
  async #store(own: string[]): Promise<void> {
    const me = session.me
    if (!me) return
    const { settings } = await ask(api.preferences.$put({ json: { settings: { ...me.settings, [setting]: own } } }))
    session.me = { ...me, settings }
  }
}

export const phrases = new Phrases()

/** The text with a phrase put behind what stands there. */
export function withPhrase(text: string, phrase: string): string {
  const before = text.trimEnd()
  return before === '' ? phrase : `${before} ${phrase}`
}
