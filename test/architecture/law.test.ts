import { expect, test } from 'vitest'
import { matches, sources, textOf } from './source-tree.ts'

const tags = matches(sources('server/**/*.ts', 'db/**/*.ts'), /@law ([^\n*]+?)\s*(?:\*\/|\n|$)/g)
const book = textOf('docs/LAW.md')

test('every @law tag resolves in docs/LAW.md', () => {
  const unknown = tags.filter(([, tag]) => !tag.split(/;\s*/).every((one) => book.includes(one.trim())))
  expect(unknown).toEqual([])
  expect(tags.length).toBeGreaterThan(10)
})

test('every rule that docs/LAW.md calls implemented stands in the code', () => {
  const rows = [...book.matchAll(/^\| `([^`]+)` \|.*\| implemented \|$/gm)].map((match) => match[1]!)
  const used = new Set(tags.flatMap(([, tag]) => tag.split(/;\s*/).map((one) => one.trim())))
  expect(rows.filter((row) => !used.has(row))).toEqual([])
  expect(rows.length).toBeGreaterThan(10)
})
