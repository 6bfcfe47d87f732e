import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

/* What `npm run check` runs: every guard that needs no database, as many at a time as there are processors; what each said comes whole. */

/** The longest first, so that none is left to run alone at the end. */
const checks = ['format', 'templates', 'code', 'components', 'types', 'imports', 'dead']
const failed: string[] = []
const waiting = checks.values()

await Promise.all(Array.from({ length: availableParallelism() }, worker))
if (failed.length > 0) console.log(`failed: ${failed.map((name) => `check:${name}`).join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1

async function worker(): Promise<void> {
  for (const name of waiting) {
    const from = performance.now()
    const { code, said } = await runToEnd(name)
    if (code !== 0) failed.push(name)
    console.log(
      `${said}check:${name} ${code === 0 ? 'passed' : 'FAILED'} in ${((performance.now() - from) / 1000).toFixed(1)} s`,
    )
  }
}

/** Runs one check; what it said on either stream in the order it came. A check that a signal ends, or that cannot start, has failed. */
function runToEnd(name: string): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', `check:${name}`], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text))
    child.on('error', (error) => resolve({ code: null, said: `${error.message}\n` }))
    child.on('close', (code) => resolve({ code, said }))
  })
}
