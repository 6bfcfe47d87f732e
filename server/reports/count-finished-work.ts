import { z } from 'zod'
import type { DomainEvent } from '#server/kernel/domain-events.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { countHandled } from './counts.queries.ts'
import { agenciesAbove } from './scope.queries.ts'

/** What rooms tell when a counted piece of work is done. */
const workFinished = z.object({
  kind: z.enum(['assignment', 'task']),
  agencyId: z.uuid(),
  dueAt: z.date().nullable(),
  finishedAt: z.date(),
})

/**
 * Hears `work.finished`: one more in the roll-up, in the act's own transaction, so that the board is never behind.
 * *Emits* `reports.changed` to the agency and to the boards above it.
 */
export async function countFinishedWork(work: Work, event: DomainEvent): Promise<void> {
  const done = workFinished.parse(event)
  await countHandled(work.tx, done)
  const payload = { kind: done.kind, agencyId: done.agencyId }
  for (const id of await agenciesAbove(work.tx, done.agencyId))
    work.emit({ topic: `agency:${id}`, type: 'reports.changed', payload })
}
