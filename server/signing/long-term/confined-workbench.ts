import { createHash } from 'node:crypto'
import type { House } from '#server/kernel/house.ts'
import type { PreparedTimestamp } from '../seal-placeholder.ts'
import { examineWith, inBase64, linkOf, runTask, type Sent } from '../signing-task.ts'
import type { GivenEvidence } from '../verify/evidence.ts'
import type { StoredRoot } from '../verify/trusted-roots.ts'
import type { Examination } from '../verify/verify-pdf.ts'
import type { SecurityData } from './security-store.ts'
import { stampedIncrement, type Workbench } from './workbench.ts'

/** One whole revision that was appended, and what it adds. */
export type Revision = { kind: 'store' | 'stamp'; bytes: Buffer }

/** A workbench whose additions are known one by one. */
export interface ConfinedWorkbench extends Workbench {
  /** What was appended so far, oldest first. */
  revisions(): readonly Revision[]
}

/**
 * A workbench for a kept file that may descend from a foreign one: only confined processes read it, and this process holds nothing
 * but what was appended. Refuses what running a task refuses, among them `file_too_heavy`, and `blob_missing`.
 */
export function confinedWorkbench(
  house: House,
  sha256: string,
  trust: { at: Date; roots: StoredRoot[] },
): ConfinedWorkbench {
  const made: Revision[] = []
  const tail = () => Buffer.concat(made.map(({ bytes }) => bytes))
  let newest: { about: string; found: Promise<Examination> } | null = null
  return {
    tail,
    revisions: () => made,
    examine(evidence) {
      const about = nameOf(made, evidence)
      if (newest?.about !== about) newest = { about, found: examined(house, sha256, { ...trust, evidence }, tail()) }
      return newest.found
    },
    async store(data, bySignature) {
      const named = bySignature.map((one) => ({ ...sent(one), field: one.field }))
      const answer = await runTask(house, sha256, { kind: 'store', data: sent(data), bySignature: named }, tail())
      const { increment } = answer as { increment: string | null }
      if (increment !== null) made.push({ kind: 'store', bytes: Buffer.from(increment, 'base64') })
    },
    async stamp(authorities) {
      const prepare = async ({ reserved_bytes }: { reserved_bytes: number }) => {
        const answer = await runTask(house, sha256, { kind: 'stamp', reserved_bytes }, tail())
        return preparedFrom((answer as { stamp: Sent<PreparedTimestamp> }).stamp)
      }
      made.push({ kind: 'stamp', bytes: await stampedIncrement(prepare, authorities) })
    },
  }
}

/** The same bytes and the same answers are examined once: each examination is a process. */
function nameOf(made: readonly Revision[], { ocsps, crls }: GivenEvidence): string {
  const hash = createHash('sha256')
  for (const answer of [...ocsps, ...crls]) hash.update(createHash('sha256').update(answer).digest())
  return `${made.length} ${hash.digest('hex')}`
}

async function examined(
  house: House,
  sha256: string,
  trust: { at: Date; roots: StoredRoot[]; evidence: GivenEvidence },
  tail: Buffer,
): Promise<Examination> {
  const { report, chains } = await examineWith(house, sha256, trust, tail)
  const read = chains.map(({ field, paths, wanted }) => {
    return { field, paths: paths.map((path) => path.map(linkOf)), wanted: wanted.map(linkOf) }
  })
  return { report, chains: read }
}

function sent({ certificates, ocsps, crls }: SecurityData): Sent<SecurityData> {
  return { certificates: inBase64(certificates), ocsps: inBase64(ocsps), crls: inBase64(crls) }
}

function preparedFrom({ increment, digest, ...rest }: Sent<PreparedTimestamp>): PreparedTimestamp {
  return { ...rest, increment: Buffer.from(increment, 'base64'), digest: Buffer.from(digest, 'base64') }
}
