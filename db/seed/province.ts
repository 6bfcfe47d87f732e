import { eq, sql } from 'drizzle-orm'
import { installation } from '#db/kernel/schema.ts'
import { demoAccountsKey, demoSecrets, hashPassword, unusablePassword } from '#server/identity/door.ts'
import type { House, Tx } from '#server/kernel/house.ts'
import { legalDay } from '#server/kernel/working-calendar.rules.ts'
import { insertGroups } from './agency-groups.ts'
import { committee } from './an-giang-committee.ts'
import { departments, otherAgencies } from './an-giang-departments.ts'
import { communes, districts } from './an-giang-localities.ts'
import { insertReference } from './insert-reference.ts'
import { insertTree } from './insert-tree.ts'
import { roleAccounts } from './role-accounts.ts'
import { rowsOfTree } from './rows-of-tree.ts'

/** An Giang as it was in 2020, with invented people: every agency of the demo, in protocol order. */
export const anGiang = [committee, ...departments, ...otherAgencies, ...districts, ...communes]

const seededKey = 'demo_province'

/**
 * Fills an empty database with the demo province. Answers false, and changes nothing, where it is there already; of
 * several that start at once one seeds and the others wait. Only the role accounts can log in, with the demo's password.
 */
export async function seedProvince(house: House): Promise<boolean> {
  const { password } = await demoSecrets(house.config.dataDir)
  return house.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${seededKey}, 0))`)
    const [earlier] = await tx.select().from(installation).where(eq(installation.key, seededKey))
    if (earlier) return false
    await seed(tx, house.clock.now(), await hashPassword(password))
    return true
  })
}

async function seed(tx: Tx, at: Date, roleHash: string): Promise<void> {
  const roles = new Set<string>(roleAccounts)
  const year = Number(legalDay(at).slice(0, 4))
  const passwordHashOf = (userName: string) => (roles.has(userName) ? roleHash : unusablePassword)
  await insertReference(tx)
  await insertTree(tx, rowsOfTree(anGiang, { at, year, passwordHashOf }))
  await insertGroups(tx, committee.code, [
    { name: 'Các sở, ban, ngành tỉnh', members: departments },
    { name: 'UBND các huyện, thị xã, thành phố', members: districts },
    { name: 'UBND các xã, phường, thị trấn', members: communes },
  ])
  await tx.insert(installation).values([
    { key: seededKey, value: 'an-giang-2020' },
    { key: demoAccountsKey, value: JSON.stringify(roleAccounts) },
  ])
}
