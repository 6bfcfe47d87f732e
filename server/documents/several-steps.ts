import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { type Command, perform, type Work } from '#server/kernel/unit-of-work.ts'

/**
 * An act that needs slow work between two transactions, such as a signature: `before` looks without a transaction whether it is
 * worth beginning, `begin` checks and reserves, `between` runs with no lock open, `finish` makes it true. Each half is repeated without a second effect under the caller's
 * key; a crash in between leaves what `begin` wrote, and a new call goes on from there.
 */
export type SeveralSteps<Begun, Made, Answer> = {
  before?(): Promise<void>
  begin(work: Work): Promise<Begun>
  between(begun: Begun): Promise<Made>
  finish(work: Work, begun: Begun, made: Made): Promise<Answer>
}

/** Runs the steps, or gives the answer that the same command got before. */
export async function performInSteps<Begun, Made, Answer>(
  ground: { house: House; actor: Actor; command: Command },
  steps: SeveralSteps<Begun, Made, Answer>,
): Promise<Answer> {
  const { house, actor, command } = ground
  const earlier = await earlierAnswer<Answer>(ground)
  if (earlier) return earlier.value
  await steps.before?.()
  const first = { ...command, key: command.key === null ? null : `${command.key}.begin` }
  const begun = await perform(house, actor, first, steps.begin)
  const made = await steps.between(begun)
  return perform(house, actor, command, (work) => steps.finish(work, begun, made))
}

class NotYet extends Error {}

async function earlierAnswer<Answer>(ground: {
  house: House
  actor: Actor
  command: Command
}): Promise<{ value: Answer } | null> {
  const { house, actor, command } = ground
  if (command.key === null) return null
  try {
    return { value: await perform<Answer>(house, actor, command, () => Promise.reject(new NotYet())) }
  } catch (error) {
    if (error instanceof NotYet) return null
    throw error
  }
}
