import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

test('the migrations make exactly the tables that the code declares', () => {
  // Inside the checkout, for drizzle-kit takes only a folder below it; the schema is asked of the configuration, as people do.
  mkdirSync('test-results', { recursive: true })
  const copy = mkdtempSync('test-results/migrations-')
  try {
    cpSync('db/migrations', copy, { recursive: true })
    const before = readdirSync(copy)
    const config = path.join(copy, 'drizzle.config.ts')
    const text = readFileSync('db/drizzle.config.ts', 'utf8')
    writeFileSync(config, text.replace("'./db/migrations'", `'./${copy}'`))
    const args = ['generate', `--config=${config}`]
    const said = execFileSync(path.resolve('node_modules/.bin/drizzle-kit'), args, { encoding: 'utf8', stdio: 'pipe' })
    rmSync(config)
    expect(said).toContain('No schema changes')
    expect(readdirSync(copy)).toEqual(before)
  } finally {
    rmSync(copy, { recursive: true })
  }
})
