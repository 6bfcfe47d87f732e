import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import path from 'node:path'
import { svelte2tsx } from 'svelte2tsx'
import { VERSION } from 'svelte/compiler'

/*
 * Part of `npm run check:lint`: the rules that ask for types, over every component. The type-aware linter reads no Svelte, so each
 * component is written out as the TypeScript that svelte-check sees too, in a folder of its own that git ignores, and what is found
 * is told at its place in the component.
 */

const root = path.join(import.meta.dirname, '../..')
const web = path.join(root, 'web')
const written = path.join(root, '.svelte-check/lint')
const rules = path.join(root, 'test/architecture/oxlint-components.json')

interface Found {
  message: string
  code: string
  filename: string
  labels: { span: { line: number; column: number } }[]
}

const maps = new Map(globSync('**/*.svelte', { cwd: web, exclude: ['dist/**'] }).map(writeOut))
writeFileSync(path.join(written, 'tsconfig.json'), JSON.stringify(tsconfig()))
const findings = lint()
for (const found of findings) console.log(tell(found))
rmSync(written, { recursive: true })
process.exitCode = findings.length === 0 ? 0 : 1

/** Writes one component as TypeScript; answers where that stands and the map back. */
function writeOut(component: string): [string, { component: string; map: SourceMap }] {
  const file = path.join(written, `${component}.ts`)
  const options = { filename: component, isTsFile: true, mode: 'ts', version: VERSION } as const
  const { code, map } = svelte2tsx(readFileSync(path.join(web, component), 'utf8'), options)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, code)
  return [path.relative(root, file), { component, map: new SourceMap(map as unknown as SourceMapPayload) }]
}

/** The client's own settings; `rootDirs` lets what is written out import its neighbours in `web/` by their usual paths. */
function tsconfig(): object {
  const shims = ['svelte-check/dist/src/svelte-shims-v4.d.ts', 'svelte/svelte-html.d.ts']
  return {
    extends: path.join(web, 'tsconfig.json'),
    compilerOptions: { rootDirs: [web, written] },
    include: ['./**/*.ts', path.join(web, 'env.d.ts'), ...shims.map((file) => path.join(root, 'node_modules', file))],
  }
}

function lint(): Found[] {
  // Named one by one: of a folder that git ignores, the linter reads nothing.
  const args = ['--config', rules, '--no-ignore', '--format', 'json', ...maps.keys()]
  const run = spawnSync('oxlint', args, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 })
  if (run.error) throw run.error
  const report = JSON.parse(run.stdout) as { diagnostics: Found[]; number_of_files: number }
  if (report.number_of_files !== maps.size)
    throw new Error(`linted ${report.number_of_files} of ${maps.size} components`)
  return report.diagnostics
}

function tell({ code, message, filename, labels }: Found): string {
  const origin = maps.get(path.normalize(filename))
  const span = labels[0]?.span
  if (!origin || !span) return `${filename}: ${message} ${code}`
  const at = origin.map.findEntry(span.line - 1, span.column - 1)
  const place = 'originalLine' in at ? `${at.originalLine + 1}:${at.originalColumn + 1}` : '?'
  return `web/${origin.component}:${place}  ${message}  ${code}`
}
