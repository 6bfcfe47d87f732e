import { expect, test } from 'vitest'
import { refusalTexts } from '#server/wiring.ts'
import { matches, sources } from './source-tree.ts'

const code = sources('server/**/*.ts').filter((path) => !path.startsWith('server/cli/'))
const codes = '(?:not_found|forbidden|invalid|conflict|unauthenticated|limited|unavailable)'
const used = matches(code, new RegExp(`(?:refuse|new Refusal)\\(\\s*'${codes}',\\s*'(\\w+)'`, 'g'))

test('every reason that the code gives has a Vietnamese and an English text', () => {
  const missing = used.filter(([, reason]) => !(reason in refusalTexts))
  expect(missing).toEqual([])
  expect(used.length).toBeGreaterThan(50)
})

test('every text belongs to a reason that the code gives', () => {
  const words = new Set(code.filter((path) => !path.endsWith('.refusals.ts')).flatMap((path) => wordsOf(path)))
  const idle = Object.keys(refusalTexts).filter((reason) => !words.has(reason))
  expect(idle).toEqual([])
})

test('both texts of a reason say something and fill the same gaps', () => {
  const gaps = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()
  for (const [reason, { vi, en }] of Object.entries(refusalTexts)) {
    expect(vi.normalize('NFC'), reason).toBe(vi)
    expect(gaps(vi), reason).toEqual(gaps(en))
    expect(Math.min(vi.length, en.length), reason).toBeGreaterThan(8)
  }
})

function wordsOf(path: string): string[] {
  return matches([path], /['"`](\w+)['"`]/g).map(([, word]) => word)
}
