// Runs confined: a SigningTask as a line of JSON, then the file itself unless the task names a path → a TaskAnswer as JSON.
import { readFileSync } from 'node:fs'
import { Refusal } from '#server/kernel/refusal.ts'
import { collectEvidence } from './evidence/collect-evidence.ts'
import { bufferSource } from './pdf/byte-source.ts'
import { openFileSource } from './pdf/file-source.ts'
import { prepareSignature } from './prepare-signature.ts'
import type { SigningTask, TaskAnswer } from './signing-task.ts'
import type { Link } from './verify/check-chain.ts'
import { trustIn } from './verify/trusted-roots.ts'
import { examinePdf } from './verify/verify-pdf.ts'

const input = readFileSync(0)
const lineEnd = input.indexOf('\n')
const task = JSON.parse(input.toString('utf8', 0, lineEnd)) as SigningTask
const source = task.path === undefined ? bufferSource(input.subarray(lineEnd + 1)) : openFileSource(task.path)
process.stdout.write(JSON.stringify(answer()))

function answer(): TaskAnswer {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { refused: { code: error.code, reason: error.reason, data: error.data } }
  }
}

function inBase64({ certificate, issuer }: Link) {
  return { certificate: certificate.der.toString('base64'), issuer: issuer.der.toString('base64') }
}

function run(): TaskAnswer {
  if (task.kind === 'verify') {
    const read = (pieces: string[] = []) => pieces.map((piece) => Buffer.from(piece, 'base64'))
    const evidence = { ocsps: read(task.evidence?.ocsps), crls: read(task.evidence?.crls) }
    const trust = { ...trustIn(task.roots), intermediates: [], at: new Date(task.at), evidence }
    const { report, chains } = examinePdf(source, trust)
    return { report, wanted: chains.flatMap((chain) => chain.wanted).map(inBase64) }
  }
  if (task.kind === 'collect') {
    const base64 = (pieces: Buffer[]) => pieces.map((piece) => piece.toString('base64'))
    const { certificates, ocsps, crls, timestamps } = collectEvidence(source)
    return {
      carried: {
        certificates: base64(certificates),
        ocsps: base64(ocsps),
        crls: base64(crls),
        timestamps: base64(timestamps),
      },
    }
  }
  const { certificate, picture, signedAt, ...wish } = task.wish
  const prepared = prepareSignature(source, {
    ...wish,
    signedAt: new Date(signedAt),
    certificate: Buffer.from(certificate, 'base64'),
    ...(picture ? { picture: Buffer.from(picture, 'base64') } : {}),
  })
  return {
    prepared: { ...prepared, increment: prepared.increment.toString('base64'), tbs: prepared.tbs.toString('base64') },
  }
}
