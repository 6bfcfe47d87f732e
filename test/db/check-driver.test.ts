import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { checkDriver } from '#db/check-driver.ts'

const installed = path.join(path.dirname(createRequire(import.meta.url).resolve('postgres')), '../../src')
const folder = mkdtempSync(path.join(tmpdir(), 'ecabinet-driver-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('the installed driver is patched', () => {
  expect(() => checkDriver()).not.toThrow()
})

test.each(['connection.js', 'index.js'])('a driver whose %s is as published is refused, with the fix', (file) => {
  const driver = path.join(folder, file)
  cpSync(installed, driver, { recursive: true })
  const text = readFileSync(path.join(driver, file), 'utf8')
  writeFileSync(path.join(driver, file), text.replace(/ *\/\/ eCabinet patch.*$/gm, ''))
  expect(() => checkDriver(pathToFileURL(`${driver}/`))).toThrow(new RegExp(`${file}.*npm run postinstall`))
})
