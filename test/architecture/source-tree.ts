import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The top of the checkout. */
export const top = join(import.meta.dirname, '../..')

/** Product and test sources by pattern, relative to the top, sorted. */
export function sources(...patterns: string[]): string[] {
  const found = patterns.flatMap((pattern) => globSync(pattern, { cwd: top }))
  return found.filter((path) => !path.includes('node_modules') && !path.startsWith('web/dist')).sort()
}

/** The text of a source. */
export function textOf(path: string): string {
  return readFileSync(join(top, path), 'utf8')
}

/** All matches of a pattern over the sources, as `[path, first group]`. */
export function matches(paths: string[], pattern: RegExp): [string, string][] {
  return paths.flatMap((path) =>
    [...textOf(path).matchAll(pattern)].map((match): [string, string] => [path, match[1]!]),
  )
}
