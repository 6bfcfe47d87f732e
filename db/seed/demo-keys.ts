import { eq, sql } from 'drizzle-orm'
import { agencies, people, posts, signingAuthorities } from '#db/identity/schema.ts'
import { installation } from '#db/kernel/schema.ts'
import { demoSecrets } from '#server/identity/door.ts'
import type { House, Tx } from '#server/kernel/house.ts'
import { type DemoSigner, seedDemoKeys } from '#server/signing/door.ts'
import { roleAccounts } from './role-accounts.ts'

const seededKey = 'demo_keys'

/**
 * Gives every role account that may sign a certificate of a made-up authority, and every agency whose clerk has an account a
 * seal. Answers false, and changes nothing, where that is done already; of several that start at once one does it.
 */
export async function seedKeys(house: House): Promise<boolean> {
  const { pin } = await demoSecrets(house.config.dataDir)
  return house.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${seededKey}, 0))`)
    const [earlier] = await tx.select().from(installation).where(eq(installation.key, seededKey))
    if (earlier) return false
    await seedDemoKeys(house, tx, [...(await signers(tx)), ...(await sealedAgencies(tx))], pin)
    await tx.insert(installation).values({ key: seededKey, value: house.clock.now().toISOString() })
    return true
  })
}

async function signers(tx: Tx): Promise<DemoSigner[]> {
  const rows = await tx
    .selectDistinctOn([people.id], { id: people.id, name: people.fullName, title: posts.title, agency: agencies.name })
    .from(people)
    .innerJoin(posts, eq(posts.personId, people.id))
    .innerJoin(signingAuthorities, eq(signingAuthorities.postId, posts.id))
    .innerJoin(agencies, eq(agencies.id, posts.agencyId))
    .where(sql`${people.userName} in ${[...roleAccounts]}`)
  return rows.map(({ id, name, title, agency }) => ({ holder: 'person', holderId: id, name, title, agency }))
}

async function sealedAgencies(tx: Tx): Promise<DemoSigner[]> {
  const rows = await tx
    .selectDistinctOn([agencies.id], { agency: agencies })
    .from(people)
    .innerJoin(posts, eq(posts.personId, people.id))
    .innerJoin(agencies, eq(agencies.id, posts.agencyId))
    .where(sql`${posts.role} = 'clerk' and ${people.userName} in ${[...roleAccounts]}`)
  return rows.map(({ agency: { id, name, shortName, codeQd20 } }) => {
    return { holder: 'agency', holderId: id, name, shortName, code: codeQd20 }
  })
}
