import { z } from 'zod'
import type { Actor } from '#server/kernel/actor.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { BallotBox, Receipt } from './ballot-box.ts'

export const castBallotInput = z.object({ choice: z.enum(['yes', 'no', 'abstain']) })

/** What the request says; `commandId` is the operation id that the device made, without which no ballot is taken. */
export type CastBallot = z.output<typeof castBallotInput> & { id: string; pollId: string; commandId: string | null }

/** Casts a named ballot through the box, whose contract says what happens when repeated, changed, too late or not one's own. */
export async function castBallot(box: BallotBox, actor: Actor, input: CastBallot): Promise<Receipt> {
  const { id: meetingId, pollId, commandId, choice } = input
  if (commandId === null) return refuse('invalid', 'operation_id_missing')
  return box.cast({ meetingId, pollId, choice, commandId, postId: actor.postId, personId: actor.personId })
}
