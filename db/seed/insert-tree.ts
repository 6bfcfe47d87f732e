import { numberBooks, numberCounters } from '#db/documents/schema.ts'
import { agencies, people, posts, signingAuthorities, units } from '#db/identity/schema.ts'
import type { Tx } from '#server/kernel/house.ts'
import type { TreeRows } from './rows-of-tree.ts'

/** Writes the rows of a tree of agencies; each table in one statement. */
export async function insertTree(tx: Tx, rows: TreeRows): Promise<void> {
  await tx.insert(agencies).values(rows.agencies)
  await tx.insert(units).values(rows.units)
  await tx.insert(people).values(rows.people)
  await tx.insert(posts).values(rows.posts)
  await tx.insert(signingAuthorities).values(rows.signingAuthorities)
  await tx.insert(numberBooks).values(rows.numberBooks)
  if (rows.numberCounters.length > 0) await tx.insert(numberCounters).values(rows.numberCounters)
}
