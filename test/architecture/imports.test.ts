import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { sources, top } from './source-tree.ts'

type Cruise = { modules: unknown[]; summary: { violations: { rule: { name: string }; from: string; to: string }[] } }

test(
  'rooms use only doors below them; rules are pure; only queries touch tables; no circles',
  { timeout: 60_000 },
  async () => {
    const args = [
      'depcruise',
      '--config',
      'test/architecture/dependency-cruiser.cjs',
      '--output-type',
      'json',
      'server',
      'db',
      'web',
    ]
    const { stdout } = await promisify(execFile)('npx', args, { cwd: top, maxBuffer: 1 << 28 }).catch(
      (error: { stdout: string }) => error,
    )
    const { modules, summary } = JSON.parse(stdout) as Cruise
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([])
    expect(modules.length).toBeGreaterThanOrEqual(sources('{server,db,web}/**/*.ts').length)
  },
)
