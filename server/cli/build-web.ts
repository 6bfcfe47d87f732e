import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'

const web = join(import.meta.dirname, '../../web')
const built = join(web, 'dist/index.html')

/**
 * Builds the web client unless what stands in `web/dist` is newer than every source. About two seconds; nothing is
 * fetched. Answers whether it built.
 */
export async function buildWeb(): Promise<boolean> {
  if (modifiedAt(built) > newestSource()) return false
  const { build } = await import('vite')
  await build({ configFile: join(web, 'vite.config.ts'), logLevel: 'warn' })
  return true
}

function newestSource(): number {
  const sources = globSync('**/*.{ts,svelte,css,html,svg}', { cwd: web, exclude: (name) => name === 'dist' })
  const shared = globSync('server/**/*.{rules,state}.ts', { cwd: join(web, '..') }).map((path) => join('..', path))
  return Math.max(...[...sources, ...shared].map((path) => modifiedAt(join(web, path))))
}

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
