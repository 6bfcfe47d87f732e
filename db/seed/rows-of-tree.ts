import type { numberBooks, numberCounters } from '#db/documents/schema.ts'
import type { agencies, people, posts, signingAuthorities, units } from '#db/identity/schema.ts'
import { nameSortKey } from '#server/kernel/vietnamese-text.ts'
import { inventedNames } from './invented-names.ts'
import { seedId } from './seed-ids.ts'
import { code102Of, type SeedAgency, type SeedPost, type SeedUnit } from './seed-tree.ts'

/** Rows of the tables of people and offices, in the order in which they can be inserted. */
export type TreeRows = {
  agencies: (typeof agencies.$inferInsert)[]
  units: (typeof units.$inferInsert)[]
  people: (typeof people.$inferInsert)[]
  posts: (typeof posts.$inferInsert)[]
  signingAuthorities: (typeof signingAuthorities.$inferInsert)[]
  numberBooks: (typeof numberBooks.$inferInsert)[]
  numberCounters: (typeof numberCounters.$inferInsert)[]
}

/** When it is written, in which year its books stand, and the password hash of each user name. */
export type TreeGround = { at: Date; year: number; passwordHashOf: (userName: string) => string }

/** Before everything that the demo tells of. */
const since = '2016-01-01'
const instrument = 'Quyết định phân công ký văn bản (dữ liệu minh họa)'

export const agencyIdOf = (code: string) => seedId('agency', code)
export const unitIdOf = (code: string, symbol: string) => seedId('unit', code, symbol)
export const personIdOf = (userName: string) => seedId('person', userName)
export const postIdOf = (code: string, userName: string) => seedId('post', code, userName)
export const bookIdOf = (code: string, name: string) => seedId('book', code, name)

/** Flattens a list of agencies into rows. Ids follow from codes and user names, names from the order. */
export function rowsOfTree(tree: readonly SeedAgency[], ground: TreeGround): TreeRows {
  const rows: TreeRows = {
    agencies: [],
    units: [],
    people: [],
    posts: [],
    signingAuthorities: [],
    numberBooks: [],
    numberCounters: [],
  }
  const names = inventedNames()
  tree.forEach((agency, position) => {
    rows.agencies.push(agencyRow(agency, position))
    pushBooks(rows, agency, ground.year)
    let place = 0
    agency.units.forEach((unit, at) => {
      rows.units.push(unitRow(agency, unit, at))
      for (const post of unit.posts) {
        if (!rows.people.some((person) => person.userName === post.userName))
          rows.people.push(personRow(post.userName, names.next().value as string, ground))
        rows.posts.push(postRow(post, { agency, unit, position: (place += 1) }))
        if (post.signs) rows.signingAuthorities.push(authorityRow(agency, post, post.signs))
      }
    })
  })
  return rows
}

function agencyRow(agency: SeedAgency, position: number) {
  const { code, parent, name, shortName, symbol, levelCode, place, kind, validTo = null } = agency
  const parentId = parent === undefined ? null : agencyIdOf(parent)
  const codes = { id: agencyIdOf(code), codeQd20: code, code102: code102Of(code), parentId }
  return { ...codes, name, shortName, symbol, levelCode, place, kind, position, validFrom: since, validTo }
}

function unitRow({ code }: SeedAgency, { name, symbol, isOffice = false }: SeedUnit, position: number) {
  return { id: unitIdOf(code, symbol), agencyId: agencyIdOf(code), name, symbol, isOffice, position, validFrom: since }
}

function personRow(userName: string, fullName: string, { at, passwordHashOf }: TreeGround) {
  const names = { userName, fullName, sortKey: nameSortKey(fullName) }
  return { id: personIdOf(userName), ...names, passwordHash: passwordHashOf(userName), createdAt: at }
}

function postRow(post: SeedPost, seat: { agency: SeedAgency; unit: SeedUnit; position: number }) {
  const { code } = seat.agency
  return {
    id: postIdOf(code, post.userName),
    personId: personIdOf(post.userName),
    agencyId: agencyIdOf(code),
    unitId: unitIdOf(code, seat.unit.symbol),
    title: post.title,
    role: post.role,
    position: seat.position,
    validFrom: since,
  }
}

function authorityRow({ code }: SeedAgency, { userName }: SeedPost, signs: NonNullable<SeedPost['signs']>) {
  return {
    id: seedId('authority', code, userName),
    postId: postIdOf(code, userName),
    ...signs,
    validFrom: since,
    instrument,
  }
}

function pushBooks(rows: TreeRows, { code, books = [] }: SeedAgency, year: number): void {
  const agencyId = agencyIdOf(code)
  const add = (kind: 'outgoing' | 'incoming', name: string, typeCodes: string[], last: number) => {
    const id = bookIdOf(code, name)
    rows.numberBooks.push({ id, agencyId, kind, name, typeCodes })
    if (last > 0) rows.numberCounters.push({ bookId: id, year, last })
  }
  for (const [name, typeCodes, last] of books) add('outgoing', name, typeCodes, last)
  add('outgoing', 'Sổ văn bản đi', [], 0)
  add('incoming', 'Sổ văn bản đến', [], 0)
}
