import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { figureOf, median, quantile } from '#server/cli/bench/figure.ts'

const cli = join(import.meta.dirname, '../../server/cli/ecabinet.ts')
const ecabinet = (...args: string[]) =>
  spawnSync(process.execPath, ['--no-warnings', cli, ...args], { encoding: 'utf8', timeout: 170_000 })

const value = z.number().nonnegative()
const figure = z.strictObject({
  bench: z.string(),
  case: z.string().min(1),
  metric: z.string().min(1),
  value,
  unit: z.string().min(1),
  beside: z.string().nullable(),
  besideValue: value.nullable(),
  ratio: value.nullable(),
})

const names = ['meeting', 'ballots', 'numbers', 'documents', 'search', 'rates', 'signing', 'exchange', 'startup']
/** What must be nought whatever the machine does. */
const losses = [
  'not reached',
  'lost',
  'double',
  'repeats with another answer',
  'gaps',
  'duplicates',
  'arrivals too many',
]

describe.each(names)('bench %s, small', (name) => {
  const before = new Set(leftovers())
  const { status, stdout, stderr } = ecabinet('bench', name, '--scale', 'small')
  const lines = stdout.trim().split('\n').filter(Boolean)

  test('ends well and leaves nothing behind', () => {
    expect(status, stderr).toBe(0)
    expect(leftovers().filter((folder) => !before.has(folder))).toEqual([])
  })

  test('prints figures, one JSON object a line', () => {
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(figure.parse(JSON.parse(line)).bench).toBe(name)
  })

  test('loses nothing', () => {
    const lost = lines.map((line) => figure.parse(JSON.parse(line))).filter(({ metric }) => losses.includes(metric))
    expect(lost.map((one) => [one.metric, one.value]).filter(([, count]) => count !== 0)).toEqual([])
  })
})

function leftovers(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('ecabinet-bench-'))
}

test('--help tells every bench, an unknown name or scale is a usage error', () => {
  const help = ecabinet('bench', '--help')
  expect(help.status).toBe(0)
  for (const name of names) expect(help.stdout).toContain(`  ${name}`)
  for (const args of [['nonsense'], ['meeting', '--scale', 'huge'], ['--no-such-option']]) {
    const wrong = ecabinet('bench', ...args)
    expect([wrong.status, wrong.stdout]).toEqual([64, ''])
  }
})

test('a figure carries its ratio; without a peer, or beside nought, it has none', () => {
  const told = { case: 'c', metric: 'm', unit: 'ms' }
  expect(figureOf('b', { ...told, value: 3, beside: ['raw', 4] })).toMatchObject({ besideValue: 4, ratio: 0.75 })
  expect(figureOf('b', { ...told, value: 3 })).toMatchObject({ beside: null, besideValue: null, ratio: null })
  expect(figureOf('b', { ...told, value: 3, beside: ['raw', 0] }).ratio).toBeNull()
  expect(figureOf('b', { ...told, value: 1234.5678 }).value).toBe(1235)
})

test('a quantile is a value that was measured', () => {
  const values = [9, 1, 5, 3, 7]
  expect([median(values), quantile(values, 0.99), quantile(values, 0.2)]).toEqual([5, 9, 1])
  expect(values).toEqual([9, 1, 5, 3, 7])
})
