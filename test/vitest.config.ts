import { availableParallelism } from 'node:os'
import path from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './support/longest-first.ts'

const inWeb = 'test/web/**/*.test.ts'

export default defineConfig({
  root: path.resolve(import.meta.dirname, '..'),
  test: {
    globalSetup: 'test/support/global-setup.ts',
    // Each on its own processor; the usual is one fewer, which on two leaves one idle.
    maxWorkers: availableParallelism(),
    // The database's launcher binds PostgreSQL to the thread that starts it.
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Far from Viet Nam and with daylight saving: whoever reads the machine's own day or hour fails here, not in March.
    env: { TZ: 'America/Los_Angeles' },
    projects: [
      {
        extends: true,
        // What the server runs, loaded as the server loads it: by Node itself, in a third of the time, and once for all files of a worker.
        // What a file leaves behind (a timer, a variable of the environment) the next one meets: each file undoes what it did.
        test: {
          name: 'rooms',
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: [inWeb],
          experimental: { viteModuleRunner: false, nodeLoader: false },
        },
      },
      {
        extends: true,
        // The client's stores are modules with runes, which only the compiler can read.
        plugins: [svelte({ configFile: false })],
        test: { name: 'web', include: [inWeb] },
      },
    ],
  },
})
