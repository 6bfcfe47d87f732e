import { refuse } from '#server/kernel/refusal.ts'
import type { JobWorker } from '#server/kernel/jobs.ts'
import { performAsSystem, type Work } from '#server/kernel/unit-of-work.ts'
import type { SigningSubject } from './begin-signing.ts'
import { markAbandoned, ownSigning, signingForUpdate, type SigningRow } from './signing.queries.ts'

/** The signer gives an unfinished signing up. One that is finished stays; refuses `not_found` for one of another post or thing. */
export async function cancelSigning(work: Work, signingId: string, subject: SigningSubject): Promise<void> {
  const row = await ownSigning(work.tx, work.actor.postId, signingId)
  if (row?.subjectKind !== subject.kind || row.subjectId !== subject.id) return refuse('not_found', 'not_found')
  await abandon(work, row)
}

/** The job that sweeps a signing whose time is over. A finished one stays as it is. */
export const expireSigning: JobWorker = async (house, job) => {
  const { signingId, agencyId } = job.payload as { signingId: string; agencyId: string }
  await performAsSystem(house, agencyId, async (work) => {
    const row = await signingForUpdate(work.tx, signingId)
    if (row && row.expiresAt <= work.at) await abandon(work, row)
  })
}

async function abandon(work: Work, row: SigningRow): Promise<void> {
  if (!(await markAbandoned(work.tx, row.id))) return
  const data = { signingId: row.id, field: row.field, baseSha256: row.baseSha256 }
  work.record({ stream: `${row.subjectKind}:${row.subjectId}`, act: 'signing.abandoned', data })
}
