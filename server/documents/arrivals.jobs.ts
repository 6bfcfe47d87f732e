import type { JobWorkers } from '#server/kernel/jobs.ts'
import { verifyArrival } from './verify-arrival.ts'

/** Slow work of the arrivals desk. */
export const arrivalsJobs: JobWorkers = { 'documents.verify_arrival': verifyArrival }
