import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { installMissingTools } from './install-tools.ts'
import { closingLine, type Results } from './closing-line.ts'

/* What `npm test` runs: tools, guards, the web client, every test; ends with a line that counts the tests. Arguments go to vitest. */

const inCi = process.env['CI'] === 'true'
const folder = mkdtempSync(path.join(tmpdir(), 'ecabinet-run-'))
const report = path.join(folder, 'results.json')

const failed = [
  step('1 of 4: system tools', () => installMissingTools().length === 0 || !inCi),
  step('2 of 4: guards (npm run check)', () => run('npm', 'run', '--silent', 'check')),
  step('3 of 4: web client', () => run('npm', 'run', '--silent', 'build')),
  step('4 of 4: tests', () =>
    run('vitest', 'run', '--config', 'test/vitest.config.ts', ...reporters(), ...process.argv.slice(2)),
  ),
].filter((name) => name !== null)

const { line, allPassed } = closingLine(readResults())
rmSync(folder, { recursive: true })
for (const name of failed) console.log(`failed: ${name}`)
console.log(line)
process.exitCode = failed.length === 0 && allPassed ? 0 : 1

/** Runs one step with its heading and its time; answers its name where it failed. */
function step(name: string, work: () => boolean): string | null {
  console.log(`\n── ${name}`)
  const from = performance.now()
  const passed = work()
  console.log(`── ${passed ? 'done' : 'FAILED'} in ${((performance.now() - from) / 1000).toFixed(1)} s`)
  return passed ? null : name
}

/** What Node compiled for one file's process serves the next: half a second less for each of two hundred. */
function run(command: string, ...args: string[]): boolean {
  const env = { ...process.env, NODE_COMPILE_CACHE: path.join(folder, 'compiled') }
  return spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0
}

function reporters(): string[] {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
}

function readResults(): Results | null {
  try {
    return JSON.parse(readFileSync(report, 'utf8')) as Results
  } catch {
    return null
  }
}
