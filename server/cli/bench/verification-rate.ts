import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bufferSource, readCertificates, verifyPdf } from '#server/signing/verifier.ts'
import { programPath } from '../program-path.ts'
import { temporaryFolder } from './bench-house.ts'
import { median, type Tell } from './figure.ts'
import { twiceSigned } from './signature-rate.ts'

/**
 * All checks of a PDF of 1 MB with two signatures: in this warm process, and by `ecabinet verify` in a process of its own, beside
 * `pdfsig` on the same file, which is a process too. Without pdfsig nothing stands beside.
 */
export async function measureVerification(rounds: number, tell: Tell, pages = 1): Promise<void> {
  const { bytes, certificate, at } = await twiceSigned(1e6, pages)
  const trust = { roots: readCertificates(certificate), intermediates: [], at }
  const folder = await temporaryFolder()
  const file = join(folder.path, 'signed.pdf')
  writeFileSync(file, bytes)
  const warm = timesOf(rounds, () => {
    const { overall } = verifyPdf(bufferSource(bytes), trust)
    if (overall !== 'valid') throw new Error(`the file that was just signed is ${overall}`)
  })
  const cli = join(import.meta.dirname, '../ecabinet.ts')
  const ours = timesOf(rounds / 10, () => run(process.execPath, [cli, 'verify', file]))
  const pdfsig = programPath('pdfsig')
  const theirs = pdfsig && median(timesOf(rounds / 10, () => run(pdfsig, ['-nocert', file])))
  folder.remove()
  const beside = theirs === undefined ? {} : { beside: ['pdfsig', theirs] as [string, number] }
  const form = pages > 1 ? ` of ${pages} small pages` : ''
  const of = { case: `verification, 1 MB PDF${form}, two signatures`, unit: 'ms', ...beside }
  tell({ ...of, metric: 'in a warm process', value: median(warm) })
  tell({ ...of, metric: 'ecabinet verify', value: median(ours) })
}

function run(program: string, args: string[]): void {
  const { error } = spawnSync(program, args, { stdio: 'ignore' })
  if (error) throw error
}

/** The first tenth only warms up. */
function timesOf(rounds: number, work: () => void): number[] {
  const took: number[] = []
  for (let round = -Math.ceil(rounds / 10); round < rounds; round += 1) {
    const started = performance.now()
    work()
    if (round >= 0) took.push(performance.now() - started)
  }
  return took
}
