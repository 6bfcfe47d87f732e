import { z } from 'zod'
import { postsByIds } from '#server/identity/door.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { SeatInput } from './member.queries.ts'

/** Seats as a screen sends them: in the order in which they are shown; who is invited has no vote. */
export const seatsInput = z
  .array(
    z.object({
      postId: z.uuid(),
      part: z.enum(['chair', 'secretary', 'member', 'invited']),
      /** Unless said otherwise the chair and the members vote. */
      mayVote: z.boolean().optional(),
    }),
  )
  .max(2000)

/** The seats with their places and votes filled in, numbered on from `after`. */
export function seatsFrom(input: z.output<typeof seatsInput>, after = 0): SeatInput[] {
  return input.map(({ postId, part, mayVote }, index) => ({
    postId,
    part,
    mayVote: part !== 'invited' && (mayVote ?? part !== 'secretary'),
    position: after + index + 1,
  }))
}

/** Refuses `unknown_post` when one of the posts does not exist. */
export async function checkPosts(tx: Tx, seats: SeatInput[]): Promise<void> {
  const ids = new Set(seats.map(({ postId }) => postId))
  const found = await postsByIds(tx, [...ids])
  if (found.length !== ids.size) refuse('invalid', 'unknown_post')
}
