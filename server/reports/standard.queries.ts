import { lte } from 'drizzle-orm'
import { penaltyRules, targets } from '#db/reports/schema.ts'
import { levels } from '#db/identity/schema.ts'
import type { Tx } from '#server/kernel/house.ts'
import type { LegalDay } from '#server/kernel/working-calendar.rules.ts'

/** Targets, thresholds and levels that began by that day. They are law and visible to everybody. */
export async function standardsBy(tx: Tx, day: LegalDay) {
  const [goals, penalties, ranks] = await Promise.all([
    tx.select().from(targets).where(lte(targets.validFrom, day)),
    tx.select().from(penaltyRules).where(lte(penaltyRules.validFrom, day)),
    tx.select().from(levels).orderBy(levels.rank),
  ])
  return { targets: goals, penaltyRules: penalties, levels: ranks }
}
