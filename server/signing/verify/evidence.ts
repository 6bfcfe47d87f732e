import { DerProblem } from '../asn1/der-problem.ts'
import { readSecurityStore } from '../long-term/security-store.ts'
import type { PdfFile } from '../pdf/pdf-file.ts'
import { readCrl, type Crl } from '../revocation/read-crl.ts'
import { readOcsp, type OcspAnswer } from '../revocation/read-ocsp.ts'
import { parseCertificate, type Certificate } from '../x509/certificate.ts'
import type { ChainResult } from './check-chain.ts'

/** Validation data that is given from outside the file: earlier answers of authorities, in DER. */
export interface GivenEvidence {
  ocsps: readonly Uint8Array[]
  crls: readonly Uint8Array[]
}

/** Revocation answers that could be read. */
export interface Answers {
  ocsp: OcspAnswer[]
  crls: Crl[]
}

/** A valid time-stamp over the document: all that revision `index` and those before it hold existed at `at`. */
export interface Proof {
  index: number
  at: Date
  /** The chain of the time-stamp itself. */
  chain: ChainResult
}

/** All validation data at hand for one file, and what the time-stamps judged so far prove about its age. */
export class Evidence {
  /** Certificates of the security store. */
  readonly certificates: Certificate[]
  /** The first revision that brought a security store, or null. */
  readonly firstStore: number | null
  readonly hasOutside: boolean
  private readonly read: Answers
  /** Which revision brought an answer; null from outside the file. */
  private readonly revisions = new Map<Buffer, number | null>()
  private readonly proofs: Proof[] = []
  private readonly now: Date

  constructor(file: PdfFile, given: GivenEvidence | undefined, now: Date) {
    const stored = readSecurityStore(file)
    const outside = (list: readonly Uint8Array[] = []) => list.map((der) => ({ der, revision: null }))
    const inside = (kind: string) => stored.filter((one) => one.kind === kind)
    this.now = now
    this.hasOutside = (given?.ocsps.length ?? 0) + (given?.crls.length ?? 0) > 0
    this.firstStore = stored[0]?.revision ?? null
    this.certificates = inside('certificates').flatMap(({ der }) => orNothing(parseCertificate, der))
    this.read = {
      ocsp: this.readAll(readOcsp, [...inside('ocsps'), ...outside(given?.ocsps)]),
      crls: this.readAll(readCrl, [...inside('crls'), ...outside(given?.crls)]),
    }
  }

  private readAll<T extends { der: Buffer }>(
    reader: (der: Uint8Array) => T,
    pieces: { der: Uint8Array; revision: number | null }[],
  ): T[] {
    return pieces.flatMap(({ der, revision }) => {
      const found = orNothing(reader, der)
      for (const one of found) this.revisions.set(one.der, revision)
      return found
    })
  }

  /** All answers, or those alone that stand in the file. */
  answers(inFileOnly = false): Answers {
    if (!inFileOnly) return this.read
    const stored = ({ der }: { der: Buffer }) => this.revisions.get(der) !== null
    return { ocsp: this.read.ocsp.filter(stored), crls: this.read.crls.filter(stored) }
  }

  /** The revision that completed these answers, or null when one is not in the file. */
  revisionOf(answers: Buffer[]): number | null {
    const revisions = answers.map((der) => this.revisions.get(der) ?? null)
    return revisions.includes(null) ? null : Math.max(...revisions.map(Number))
  }

  /** Since when an answer provably exists: now, if no time-stamp says better. */
  existedAt(answer: Buffer): Date {
    const revision = this.revisions.get(answer) ?? null
    return (revision === null ? null : this.proofOf(revision)?.at) ?? this.now
  }

  /** True when the security store holds this certificate. */
  holds({ der }: Certificate): boolean {
    return this.certificates.some((one) => one.der.equals(der))
  }

  /** Notes a document time-stamp that was found valid. */
  prove(proof: Proof): void {
    this.proofs.push(proof)
  }

  /** The earliest proof that all of revision `index` existed, or null. */
  proofOf(index: number): Proof | null {
    const covering = this.proofs.filter((proof) => proof.index >= index)
    return covering.toSorted((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null
  }
}

/** What is malformed counts for nothing. */
function orNothing<T>(reader: (der: Uint8Array) => T, der: Uint8Array): T[] {
  try {
    return [reader(der)]
  } catch (error) {
    if (error instanceof DerProblem) return []
    throw error
  }
}
