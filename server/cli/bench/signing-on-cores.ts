import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { temporaryFolder } from './bench-house.ts'
import type { Tell } from './figure.ts'
import { openSecondProcess } from './second-process.ts'
import type { SigningAnswer, SigningQuestion } from './sign-files.child.ts'
import { pdfOf, rsaSigner, twiceSigned } from './signature-rate.ts'

type Asked = Omit<SigningQuestion, 'work'>

/**
 * B-B signatures on files of the disk by one process and by one a core at once, each beside as many that only hash the file and
 * do the RSA operation; then verification. With the most memory that a process took.
 */
export async function measureOnCores(sizes_bytes: number[], rounds: number, tell: Tell): Promise<void> {
  const folder = await temporaryFolder()
  const { key, certificate } = rsaSigner()
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  try {
    for (const size_bytes of sizes_bytes) {
      const path = join(folder.path, `${size_bytes}.pdf`)
      writeFileSync(path, await pdfOf(size_bytes))
      const few = Math.max(3, Math.ceil(rounds / Math.ceil(size_bytes / 1e6)))
      await measureSize(size_bytes, { path, rounds: few, key: pem, certificate }, tell)
    }
  } finally {
    folder.remove()
  }
}

async function measureSize(size_bytes: number, asked: Asked, tell: Tell): Promise<void> {
  const name = `B-B signature from disk, ${Math.round(size_bytes / 1e6)} MB PDF, RSA-2048`
  for (const cores of [...new Set([1, Math.min(2, availableParallelism())])]) {
    const ours = await onCores(cores, { ...asked, work: 'sign' })
    const alone = await onCores(cores, { ...asked, work: 'alone' })
    const of = { case: `${name}, ${cores === 1 ? '1 core' : `${cores} cores`}` }
    tell({
      ...of,
      metric: 'rate',
      value: ours.rate,
      unit: 'signatures/s',
      beside: ['SHA-256 and RSA alone', alone.rate],
    })
    tell({
      ...of,
      metric: 'peak memory',
      value: ours.peak_mb,
      unit: 'MB',
      beside: ['SHA-256 and RSA alone', alone.peak_mb],
    })
  }
  await measureChecking(size_bytes, asked, tell)
}

/** The file with two signatures, checked wholly. */
async function measureChecking(size_bytes: number, asked: Asked, tell: Tell): Promise<void> {
  const { bytes, certificate } = await twiceSigned(size_bytes)
  writeFileSync(asked.path, bytes)
  const found = await onCores(1, { ...asked, certificate, work: 'verify' })
  const of = { case: `verification from disk, ${Math.round(size_bytes / 1e6)} MB PDF, two signatures` }
  tell({ ...of, metric: 'time', value: found.took_ms, unit: 'ms' })
  tell({ ...of, metric: 'peak memory', value: found.peak_mb, unit: 'MB' })
}

async function onCores(cores: number, question: SigningQuestion) {
  const processes = Array.from({ length: cores }, () =>
    openSecondProcess<SigningQuestion, SigningAnswer>('./sign-files.child.ts'),
  )
  try {
    const answers = await Promise.all(processes.map((one) => one.ask(question)))
    const rate = answers.reduce((sum, { took_ms }) => sum + 1000 / took_ms, 0)
    return { rate, took_ms: answers[0]!.took_ms, peak_mb: Math.max(...answers.map(({ peak_mb }) => peak_mb)) }
  } finally {
    for (const one of processes) one.close()
  }
}
