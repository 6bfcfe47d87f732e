import { z } from 'zod'
import { agenciesByIds } from '#server/identity/door.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { line } from '#server/kernel/text-input.ts'

/** An agenda item as a screen sends it; `minutes` is the planned length. */
export const itemInput = z.object({
  title: line(500),
  leadAgencyId: z.uuid().nullable().default(null),
  minutes: z.number().int().min(1).max(600).default(15),
})

/** Refuses `unknown_agency` when one of the agencies does not exist. */
export async function checkAgencies(tx: Tx, agencyIds: readonly (string | null)[]): Promise<void> {
  const ids = new Set(agencyIds.filter((id) => id !== null))
  const found = await agenciesByIds(tx, [...ids])
  if (found.length !== ids.size) refuse('invalid', 'unknown_agency')
}
