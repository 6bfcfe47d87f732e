import { recall, remember } from './remembered.ts'

/** The two languages of the client. Vietnamese is the first and the one of every legal word. */
export type Language = 'vi' | 'en'

type Message = string | ((...given: never[]) => string)
type Texts<V> = { [K in keyof V]: V[K] extends string ? string : V[K] }

class LanguageChoice {
  current = $state<Language>('vi')

  /** Speaks `next` from now on, on this device, in every text on the screen and in `<html lang>`. */
  speak(next: Language): void {
    this.current = next
    remember('language', next)
    document.documentElement.lang = next
  }

  /** Speaks the other language. */
  turn(): void {
    this.speak(this.current === 'vi' ? 'en' : 'vi')
  }

  /** Takes up the language of the last visit. */
  restore(): void {
    this.speak(recall('language') === 'en' ? 'en' : 'vi')
  }
}

export const language = new LanguageChoice()

/** Every pair of dictionaries in the page; the test of completeness walks it. */
export const dictionaries: { vi: Record<string, Message>; en: Record<string, Message> }[] = []

/**
 * A room's own texts. Reading `t.save` or `t.count(3)` in a template follows the language.
 * The compiler refuses a key that is missing in either language or whose arguments differ.
 *
 *     export const desk = messages({ title: 'Văn bản đến' }, { title: 'Arrivals' })
 */
export function messages<V extends Record<string, Message>>(vi: V, en: NoInfer<Texts<V>>): Texts<V> {
  const pair = { vi: vi as Record<string, Message>, en: en as Record<string, Message> }
  dictionaries.push(pair)
  return new Proxy({} as Texts<V>, { get: (_, key) => pair[language.current][key as string] })
}
