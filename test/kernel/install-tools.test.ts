import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { installMissingTools } from '#test/support/install-tools.ts'
import { hasTool } from '#test/support/system-tools.ts'

const programs = ['chromium', 'pdfsig', 'pdftotext', 'pdftoppm', 'qpdf', 'soffice']
let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ecabinet-tools-'))
  vi.stubEnv('PATH', folder)
  vi.spyOn(console, 'log').mockImplementation(() => {})
})

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

/** An apt-get that writes down what it is asked and, if it is let, brings the programs. */
function machineWithApt(works: boolean): void {
  const bring = programs.map((name) => `echo '#!/bin/sh' > ${folder}/${name}; /bin/chmod +x ${folder}/${name}`)
  const install = works ? `[ "$2" = install ] && { ${bring.join('; ')}; }; exit 0` : 'exit 100'
  writeFileSync(path.join(folder, 'apt-get'), `#!/bin/sh\necho "$@" >> ${folder}/asked\n${install}\n`, { mode: 0o755 })
}

const asked = () => readFileSync(path.join(folder, 'asked'), 'utf8').trim().split('\n')
const said = () => vi.mocked(console.log).mock.calls.flat()

function asUser(uid: number): void {
  vi.spyOn(process, 'getuid').mockReturnValue(uid)
}

test('root on a Debian gets what is missing, and only that', () => {
  asUser(0)
  machineWithApt(true)
  writeFileSync(path.join(folder, 'qpdf'), '', { mode: 0o755 })
  expect(installMissingTools().map((tool) => tool.name)).not.toContain('chromium')
  expect(asked()[0]).toBe('-qq update')
  expect(asked()[1]).toMatch(
    /^-qq install --yes --no-install-recommends .*chromium.* poppler-utils.*libreoffice-writer-nogui/,
  )
  expect(asked()[1]).not.toContain('qpdf')
  expect(hasTool('pdfsig')).toBe(true)
})

test('where apt may not install, each missing tool is named with what needs it', () => {
  asUser(0)
  machineWithApt(false)
  expect(installMissingTools().map((tool) => tool.name)).toEqual(expect.arrayContaining(programs))
  expect(said()).toContain('missing: qpdf, for a second opinion on the structure of PDF files (apt-get install qpdf)')
})

test('an ordinary user is told, and apt is left alone', () => {
  asUser(1000)
  machineWithApt(true)
  expect(installMissingTools().length).toBeGreaterThanOrEqual(programs.length)
  expect(asked).toThrow('ENOENT')
})

test('a tool that no run would install is no tool to ask for', () => {
  expect(() => hasTool('psql')).toThrow(/system-tools/)
})
