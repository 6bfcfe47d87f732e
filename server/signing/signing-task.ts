import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { keepReady, runConfined } from '#server/files/door.ts'
import type { House } from '#server/kernel/house.ts'
import { Refusal } from '#server/kernel/refusal.ts'
import type { CarriedEvidence } from './evidence/collect-evidence.ts'
import type { SignatureData } from './long-term/add-security-store.ts'
import type { SecurityData } from './long-term/security-store.ts'
import type { PreparedSignature, SignatureWish } from './prepare-signature.ts'
import type { PreparedTimestamp } from './seal-placeholder.ts'
import type { Link } from './verify/check-chain.ts'
import type { GivenEvidence } from './verify/evidence.ts'
import type { JudgedChain } from './verify/judge-times.ts'
import type { VerificationReport } from './verify/report.ts'
import type { StoredRoot } from './verify/trusted-roots.ts'
import { parseCertificate } from './x509/certificate.ts'

/** Work on a file that somebody else may have made; it runs in a confined process. Bytes travel as base64. */
export type SigningTask = (
  | { kind: 'verify'; at: string; roots: StoredRoot[]; evidence?: SentEvidence }
  | { kind: 'prepare'; wish: Sent<SignatureWish> }
  | { kind: 'collect' }
  | { kind: 'store'; data: Sent<SecurityData>; bySignature: Sent<SignatureData>[] }
  | { kind: 'stamp'; reserved_bytes: number }
) & {
  /** The file to read; without it the file follows the task on standard input. What else stands there belongs behind the file. */
  path?: string
}

/** Revocation answers in DER, base64. */
type SentEvidence = { ocsps: string[]; crls: string[] }

/** A value as it travels: bytes in base64, instants in ISO. */
export type Sent<T> = {
  [Key in keyof T]: NonNullable<T[Key]> extends Uint8Array | Date
    ? string
    : NonNullable<T[Key]> extends Uint8Array[]
      ? string[]
      : T[Key]
}

/** A certificate and its issuer, DER in base64. */
export type SentLink = Record<keyof Link, string>
/** {@link JudgedChain} as it travels. */
export type SentChain = Pick<JudgedChain, 'field'> & { paths: SentLink[][]; wanted: SentLink[] }

/** What comes back: a result, or a refusal of the signing room. */
export type TaskAnswer =
  | { report: VerificationReport; chains: SentChain[] }
  | { prepared: Sent<PreparedSignature> }
  | { increment: string | null }
  | { stamp: Sent<PreparedTimestamp> }
  | { carried: Record<keyof CarriedEvidence, string[]> }
  | { refused: { code: Refusal['code']; reason: string; data: Refusal['data'] } }

const SCRIPT = {
  script: new URL('./signing-task.child.ts', import.meta.url),
  timeout_ms: 20_000,
  data_bytes: 400 * 1024 * 1024,
}

/** Keeps so many processes started for the next tasks, until ended. */
export function keepTasksReady(count: number): { end(): void } {
  return keepReady(SCRIPT, count)
}

/** A larger file is not sent but lent: the process reads from the disk what it needs and holds no copy. */
const SENT_BYTES = 8 * 1024 * 1024

/** Runs a task on a kept file with `tail` behind it, and throws the refusal that it came to. */
export async function runTask(
  house: House,
  sha256: string,
  task: SigningTask,
  tail: Buffer = Buffer.alloc(0),
): Promise<TaskAnswer> {
  const large = ((await house.blobs.sizeOf(sha256)) ?? 0) > SENT_BYTES
  return large
    ? house.blobs.asFile(sha256, (path) => runLent(path, task, tail))
    : runSent(await house.blobs.stream(sha256), task, tail)
}

async function runLent(given: string, task: SigningTask, tail: Buffer): Promise<TaskAnswer> {
  const path = resolve(given)
  const input = Buffer.concat([Buffer.from(`${JSON.stringify({ ...task, path })}\n`), tail])
  return answerIn(await runConfined({ ...SCRIPT, readable: [path], input }))
}

async function runSent(file: Readable, task: SigningTask, tail: Buffer): Promise<TaskAnswer> {
  try {
    return answerIn(await runConfined({ ...SCRIPT, input: sent(task, file, tail) }))
  } finally {
    file.destroy()
  }
}

function answerIn({ stdout }: { stdout: Buffer }): TaskAnswer {
  const answer = JSON.parse(stdout.toString('utf8')) as TaskAnswer
  if ('refused' in answer) throw new Refusal(answer.refused.code, answer.refused.reason, answer.refused.data)
  return answer
}

async function* sent(task: SigningTask, file: Readable, tail: Buffer): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${JSON.stringify(task)}\n`)
  yield* file
  yield tail
}

/**
 * Verifies a kept file against these roots (PEM, each with its profile) and revocation answers (DER); also tells about which
 * certificates an answer is wanted. Refuses `file_too_heavy` when the limits do not suffice.
 */
export async function examineConfined(
  house: House,
  sha256: string,
  trust: { at: Date; roots: StoredRoot[]; evidence: GivenEvidence },
): Promise<{ report: VerificationReport; wanted: Link[] }> {
  const answer = await examineWith(house, sha256, trust)
  return { report: answer.report, wanted: answer.chains.flatMap((chain) => chain.wanted).map(linkOf) }
}

/** What {@link examineConfined} asks, answered whole; `tail` stands behind the kept file. */
export async function examineWith(
  house: House,
  sha256: string,
  trust: { at: Date; roots: StoredRoot[]; evidence: GivenEvidence },
  tail?: Buffer,
): Promise<Extract<TaskAnswer, { report: unknown }>> {
  const evidence = { ocsps: inBase64(trust.evidence.ocsps), crls: inBase64(trust.evidence.crls) }
  const task = { kind: 'verify' as const, at: trust.at.toISOString(), roots: trust.roots, evidence }
  return (await runTask(house, sha256, task, tail)) as Extract<TaskAnswer, { report: unknown }>
}

/** Pieces of DER as they travel. */
export const inBase64 = (pieces: readonly Uint8Array[]): string[] =>
  pieces.map((piece) => Buffer.from(piece).toString('base64'))

/** A link as it came from a confined process; throws on bytes that are no certificate. */
export function linkOf({ certificate, issuer }: SentLink): Link {
  const read = (base64: string) => parseCertificate(Buffer.from(base64, 'base64'))
  return { certificate: read(certificate), issuer: read(issuer) }
}

/** {@link examineConfined} of a file on the local disk that nobody keeps, by what it carries itself. */
export async function verifyLent(path: string, trust: { at: Date; roots: StoredRoot[] }): Promise<VerificationReport> {
  const answer = await runLent(
    path,
    { kind: 'verify', at: trust.at.toISOString(), roots: trust.roots },
    Buffer.alloc(0),
  )
  return (answer as { report: VerificationReport }).report
}

/** {@link collectEvidence} of a kept file, confined. */
export async function collectConfined(house: House, sha256: string): Promise<CarriedEvidence> {
  const { carried } = (await runTask(house, sha256, { kind: 'collect' })) as { carried: Record<string, string[]> }
  const bytesOf = (pieces: string[] = []) => pieces.map((piece) => Buffer.from(piece, 'base64'))
  const { certificates, ocsps, crls, timestamps } = carried
  return {
    certificates: bytesOf(certificates),
    ocsps: bytesOf(ocsps),
    crls: bytesOf(crls),
    timestamps: bytesOf(timestamps),
  }
}

/** {@link prepareSignature} on a kept file, confined. */
export async function prepareConfined(house: House, sha256: string, wish: SignatureWish): Promise<PreparedSignature> {
  const { picture, ...rest } = wish
  const sent: Sent<SignatureWish> = {
    ...rest,
    signedAt: wish.signedAt.toISOString(),
    certificate: Buffer.from(wish.certificate).toString('base64'),
    ...(picture ? { picture: Buffer.from(picture).toString('base64') } : {}),
  }
  const { prepared } = (await runTask(house, sha256, { kind: 'prepare', wish: sent })) as {
    prepared: Sent<PreparedSignature>
  }
  return { ...prepared, increment: Buffer.from(prepared.increment, 'base64'), tbs: Buffer.from(prepared.tbs, 'base64') }
}
