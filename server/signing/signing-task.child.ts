// Runs confined: `signing-task.child.ts PATH` with a SigningTask as JSON on standard input → a TaskAnswer as JSON.
import { readFileSync } from 'node:fs'
import { Refusal } from '#server/kernel/refusal.ts'
import { bufferSource } from './pdf/byte-source.ts'
import { prepareSignature } from './prepare-signature.ts'
import type { SigningTask, TaskAnswer } from './signing-task.ts'
import { verifyPdf } from './verify/verify-pdf.ts'
import { readCertificates } from './x509/certificate.ts'

const bytes = readFileSync(process.argv[2]!)
const task = JSON.parse(readFileSync(0, 'utf8')) as SigningTask
process.stdout.write(JSON.stringify(answer()))

function answer(): TaskAnswer {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { refused: { code: error.code, reason: error.reason, data: error.data } }
  }
}

function run(): TaskAnswer {
  if (task.kind === 'verify') {
    const roots = task.roots.flatMap((pem) => readCertificates(Buffer.from(pem)))
    return { report: verifyPdf(bufferSource(bytes), { roots, intermediates: [], at: new Date(task.at) }) }
  }
  const { certificate, picture, signedAt, ...wish } = task.wish
  const prepared = prepareSignature(bufferSource(bytes), {
    ...wish,
    signedAt: new Date(signedAt),
    certificate: Buffer.from(certificate, 'base64'),
    ...(picture ? { picture: Buffer.from(picture, 'base64') } : {}),
  })
  return {
    prepared: { ...prepared, increment: prepared.increment.toString('base64'), tbs: prepared.tbs.toString('base64') },
  }
}
