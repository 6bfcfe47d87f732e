import { expect, test } from 'vitest'
import { hearers, jobWorkers } from '#server/wiring.ts'
import { matches, sources } from './source-tree.ts'

const code = sources('server/**/*.ts')

test('every job kind that is asked for has a worker, and every worker a job', () => {
  const asked = new Set(matches(code, /enqueue\(\{\s*kind: '([\w.]+)'/g).map(([, kind]) => kind))
  expect([...asked].sort()).toEqual(Object.keys(jobWorkers).sort())
})

test('every domain event that is told is heard, and every hearer hears something', () => {
  const told = new Set(matches(code, /\.tell\(\{\s*type: '([\w.]+)'/g).map(([, type]) => type))
  expect([...told].sort()).toEqual(Object.keys(hearers).sort())
})
