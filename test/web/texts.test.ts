import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { dictionaries, messages } from '../../web/kernel/i18n.svelte.ts'

const folder = path.join(import.meta.dirname, '../../web/kernel/messages')
for (const name of readdirSync(folder)) await import(path.join(folder, name))

/** The text; of a function what it says to a number, or to nothing it knows. */
const say = (message: unknown): string =>
  typeof message === 'function' ? String((message as (...given: unknown[]) => unknown)(3, 4)) : String(message)
const pairs = dictionaries.flatMap(({ vi, en }) =>
  Object.keys(vi).map((key) => [key, say(vi[key]), say(en[key])] as const),
)

describe('texts', () => {
  test('there are some, from every file', () => {
    expect(dictionaries.length).toBeGreaterThanOrEqual(readdirSync(folder).length)
    expect(pairs.length).toBeGreaterThan(150)
  })

  test.each(dictionaries.map(({ vi, en }, index) => [index, Object.keys(vi), Object.keys(en)] as const))(
    'dictionary %d has the same keys in both languages',
    (_, vi, en) => expect([...en].sort()).toEqual([...vi].sort()),
  )

  test.each(pairs)('%s is written in both, composed and trimmed', (_, vi, en) => {
    expect(vi.trim() === '', 'one language says nothing').toBe(en.trim() === '')
    for (const text of [vi, en]) {
      expect(text).not.toBe('undefined')
      expect(text).toBe(text.normalize('NFC'))
    }
  })

  test('no plain text is empty', () => {
    const plain = dictionaries.flatMap(({ vi, en }) => [...Object.entries(vi), ...Object.entries(en)])
    expect(plain.filter(([, text]) => typeof text === 'string' && text.trim() === '')).toEqual([])
  })

  test('English texts hold no Vietnamese letters but the name of the language', () => {
    const vietnamese = /[ăâđêôơưĂÂĐÊÔƠƯ\u1EA0-\u1EF9]/
    expect(pairs.filter(([, , en]) => en !== 'Tiếng Việt' && vietnamese.test(en))).toEqual([])
  })

  test('the compiler refuses a missing key and a wrong argument', () => {
    // @ts-expect-error -- `b` has no English
    messages({ a: 'a', b: 'b' }, { a: 'a' })
    // @ts-expect-error -- `c` is in English only
    messages({ a: 'a' }, { a: 'a', c: 'c' })
    // @ts-expect-error -- the argument is a number
    messages({ count: (n: number) => `${n}` }, { count: (n: string) => n })
  })
})
