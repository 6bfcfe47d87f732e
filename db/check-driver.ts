import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { StartProblem } from '#server/kernel/start-problem.ts'

const patchFile = new URL('./patches/postgres+3.4.9.patch', import.meta.url)
const marker = 'eCabinet patch'

/**
 * Refuses to run on the driver as it is published: postgres 3.4.9 ends the whole process when PostgreSQL stops under load
 * (19 of 20 trials), from a callback that no handler reaches. `driver` is the folder of the driver's sources.
 */
export function checkDriver(driver = driverSources()): void {
  const missing = unpatchedFiles(driver)
  if (missing.length === 0) return
  throw new StartProblem(
    `The database driver in ${fileURLToPath(driver)} lacks eCabinet's patch (${missing.join(', ')}): the server would end when ` +
      'PostgreSQL stops. Fix: run "npm run postinstall" (npm ci does, unless it is told --ignore-scripts).',
  )
}

/** Where `import 'postgres'` comes from; `require` finds its CommonJS twin two folders deeper. */
function driverSources(): URL {
  return new URL('../../src/', pathToFileURL(createRequire(import.meta.url).resolve('postgres')))
}

/** The driver's files that lack a marked line of the patch; empty when all is well. */
function unpatchedFiles(driver: URL): string[] {
  const missing = new Set<string>()
  let file = ''
  for (const line of readFileSync(patchFile, 'utf8').split('\n')) {
    if (line.startsWith('+++ ')) file = line.replace(/^.*\/src\//, '')
    else if (line.startsWith('+') && line.includes(marker) && !driverText(driver, file).includes(line.slice(1))) {
      missing.add(file)
    }
  }
  return [...missing]
}

const driverText = (driver: URL, file: string) => readFileSync(new URL(file, driver), 'utf8')
