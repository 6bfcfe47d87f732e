import { handlingTexts as t } from '../kernel/messages/handling.ts'
import { preferences } from '../kernel/preferences.svelte.ts'

const list = 'directionPhrases'
const most = 12

/** The sentences that leaders write again and again: everybody's, and one's own, which follow the person to every device. */
class Phrases {
  /** One's own, the newest first. */
  get own(): readonly string[] {
    return preferences.lists[list] ?? []
  }

  /** Those that every leader is offered. */
  get usual(): readonly string[] {
    return t.phraseList.split('|')
  }

  keep(phrase: string): void {
    const kept = phrase.trim()
    this.#become([kept, ...this.own.filter((other) => other !== kept)].slice(0, most))
  }

  drop(phrase: string): void {
    this.#become(this.own.filter((other) => other !== phrase))
  }

  #become(own: string[]): void {
    preferences.lists = { ...preferences.lists, [list]: own }
  }
}

export const phrases = new Phrases()

/** The text with a phrase put behind what stands there. */
export function withPhrase(text: string, phrase: string): string {
  const before = text.trimEnd()
  return before === '' ? phrase : `${before} ${phrase}`
}
