import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { storePreferences } from './person.queries.ts'

const largest_bytes = 16_000

/** Signs that a JSON column does not take: 0 bytes and halves of surrogate pairs, as JSON writes them. */
const unstorable = /\\u(?:0000|d[89a-f])/

/** Display and key settings; their meaning belongs to the client. */
export const setPreferencesInput = z.object({
  settings: z
    .record(z.string().max(100), z.json())
    .refine((settings) => !unstorable.test(JSON.stringify(settings)), 'text_forbidden_characters'),
})

/** Keeps the person's settings so that they follow to every device. Replaces all of them. */
export async function setPreferences(work: Work, { settings }: z.output<typeof setPreferencesInput>) {
  if (Buffer.byteLength(JSON.stringify(settings)) > largest_bytes) refuse('invalid', 'preferences_too_large')
  await storePreferences(work.tx, work.actor.personId, settings)
  return { settings }
}
