import { z } from 'zod'
import { type StoredReport, verifyFile } from '#server/signing/door.ts'
import type { House } from '#server/kernel/house.ts'
import type { Job } from '#server/kernel/jobs.ts'
import { Refusal } from '#server/kernel/refusal.ts'
import { performAsSystem, type Work } from '#server/kernel/unit-of-work.ts'
import { arrivalById, updateArrival } from './arrival.queries.ts'
import { noteArrivalAct } from './move-arrival.ts'

const payload = z.object({ arrivalId: z.uuid() })

/**
 * The job behind every arrival: checks the signatures of the file as it came and keeps the finding beside it, once. The clerk
 * looks at it before accepting. A file that is too heavy to check safely counts as unreadable.
 * @law QD28 art. 9.1
 */
export async function verifyArrival(house: House, job: Job): Promise<void> {
  const { arrivalId } = payload.parse(job.payload)
  const { agencyId, fileSha256, verificationOverall } = await arrivalById(house.db, arrivalId)
  if (verificationOverall !== null) return
  const found = await findingOf(house, fileSha256)
  await performAsSystem(house, agencyId, (work) => keepFinding(work, arrivalId, found))
}

async function findingOf(house: House, sha256: string): Promise<StoredReport | null> {
  try {
    return await verifyFile(house, sha256)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'invalid') return null
    throw error
  }
}

async function keepFinding(work: Work, arrivalId: string, found: StoredReport | null): Promise<void> {
  const arrival = await arrivalById(work.tx, arrivalId, 'update')
  if (arrival.verificationOverall !== null) return
  const overall = found?.report.overall ?? 'unreadable'
  const verified = await updateArrival(work.tx, arrivalId, {
    verificationOverall: overall,
    verificationReportId: found?.id ?? null,
  })
  await noteArrivalAct(work, verified, 'verify', { data: { overall, reportId: found?.id } })
}
