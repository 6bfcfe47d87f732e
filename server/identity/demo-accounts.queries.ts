import { eq, sql } from 'drizzle-orm'
import { agencies, people, posts, units } from '#db/identity/schema.ts'
import { installation } from '#db/kernel/schema.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { demoSecrets } from './demo-secrets.ts'

/** Under this key the seed writes the demo's role accounts, a JSON list of user names in the order of the story. */
export const demoAccountsKey = 'demo_accounts'

/** A role account for a one-tap button: who it is and what it does in the story. */
export type DemoAccount = {
  userName: string
  fullName: string
  title: string
  unitName: string | null
  agencyName: string
  agencyShortName: string
}

/**
 * The role accounts with their common password and the PIN of their signing keys, for the login page and the table that
 * the demo prints. Refuses `not_found` where this is no demo.
 */
export async function demoAccounts(house: House): Promise<{ password: string; pin: string; accounts: DemoAccount[] }> {
  if (!house.config.demo) return refuse('not_found', 'not_found')
  const [list] = await house.db.select().from(installation).where(eq(installation.key, demoAccountsKey))
  const names = list ? (JSON.parse(list.value) as string[]) : []
  const found = await seatsOf(house, names)
  const accounts = names.flatMap((name) => found.find((account) => account.userName === name) ?? [])
  return { ...(await demoSecrets(house.config.dataDir)), accounts }
}

async function seatsOf(house: House, names: string[]): Promise<DemoAccount[]> {
  if (names.length === 0) return []
  return house.db
    .select({
      userName: people.userName,
      fullName: people.fullName,
      title: posts.title,
      unitName: units.name,
      agencyName: agencies.name,
      agencyShortName: agencies.shortName,
    })
    .from(people)
    .innerJoin(posts, eq(posts.personId, people.id))
    .innerJoin(agencies, eq(agencies.id, posts.agencyId))
    .leftJoin(units, eq(units.id, posts.unitId))
    .where(sql`${people.userName} in ${names}`)
    .orderBy(agencies.position, posts.position)
}
