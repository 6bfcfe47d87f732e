import { insertReference } from '#db/seed/insert-reference.ts'
import { insertTree } from '#db/seed/insert-tree.ts'
import { anGiang } from '#db/seed/province.ts'
import { agencyIdOf, rowsOfTree } from '#db/seed/rows-of-tree.ts'
import type { SeedAgency } from '#db/seed/seed-tree.ts'
import { unusablePassword } from '#server/identity/door.ts'
import type { House } from '#server/kernel/house.ts'

/** The provincial committee, which all others stand below. */
export const committeeId = agencyIdOf('H01')

/** The demo's province, filled up with invented communes to so many agencies. Nobody can log in; see `openSessions`. */
export async function seedWorld(house: House, agencies = anGiang.length): Promise<SeedAgency[]> {
  const tree = [...anGiang, ...Array.from({ length: agencies - anGiang.length }, (_, at) => inventedCommune(at))]
  const rows = rowsOfTree(tree, { at: house.clock.now(), year: 2020, passwordHashOf: () => unusablePassword })
  await insertReference(house.db)
  await insertTree(house.db, rows)
  return tree
}

/** A commune that exists nowhere, with the posts that every commune has. */
function inventedCommune(at: number): SeedAgency {
  const model = anGiang.findLast(({ kind }) => kind === 'commune')!
  const word = `mau${at}`
  const units = model.units.map((unit) => ({
    ...unit,
    posts: unit.posts.map((post) => ({ ...post, userName: post.userName.replace(/\.[^.]+$/, `.${word}`) })),
  }))
  const name = `xã Mẫu ${at + 1}`
  const names = { name: `Ủy ban nhân dân ${name}`, shortName: `UBND ${name}`, place: `Mẫu ${at + 1}` }
  return { ...model, ...names, code: `${model.parent}.M${at + 1}`, units }
}
