import { expect, test } from 'vitest'
import { FINDING_TEXTS } from '#server/signing/verify/result-texts.ts'
import { matches, sources, textOf } from '#test/architecture/source-tree.ts'

/*
 * A finding without words is a finding that nobody understands. The codes are read out of the verifier's own sources, in
 * every form in which it gives one.
 */

const verifier = sources('server/signing/{verify,pdf,cms,x509,asn1,evidence}/**/*.ts', 'server/cli/verify.ts')
const given = [
  ...matches(verifier, /\bcode: '([a-z_]+)'/g),
  ...matches(verifier, /new PdfProblem\(\s*'([a-z_]+)'/g),
  ...matches(verifier, /\bproblem\(\s*'([a-z_]+)'/g),
  ...matches(verifier, /\.report\(\s*'\w+',\s*'([a-z_]+)'/g),
  ...matches(['server/signing/verify/fault.ts'], /^ {2}([a-z_]+): (?:failed|open)\(/gm),
  ...matches(['server/signing/pdf/pdf-problem.ts'], /^ {2}\| '([a-z_]+)'/gm),
].map(([, code]) => code)

test('every code that the verifier can give is found here', () => {
  expect(new Set(given).size).toBeGreaterThan(60)
  expect(given).toEqual(expect.arrayContaining(['encrypted', 'chain_missing', 'page_changed', 'unlisted_object']))
})

test('every code has its sentence in both languages', () => {
  expect([...new Set(given)].filter((code) => !(code in FINDING_TEXTS))).toEqual([])
})

test('every sentence is a sentence, composed, and belongs to a code that stands in the sources', () => {
  const words = verifier
    .filter((path) => !path.endsWith('result-texts.ts'))
    .map(textOf)
    .join('\n')
  for (const [code, { vi, en }] of Object.entries(FINDING_TEXTS)) {
    expect([code, vi.normalize('NFC')]).toEqual([code, vi])
    for (const text of [vi, en]) expect(text, code).toMatch(/^\p{Lu}.{8,}\.$/u)
    expect(words.includes(`'${code}'`) || words.includes(`${code}:`), code).toBe(true)
  }
})
