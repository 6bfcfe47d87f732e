// Runs confined: a SigningTask as a line of JSON, then the file itself unless the task names a path, then what was appended to it so
// far → a TaskAnswer as JSON.
import { readFileSync } from 'node:fs'
import { Refusal } from '#server/kernel/refusal.ts'
import { collectEvidence } from './evidence/collect-evidence.ts'
import { addSecurityStore, type SignatureData } from './long-term/add-security-store.ts'
import { prepareDocumentTimestamp } from './long-term/document-timestamp.ts'
import type { SecurityData } from './long-term/security-store.ts'
import { bufferSource } from './pdf/byte-source.ts'
import { openFileSource } from './pdf/file-source.ts'
import { tailedSource } from './pdf/tailed-source.ts'
import { prepareSignature } from './prepare-signature.ts'
import type { Sent, SigningTask, TaskAnswer } from './signing-task.ts'
import type { Link } from './verify/check-chain.ts'
import { trustIn } from './verify/trusted-roots.ts'
import { examinePdf } from './verify/verify-pdf.ts'

const input = readFileSync(0)
const lineEnd = input.indexOf('\n')
const task = JSON.parse(input.toString('utf8', 0, lineEnd)) as SigningTask
const rest = input.subarray(lineEnd + 1)
const source = task.path === undefined ? bufferSource(rest) : tailedSource(openFileSource(task.path), rest)
process.stdout.write(JSON.stringify(answer()))

function answer(): TaskAnswer {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { refused: { code: error.code, reason: error.reason, data: error.data } }
  }
}

function base64(pieces: Buffer[]): string[] {
  return pieces.map((piece) => piece.toString('base64'))
}

function bytesOf(pieces: string[] = []): Buffer[] {
  return pieces.map((piece) => Buffer.from(piece, 'base64'))
}

function sentLink({ certificate, issuer }: Link) {
  return { certificate: certificate.der.toString('base64'), issuer: issuer.der.toString('base64') }
}

function run(): TaskAnswer {
  switch (task.kind) {
    case 'verify':
      return examine(task)
    case 'collect':
      return collect()
    case 'store':
      return store(task)
    case 'stamp':
      return stamp(task)
    case 'prepare':
      return prepare(task)
  }
}

type Task<Kind extends SigningTask['kind']> = Extract<SigningTask, { kind: Kind }>

function examine({ at, roots, evidence: given }: Task<'verify'>): TaskAnswer {
  const evidence = { ocsps: bytesOf(given?.ocsps), crls: bytesOf(given?.crls) }
  const { report, chains } = examinePdf(source, { ...trustIn(roots), intermediates: [], at: new Date(at), evidence })
  const sent = chains.map(({ field, paths, wanted }) => {
    return { field, paths: paths.map((path) => path.map(sentLink)), wanted: wanted.map(sentLink) }
  })
  return { report, chains: sent }
}

function collect(): TaskAnswer {
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

function dataOf<Data extends SecurityData>(sent: Sent<Data>): SecurityData {
  const { certificates, ocsps, crls } = sent as Sent<SecurityData>
  return { certificates: bytesOf(certificates), ocsps: bytesOf(ocsps), crls: bytesOf(crls) }
}

function store({ data, bySignature }: Task<'store'>): TaskAnswer {
  const named = bySignature.map((one): SignatureData => ({ ...dataOf(one), field: one.field }))
  return { increment: addSecurityStore(source, dataOf(data), named)?.toString('base64') ?? null }
}

function stamp({ reserved_bytes }: Task<'stamp'>): TaskAnswer {
  const { increment, digest, ...prepared } = prepareDocumentTimestamp(source, { reserved_bytes })
  return { stamp: { ...prepared, increment: increment.toString('base64'), digest: digest.toString('base64') } }
}

function prepare(task: Task<'prepare'>): TaskAnswer {
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
