import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'

type Staff = InferResponseType<(typeof api.agencies)[':id']['posts']['$get']>
/** A unit with its people. */
export type StaffUnit = Staff['units'][number]
/** One of its people. */
export type StaffPost = StaffUnit['posts'][number]

/** The units of an agency and who works there, as the sheets of direction and assignment show them. */
export class StaffOf {
  units = $state.raw<readonly StaffUnit[]>([])

  async load(agencyId: string): Promise<void> {
    const { units } = await ask(api.agencies[':id'].posts.$get({ param: { id: agencyId } }))
    this.units = units
  }

  /** The people of a unit but for one post: nobody assigns a part to himself. */
  peopleOf(unitId: string | null, without: string | undefined): readonly StaffPost[] {
    const unit = this.units.find(({ id }) => id === unitId)
    return unit?.posts.filter(({ id, role }) => id !== without && role !== 'admin') ?? []
  }
}
