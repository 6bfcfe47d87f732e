import { z } from 'zod'
import type { House } from '#server/kernel/house.ts'
import type { JobWorker } from '#server/kernel/jobs.ts'
import { faultLine } from '#server/kernel/log.ts'
import { Refusal } from '#server/kernel/refusal.ts'
import { performAsSystem } from '#server/kernel/unit-of-work.ts'
import { appendToKept, DamagedFile } from '../append-to-kept.ts'
import { confinedWorkbench } from '../long-term/confined-workbench.ts'
import { extendFile } from '../long-term/extend-file.ts'
import { outsideAuthorities } from '../long-term/outside-authorities.ts'
import { restingAuthorities } from '../long-term/resting-authorities.ts'
import { outsideOfHouse } from '../outside/outside-of-house.ts'
import { trustedRoots } from '../report.queries.ts'
import { verifyFile } from '../verify-file.ts'
import { archiveCopyById, type ArchiveCopyRow } from './archive-copy.queries.ts'
import { noteTry, type Try } from './note-try.ts'
import { weighExtension, type TryProblem } from './weigh-extension.ts'

const payload = z.object({ archiveCopyId: z.uuid() })
/** Limits are also hit where the machine is overloaded; a file that hits them so often is too heavy itself. */
const MOST_REFUSALS = 5

/**
 * The job behind every archive copy: one try to bring it to B-LTA or, when it is there, to renew its time-stamp; then the row says when the
 * next one is due. A service that fails is no failure of the job, so that an outage of days kills none. Cut off anywhere and run
 * again it goes on from the row; of two at once the second changes nothing.
 */
export const extendArchiveCopy: JobWorker = async (house, job) => {
  const { archiveCopyId } = payload.parse(job.payload)
  const copy = await archiveCopyById(house.db, archiveCopyId)
  if (!copy?.nextTryAt || copy.nextTryAt > house.clock.now()) return
  const outcome = await tried(house, copy)
  await performAsSystem(house, copy.agencyId, (work) => noteTry(work, copy, outcome))
}

async function tried(house: House, copy: ArchiveCopyRow): Promise<Try> {
  try {
    return await extended(house, copy)
  } catch (error) {
    return failure(house, copy, error)
  }
}

async function extended(house: House, copy: ArchiveCopyRow): Promise<Try> {
  const at = house.clock.now()
  const way = await outsideOfHouse(house)
  const bench = confinedWorkbench(house, copy.fileSha256, { at, roots: await trustedRoots(house.db, at) })
  const authorities = restingAuthorities(house, outsideAuthorities({ ...way, now: () => house.clock.now() }))
  const extension = await extendFile(bench, { target: 'B-LTA', authorities, renew: copy.level === 'B-LTA' })
  const weighed = weighExtension(copy, { extension, revisions: bench.revisions() })
  if ('ends' in weighed) return weighed
  const { more, ...result } = weighed
  // Without a time-stamp authority in the settings there is nobody to wait for.
  const problem = result.problem && { ...result.problem, ...(way.timestampUrl === null ? { rests: true } : {}) }
  return { ...result, problem, sha256: more && (await keep(house, copy.fileSha256, more)) }
}

/** The longer file, kept and judged: its finding is evidence of what was made. */
async function keep(house: House, baseSha256: string, more: Buffer): Promise<string> {
  const { sha256 } = await house.blobs.put(appendToKept(house, baseSha256, more))
  await verifyFile(house, sha256)
  return sha256
}

function failure(house: House, copy: ArchiveCopyRow, error: unknown): Try {
  const detail = error instanceof Refusal ? error.reason : faultLine(error)
  const isGone = error instanceof Refusal && error.code === 'not_found'
  if (error instanceof DamagedFile || isGone) return { ends: 'find_damaged', detail }
  house.log.warn({ error, archiveCopy: copy.id }, 'an archive copy was not extended')
  const refused = error instanceof Refusal
  if (refused && copy.attempts + 1 >= MOST_REFUSALS) return { ends: 'find_unreadable', detail }
  const problem: TryProblem = { service: refused ? 'file' : 'server', detail }
  return { level: copy.level, stampEndsAt: copy.stampEndsAt, sha256: null, problem }
}
