import { spawnSync } from 'node:child_process'
import { programPath } from '#server/cli/program-path.ts'
import { missingTools, type SystemTool } from './system-tools.ts'

/**
 * Brings the system tools that tests need where that may be done (root on a Debian), and answers those that are still missing, each
 * named on a line of its own. Asks nothing and never fails by itself.
 */
export function installMissingTools(): SystemTool[] {
  const missing = missingTools()
  if (missing.length > 0 && process.getuid?.() === 0 && programPath('apt-get')) install(missing)
  const still = missingTools()
  for (const tool of still)
    console.log(`missing: ${tool.name}, for ${tool.neededFor} (apt-get install ${tool.package})`)
  return still
}

function install(missing: SystemTool[]): void {
  const packages = [...new Set(missing.map((tool) => tool.package))]
  console.log(`installing ${packages.join(' ')} …`)
  if (!aptGet('update')) console.log('the lists of packages could not be renewed')
  if (!aptGet('install', '--yes', '--no-install-recommends', ...packages))
    console.log('apt-get could not install them all')
}

function aptGet(...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0
}
