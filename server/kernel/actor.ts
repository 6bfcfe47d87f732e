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
  | 'system'

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

const nobody = '00000000-0000-0000-0000-000000000000'

/** The server itself at work for an agency: deliveries, reminders, renewals. It has no session and no post. */
export function systemActor(agencyId: string): Actor {
  return {
    personId: nobody,
    personName: 'eCabinet',
    postId: nobody,
    title: 'Hệ thống',
    role: 'system',
    agencyId,
    unitId: null,
    inOffice: false,
    sessionId: '',
  }
}
