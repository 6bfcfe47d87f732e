import { getTableName, is } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'
import { sources, textOf } from './source-tree.ts'

const glossary = textOf('docs/GLOSSARY.md').toLowerCase()

const singular = (word: string) =>
  word === 'people'
    ? 'person'
    : word
        .replace(/ies$/, 'y')
        .replace(/sses$/, 'ss')
        .replace(/([^s])s$/, '$1')

test('every table is named by words of the glossary', async () => {
  const modules = await Promise.all(
    sources('db/*/*schema.ts').map((path) => import(`../../${path}`) as Promise<object>),
  )
  const tables = modules.flatMap((module) => Object.values(module).filter((value) => is(value, PgTable)))
  const unknown = tables.map((table) => getTableName(table)).filter((name) => !isKnown(name))
  expect(unknown).toEqual([])
  expect(tables.length).toBeGreaterThan(30)
})

function isKnown(table: string): boolean {
  const words = table.split('_')
  return words.every((word) => glossary.includes(singular(word)) || glossary.includes(word))
}
