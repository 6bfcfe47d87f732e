import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { keepReady, runConfined } from '#server/files/door.ts'
import type { House } from '#server/kernel/house.ts'
import { Refusal } from '#server/kernel/refusal.ts'
import type { CarriedEvidence } from './evidence/collect-evidence.ts'
import type { PreparedSignature, SignatureWish } from './prepare-signature.ts'
import type { Link } from './verify/check-chain.ts'
import type { VerificationReport } from './verify/report.ts'
import type { StoredRoot } from './verify/trusted-roots.ts'
import { parseCertificate } from './x509/certificate.ts'

/** Work on a file that somebody else may have made; it runs in a confined process. Bytes travel as base64. */
export type SigningTask = (
  | { kind: 'verify'; at: string; roots: StoredRoot[]; evidence?: SentEvidence }
  | { kind: 'prepare'; wish: Sent<SignatureWish> }
  | { kind: 'collect' }
) & {
  /** The file to read; without it the file follows the task on standard input. */
  path?: string
}

/** Revocation answers in DER, base64. */
type SentEvidence = { ocsps: string[]; crls: string[] }

type Sent<T> = {
  [Key in keyof T]: NonNullable<T[Key]> extends Uint8Array | Date ? string : T[Key]
}

/** What comes back: a result, or a refusal of the signing room. */
export type TaskAnswer =
  | { report: VerificationReport; wanted: Record<keyof Link, string>[] }
  | { prepared: Sent<PreparedSignature> }
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

async function runTask(house: House, sha256: string, task: SigningTask): Promise<TaskAnswer> {
  const large = ((await house.blobs.sizeOf(sha256)) ?? 0) > SENT_BYTES
  return large ? house.blobs.asFile(sha256, (path) => runLent(path, task)) : runSent(house, sha256, task)
}

async function runLent(given: string, task: SigningTask): Promise<TaskAnswer> {
  const path = resolve(given)
  const input = Buffer.from(`${JSON.stringify({ ...task, path })}\n`)
  return answerIn(await runConfined({ ...SCRIPT, readable: [path], input }))
}

async function runSent(house: House, sha256: string, task: SigningTask): Promise<TaskAnswer> {
  const file = await house.blobs.stream(sha256)
  try {
    return answerIn(await runConfined({ ...SCRIPT, input: sent(task, file) }))
  } finally {
    file.destroy()
  }
}

function answerIn({ stdout }: { stdout: Buffer }): TaskAnswer {
  const answer = JSON.parse(stdout.toString('utf8')) as TaskAnswer
  if ('refused' in answer) throw new Refusal(answer.refused.code, answer.refused.reason, answer.refused.data)
  return answer
}

async function* sent(task: SigningTask, file: Readable): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${JSON.stringify(task)}\n`)
  yield* file
}

/**
 * Verifies a kept file against these roots (PEM, each with its profile) and revocation answers (DER); also tells about which
 * certificates an answer is wanted. Refuses `file_too_heavy` when the limits do not suffice.
 */
export async function examineConfined(
  house: House,
  sha256: string,
  trust: { at: Date; roots: StoredRoot[]; evidence: { ocsps: Buffer[]; crls: Buffer[] } },
): Promise<{ report: VerificationReport; wanted: Link[] }> {
  const sentAs = (pieces: Buffer[]) => pieces.map((piece) => piece.toString('base64'))
  const evidence = { ocsps: sentAs(trust.evidence.ocsps), crls: sentAs(trust.evidence.crls) }
  const task = { kind: 'verify' as const, at: trust.at.toISOString(), roots: trust.roots, evidence }
  const answer = (await runTask(house, sha256, task)) as Extract<TaskAnswer, { report: unknown }>
  const read = (base64: string) => parseCertificate(Buffer.from(base64, 'base64'))
  const wanted = answer.wanted.map((one) => ({ certificate: read(one.certificate), issuer: read(one.issuer) }))
  return { report: answer.report, wanted }
}

/** {@link examineConfined} of a file on the local disk that nobody keeps, by what it carries itself. */
export async function verifyLent(path: string, trust: { at: Date; roots: StoredRoot[] }): Promise<VerificationReport> {
  const answer = await runLent(path, { kind: 'verify', at: trust.at.toISOString(), roots: trust.roots })
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
