import { existsSync, globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sources, textOf, top } from './source-tree.ts'

const pages = sources('docs/**/*.md', 'README*.md', 'CONTRIBUTING.md', 'SECURITY.md')
type Packages = Record<'dependencies' | 'optionalDependencies' | 'devDependencies', Record<string, string>>
const guide = 'docs/ADDING-AN-ACT.md'

describe.each(pages)('%s', (page) => {
  test('names only paths that exist', () => expect(pathsIn(textOf(page)).filter((path) => !exists(path))).toEqual([]))
  test('links and shows only what exists', () =>
    expect(linksIn(textOf(page)).filter((link) => !exists(join(dirname(page), link)))).toEqual([]))
})

test('every package has its reason in a decision record', () => {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(textOf('package.json')) as Packages
  const installed = Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies })
  const records = textOf('docs/decisions/0004-packages.md')
  expect(installed.filter((name) => !records.includes(`\`${name}\``))).toEqual([])
})

test('the code that the guide to a new act quotes is the code', () => {
  const quotations = [...textOf(guide).matchAll(/^```ts (\S+)\n(.*?)^```$/gms)]
  const stale = quotations.filter(([, path, quoted]) => !plain(textOf(path!)).includes(plain(quoted!)))
  expect(stale.map(([quotation]) => quotation)).toEqual([])
  expect(quotations.length).toBeGreaterThan(10)
  expect(textOf(guide).match(/^```/gm)).toHaveLength(quotations.length * 2)
})

test.each(sources('docs/guides/*.md').filter((page) => !/operations|van-hanh/.test(page)))(
  '%s names only words that are on the screens',
  (page) => {
    const onScreen = sources('web/kernel/messages/*.ts', 'server/signing/report/*-texts.ts').map(textOf).join('\n')
    const named = [...textOf(page).matchAll(/\*\*([^*]+?)[.:]?\*\*/g)].map((match) => match[1]!.replace(/\s+/g, ' '))
    expect(named.filter((words) => !isLead(page, words) && !onScreen.includes(words))).toEqual([])
    expect(named.length).toBeGreaterThan(3)
  },
)

/** Paths of this repository in code spans; `<room>` and what npm makes are none. */
function pathsIn(text: string): string[] {
  const spans = [...text.matchAll(/`((?:server|web|db|test|docs|\.ci)\/[^`\s]*)`/g)].map((match) => match[1]!)
  return spans.filter((path) => !/[<{…]/.test(path))
}

function linksIn(text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map((match) => match[1]!)
  return links.filter((link) => !/^[a-z]+:/.test(link))
}

function exists(path: string): boolean {
  return path.includes('*') ? globSync(path, { cwd: top }).length > 0 : existsSync(join(top, path))
}

/** Bold words that open a paragraph are its heading. */
function isLead(page: string, words: string): boolean {
  return textOf(page).includes(`\n\n**${words}.**`)
}

/** Lines without their indentation, which a page may set otherwise than a file. */
function plain(text: string): string {
  return text.replace(/^\s+/gm, '')
}
