import { agencyGroupMembers, agencyGroups } from '#db/identity/schema.ts'
import type { Tx } from '#server/kernel/house.ts'
import { agencyIdOf } from './rows-of-tree.ts'
import { seedId } from './seed-ids.ts'
import type { SeedAgency } from './seed-tree.ts'

/** A recipient group as it is printed under "Nơi nhận". */
export type SeedGroup = { name: string; members: readonly SeedAgency[] }

/** Writes the picker's groups of one owner in the given order. */
export async function insertGroups(tx: Tx, ownerCode: string, groups: readonly SeedGroup[]): Promise<void> {
  const ownerAgencyId = agencyIdOf(ownerCode)
  const rows = groups.map(({ name }, position) => ({ id: seedId('group', name), ownerAgencyId, name, position }))
  await tx.insert(agencyGroups).values(rows)
  const members = groups.flatMap(({ name, members: list }) =>
    list.map(({ code }) => ({ groupId: seedId('group', name), agencyId: agencyIdOf(code) })),
  )
  await tx.insert(agencyGroupMembers).values(members)
}
