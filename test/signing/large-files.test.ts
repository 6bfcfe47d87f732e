import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { hasTool } from '#test/support/system-tools.ts'
import { pdfsigVerdicts, qpdfComplaints } from './other-validators.ts'
import { openSignDesk } from './sign-desk.ts'
import { unsignedPdf } from './two-signature-desk.ts'

const desk = await openSignDesk()
const command = path.resolve(import.meta.dirname, '../../server/cli/ecabinet.ts')
const MEGABYTE = 1024 * 1024
/**
 * Says at its end how much memory the process had at most, as Linux counts it since the program was loaded. (`resourceUsage` would begin
 * with what the parent had.)
 */
const tellsPeak =
  'data:text/javascript,' +
  `import{readFileSync}from'node:fs';` +
  `process.on('exit',()=>console.error(readFileSync('/proc/self/status','utf8').match(/VmHWM.*/)[0]))`

/** `ecabinet sign` as a person runs it. */
async function signedApart(level: string, ...more: string[]): Promise<{ status: number; peak_mb: number }> {
  const args = ['--import', tellsPeak, command, 'sign', ...desk.argumentsFor(level), ...more]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<number>((done) => child.once('close', (status) => done(status ?? -1)))
  const said = await text(child.stderr)
  return { status: await ended, peak_mb: Number(/VmHWM:\s+(\d+) kB/.exec(said)?.[1]) / 1024 }
}

test('100 MB are signed twice to B-LTA within 200 MB of memory', { timeout: 120_000 }, async () => {
  const base = await unsignedPdf({ ballast_bytes: 100 * MEGABYTE })
  const file = desk.put('large.pdf', base)
  for (const name of ['A', 'B']) {
    const { status, peak_mb } = await signedApart('B-LTA', '--field', name, file, file)
    expect(status).toBe(0)
    expect(peak_mb).toBeGreaterThan(20)
    expect(peak_mb).toBeLessThan(200)
  }
  const report = desk.found(file)
  expect(report).toMatchObject({ overall: 'valid', problems: [] })
  expect(report.signatures.map(({ level }) => level)).toEqual(['B-LTA', 'DTS', 'B-LTA', 'DTS'])
  expect(statSync(file).size - base.length).toBeLessThan(MEGABYTE)
  if (hasTool('qpdf')) expect(qpdfComplaints(desk.read('large.pdf'))).toBe('')
  if (hasTool('pdfsig'))
    expect(pdfsigVerdicts(desk.read('large.pdf')).filter((one) => one === 'Signature is Valid.')).toHaveLength(2)
})
