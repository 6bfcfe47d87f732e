import { z } from 'zod'
import type { JobWorkers } from '#server/kernel/jobs.ts'
import { faultLine } from '#server/kernel/log.ts'
import { performAsSystem } from '#server/kernel/unit-of-work.ts'
import { deliverDocument } from './deliver-document.ts'
import { noteFailedAttempt, recipientOf } from './delivery.queries.ts'

const payload = z.object({ deliveryId: z.uuid() })

/**
 * Carries deliveries. A job that was cut off runs again after its lease; the delivery's own row says whether there is still anything
 * to do. A failed attempt shows on the sender's matrix with its raw reason.
 */
export const exchangeJobs: JobWorkers = {
  'exchange.deliver': async (house, job) => {
    const { deliveryId } = payload.parse(job.payload)
    const recipientAgencyId = await recipientOf(house.db, deliveryId)
    if (recipientAgencyId === null) return
    try {
      await performAsSystem(house, recipientAgencyId, (work) => deliverDocument(work, deliveryId))
    } catch (error) {
      await noteFailedAttempt(house.db, deliveryId, faultLine(error))
      throw error
    }
  },
}
