import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import { prose } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { arrivalToChange, assertFresh } from './arrival.queries.ts'
import { mayRefuse } from './arrivals.permissions.ts'
import { moveArrival } from './move-arrival.ts'

/** A refusal without its reason is none. @law QD28 art. 9.1 */
export const refuseArrivalInput = z.object({ revision: z.int(), reason: prose(1000) })

/**
 * The clerk sends an arrival back with a reason that the sender reads (02 Từ chối tiếp nhận). It never gets a number.
 * @law QD28 art. 5.4
 * @law ND30 art. 21.2
 */
export async function refuseArrival(work: Work, input: { id: string } & z.output<typeof refuseArrivalInput>) {
  const arrival = await arrivalToChange(work.tx, work.actor, input.id)
  if (!mayRefuse(work.actor, arrival)) refuse('forbidden', 'forbidden')
  await assertFresh(work.tx, arrival, input.revision)
  const refused = await moveArrival(work, arrival, 'refuse', {
    set: { refusalReason: input.reason },
    text: input.reason,
    note: input.reason,
  })
  return { id: refused.id, state: refused.state, revision: refused.revision }
}
