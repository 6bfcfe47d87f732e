import { expect, test } from 'vitest'
import { matches, sources, textOf } from './source-tree.ts'

const code = sources('server/**/*.ts', 'db/**/*.ts')
const tags = matches(code, /@law ([^\n*]+?)\s*(?:\*\/|\n|$)/g)
const bases = matches(code, /\bbasis(?:: |\b.* : )'([^']+)'/g)
const book = textOf('docs/LAW.md')
const clauses = new Set([...book.matchAll(/^\| `([^`]+)` +\|/gm)].map((match) => match[1]!))
const named = [...tags, ...bases]

test('every @law tag and every journalled basis is a clause of docs/LAW.md', () => {
  expect(named.filter(([, clause]) => !clauses.has(clause))).toEqual([])
  expect(tags.length).toBeGreaterThan(80)
  expect(bases.length).toBeGreaterThan(15)
})

test('every clause that docs/LAW.md calls implemented stands in the code', () => {
  const rows = [...book.matchAll(/^\| `([^`]+)` +\|.*\| implemented +\|$/gm)].map((match) => match[1]!)
  const used = new Set(tags.map(([, clause]) => clause))
  expect(rows.filter((row) => !used.has(row))).toEqual([])
  expect(rows.length).toBeGreaterThan(50)
})

test('every clause belongs to an instrument of the first table', () => {
  const keys = new Set([...book.matchAll(/^\| ([A-Z][\w-]+) +\|/gm)].map((match) => match[1]!))
  expect([...clauses].filter((clause) => !keys.has(clause.split(' ')[0]!))).toEqual([])
})
