import { getTableName, is } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'
import { matches, sources, textOf } from './source-tree.ts'

const rows = [...textOf('docs/GLOSSARY.md').matchAll(/^\| ([^|]+)\|/gm)].map((match) => match[1]!)
const glossary = new Set(rows.flatMap((row) => wordsOf(row)).map((word) => singular(word)))
const server = sources('server/**/*.ts').filter((path) => !path.startsWith('server/cli/'))

/** Acts as the routes name them: `refuseArrival`. */
const acts = matches(server, /(?:\bact|commandOf)\(c, '([a-z]+[A-Z]\w*)'/g)

test('every table is named by words of the glossary', async () => {
  const modules = await Promise.all(
    sources('db/*/*schema.ts').map((path) => import(`../../${path}`) as Promise<object>),
  )
  const tables = modules.flatMap((module) => Object.values(module).filter((value) => is(value, PgTable)))
  expect(tables.map((table) => getTableName(table)).filter((name) => !isKnown(name))).toEqual([])
  expect(tables.length).toBeGreaterThan(30)
})

test('every act is named by words of the glossary', () => {
  expect(acts.filter(([, act]) => !isKnown(act))).toEqual([])
  expect(acts.length).toBeGreaterThan(40)
})

test('every act that a route offers is a file of its name in the same room', () => {
  const missing = acts.filter(([path, act]) => !server.includes(`${roomOf(path)}/${wordsOf(act).join('-')}.ts`))
  expect(missing).toEqual([])
})

test('every event, told or live, is named by words of the glossary', () => {
  const told = matches(server, /\btype: '([a-z]+\.[a-zA-Z.]+)'/g)
  const logged = matches(['server/meetings/event.state.ts'], /^ {2}'([a-z]+\.\w+)': /gm)
  const events = [...told, ...logged]
  expect(events.filter(([, event]) => !isKnown(event))).toEqual([])
  expect(events.length).toBeGreaterThan(25)
})

test.each([
  ['statuses', 'status'],
  ['people', 'person'],
  ['agencies', 'agency'],
  ['classes', 'class'],
  ['moved', 'move'],
  ['passed', 'pass'],
])('%s is a form of %s', (word, form) => expect(formsOf(word)).toContain(form))

function isKnown(name: string): boolean {
  return wordsOf(name).every((word) => formsOf(word).some((form) => glossary.has(form)))
}

/** The words of `delivery_statuses`, `refuseArrival`, `poll.closed`, `conclusion notice`. */
function wordsOf(name: string): string[] {
  return name
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
}

/** The word itself, and what it may be the plural or the past of. */
function formsOf(word: string): string[] {
  const base = singular(word)
  return /ed$/.test(base) ? [base, base.replace(/ed$/, ''), base.replace(/d$/, '')] : [base]
}

function singular(word: string): string {
  if (word === 'people') return 'person'
  return word
    .replace(/ies$/, 'y')
    .replace(/(ss|us|sh|ch|x)es$/, '$1')
    .replace(/([^su])s$/, '$1')
}

function roomOf(path: string): string {
  return path.split('/').slice(0, 2).join('/')
}
