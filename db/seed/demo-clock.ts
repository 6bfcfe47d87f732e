import { installation } from '#db/kernel/schema.ts'
import { eq } from 'drizzle-orm'
import type { House } from '#server/kernel/house.ts'

const offsetKey = 'demo_clock_offset_ms'

/** The working day on which the demo's story begins: the day of letter 664. */
export const demoDay = '23/06/2020'
const storyStart = Date.parse('2020-06-23T08:00:00+07:00')

/** How far the demo's clock stands from the real one; fixed at the first start, so that the demo's days pass like real ones. */
export async function demoOffset(house: House): Promise<number> {
  const value = String(storyStart - Date.now())
  await house.db.insert(installation).values({ key: offsetKey, value }).onConflictDoNothing()
  const [row] = await house.db.select().from(installation).where(eq(installation.key, offsetKey))
  return Number(row!.value)
}
