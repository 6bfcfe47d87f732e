import path from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './support/longest-first.ts'

export default defineConfig({
  root: path.resolve(import.meta.dirname, '..'),
  // The client's stores are modules with runes, which only the compiler can read.
  plugins: [svelte({ configFile: false })],
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    // The database's launcher binds PostgreSQL to the thread that starts it; a process a file also shows leaks of open handles.
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Far from Viet Nam and with daylight saving: whoever reads the machine's own day or hour fails here, not in March.
    env: { TZ: 'America/Los_Angeles' },
  },
})
