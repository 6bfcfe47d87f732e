import type { JobWorkers } from '#server/kernel/jobs.ts'
import { extendArchiveCopy } from './archive/extend-archive-copy.ts'
import { expireSigning } from './cancel-signing.ts'

/** Slow work of the signing room. */
export const signingJobs: JobWorkers = { 'signing.expire': expireSigning, 'signing.extend': extendArchiveCopy }
