import { glob, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const folder = dirname(fileURLToPath(import.meta.resolve('drizzle-orm')))

test('drizzle-orm describes itself shortly, for Node parses its description hundreds of times a start', async () => {
  expect((await readFile(`${folder}/package.json`)).length).toBeLessThan(30_000)
})

test('every module of drizzle-orm is had under the path that it was published with', async () => {
  const files: string[] = []
  for await (const file of glob('**/*.js', { cwd: folder })) files.push(file)
  const published = files.filter((file) => !files.includes(`${pathOf(file)}/index.js`) || file.endsWith('/index.js'))
  const reached = published.map((file) => import.meta.resolve(`drizzle-orm/${pathOf(file)}`))
  expect(reached).toEqual(published.map((file) => pathToFileURL(`${folder}/${file}`).href))
  expect(published.length).toBeGreaterThan(400)
})

/** `pg-core/index.js` goes by `pg-core`, `sql/sql.js` by `sql/sql`, and `pg-core/utils.js` by nothing: a folder has its name. */
const pathOf = (file: string) => file.replace(/(\/index)?\.js$/, '')
