import { format } from 'prettier'
import { expect, test } from 'vitest'
import { matches, sources } from './source-tree.ts'
import { nouns, statesPage } from './states-page.ts'

test('docs/STATES.md shows the moves that the code knows', async () => {
  const page = await format(statesPage(), { parser: 'markdown', printWidth: 120 })
  await expect(page).toMatchFileSnapshot('../../docs/STATES.md')
})

test('every table of moves is drawn', () => {
  const tables = matches(sources('server/**/*.rules.ts'), /^export const (\w+Moves) = /gm)
  expect(tables.filter(([path]) => !nouns.some((noun) => noun.path === path))).toEqual([])
  expect(tables.length + 1).toBe(nouns.length)
})

test.each(nouns.map((noun) => [noun.title, noun] as const))('%s: every state is reached from the first', (_, noun) => {
  const moves = Object.values(noun.moves)
  const reached = new Set([noun.begins])
  for (const _step of moves)
    for (const { from, to } of moves) if (from.some((state) => reached.has(state))) reached.add(to)
  const known = new Set(moves.flatMap(({ from, to }) => [...from, to]))
  expect([...known].filter((state) => !reached.has(state))).toEqual([])
})
