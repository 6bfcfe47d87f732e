import { expect, test } from 'vitest'
import { sources, textOf } from './source-tree.ts'

/** Lines that no file may pass. Look again at 200; a file that must be longer says why here. */
const limit = 300
const allowed: Record<string, number> = {}

test('no source file outgrows one story', () => {
  const paths = sources('server/**/*.ts', 'db/**/*.ts', 'web/**/*.ts', 'web/**/*.svelte', 'test/**/*.ts')
  const long = paths
    .map((path) => ({ path, lines: textOf(path).trimEnd().split('\n').length }))
    .filter(({ path, lines }) => lines > (allowed[path] ?? limit))
  expect(long).toEqual([])
})

test('there is no attic', () => {
  const attics = sources('{server,web,db}/**/*').filter((path) =>
    /\/(utils?|helpers?|services?|controllers?|repositories|dto|types|constants|index)\.(ts|svelte)$/.test(path),
  )
  expect(attics).toEqual([])
})
