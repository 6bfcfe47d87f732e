import type { agencies, signingAuthorities } from '#db/identity/schema.ts'
import type { HeldRole } from '#server/identity/door.ts'

type AgencyRow = typeof agencies.$inferInsert
type AuthorityRow = typeof signingAuthorities.$inferInsert

/** How a post signs: the line of competence, the title printed below it where one is, and for whom. */
export type SignsAs = Pick<AuthorityRow, 'competence' | 'printedTitle' | 'onBehalfOf'>

/** A post and who holds it. The same `userName` twice is one person with two posts. */
export type SeedPost = {
  title: string
  role: HeldRole
  userName: string
  signs?: SignsAs
}

export type SeedUnit = { name: string; symbol: string; isOffice?: boolean; posts: SeedPost[] }

/** An agency with its units, posts and number books, as a page of a directory would print it. */
export type SeedAgency = Pick<AgencyRow, 'name' | 'shortName' | 'symbol' | 'levelCode' | 'place' | 'kind'> & {
  /** After QĐ 20/2020, level 1 first: `H01.02`. Codes below H01 are invented (DEMO). */
  code: string
  /** The code of the agency above it. */
  parent?: string
  /** The last day that it existed. */
  validTo?: string
  units: SeedUnit[]
  /** Outgoing books beside the general one, and where counting stands: `[name, type codes, last number]`. */
  books?: [name: string, typeCodes: string[], last: number][]
}

/** `H01.02` of QĐ 20/2020 as QCVN 102 writes it: `000.00.02.H01`. */
export function code102Of(code: string): string {
  const groups = code.split('.').reverse()
  return [...Array.from({ length: 4 - groups.length }, (_, at) => (at === 0 ? '000' : '00')), ...groups].join('.')
}

/** Signs in the own name of the head: `GIÁM ĐỐC`. */
export const signsAs = (competence: string): SignsAs => ({ competence, printedTitle: '', onBehalfOf: null })

/** Signs for the head: `KT. GIÁM ĐỐC`, below it `PHÓ GIÁM ĐỐC`; `TL.` where a head of office signs by order. */
export function signsFor(kind: 'KT.' | 'TL.', head: string, printedTitle: string): SignsAs {
  return { competence: `${kind} ${head.toLocaleUpperCase('vi')}`, printedTitle, onBehalfOf: head }
}
