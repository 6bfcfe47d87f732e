/** What a post may be; rights hang on it. */
export type PostRole =
  | 'chairman'
  | 'vice_chairman'
  | 'office_chief'
  | 'director'
  | 'unit_head'
  | 'specialist'
  | 'secretary'
  | 'clerk'
  | 'admin'

/** Who acts: a person at a post of an agency, in a session, perhaps on somebody's behalf. */
export type Actor = {
  personId: string
  personName: string
  postId: string
  /** "Phó Chủ tịch", as people see it. */
  title: string
  role: PostRole
  agencyId: string
  unitId: string | null
  /** True for posts of the unit that keeps the agency's registers and checks form. */
  inOffice: boolean
  sessionId: string
  onBehalfOf?: string
}
