import { readFileSync } from 'node:fs'
import { signatureImprint } from '#server/signing/embed-signature.ts'
import { extendPdfFile, type FileExtension } from '#server/signing/extend-pdf-file.ts'
import { AuthorityProblem } from '#server/signing/long-term/authorities.ts'
import type { Level } from '#server/signing/long-term/extend-file.ts'
import { outsideAuthorities } from '#server/signing/long-term/outside-authorities.ts'
import { openOutside } from '#server/signing/outside/outside.ts'
import { readCertificates } from '#server/signing/x509/certificate.ts'

/** What the levels above B-B are reached with. */
export type Climbing = Pick<FileExtension, 'target' | 'authorities' | 'trust' | 'password'>

/** What the command line says of it. */
export interface ClimbingOptions {
  tsa?: string | undefined
  trust?: string[] | undefined
  allow?: string[] | undefined
}

/** Null for B-B. Throws, for the usage, where a higher level lacks its time-stamp authority or the roots to judge by. */
export function readClimbing(target: Level, { tsa, trust = [], allow = [] }: ClimbingOptions): Climbing | null {
  if (target === 'B-B') return null
  if (!tsa || !URL.canParse(tsa) || trust.length === 0) throw new Error('a --level above B-B needs --tsa and --trust')
  // Whoever starts the command names these hosts: they may well stand in the agency's own network.
  const outside = openOutside({ hosts: [new URL(tsa).host, ...allow], allowPrivate: true, timeout_ms: 15_000 })
  const roots = trust.flatMap((file) => readCertificates(readFileSync(file)))
  const authorities = outsideAuthorities({ outside, timestampUrl: tsa, now: () => new Date() })
  return { target, authorities, trust: { roots, intermediates: [], at: new Date() } }
}

/** A time-stamp over a signature value, or null: a failing authority never costs the signature. */
export async function stampOrNothing({ authorities }: Climbing, signature: Uint8Array): Promise<Uint8Array | null> {
  try {
    return await authorities.stamp(signatureImprint(signature))
  } catch (error) {
    if (error instanceof AuthorityProblem) return null
    throw error
  }
}

/** Brings the signed file on; the signature stands whatever the services do. Answers the exit status: 0, or 5 for less. */
export async function climb(path: string, climbing: Climbing, lang: 'vi' | 'en'): Promise<number> {
  const now = { ...climbing, trust: { ...climbing.trust, at: new Date() } }
  const { level, problem } = await extendPdfFile({ path, ...now })
  if (!problem) {
    console.log(`${path}: ${level}`)
    return 0
  }
  const text = {
    vi: `Đã ký, nhưng mới đạt mức ${level ?? 'B-B'}, chưa đạt ${climbing.target}`,
    en: `Signed, but only ${level ?? 'B-B'} was reached, not ${climbing.target}`,
  }
  console.error(`${text[lang]}: ${problem.message}`)
  return 5
}
