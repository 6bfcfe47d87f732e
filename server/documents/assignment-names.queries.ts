import { and, eq, inArray } from 'drizzle-orm'
import { assignments } from '#db/documents/arrivals.schema.ts'
import { postsByIds, unitsByIds } from '#server/identity/door.ts'
import type { Tx } from '#server/kernel/house.ts'

/** Names of the units and posts that rows point at; null for none. The caller has shown that the rows are visible. */
export async function namesFor(tx: Tx, ids: { units: (string | null)[]; posts: (string | null)[] }) {
  const given = (list: (string | null)[]) => list.filter((id) => id !== null)
  const [units, posts] = await Promise.all([unitsByIds(tx, given(ids.units)), postsByIds(tx, given(ids.posts))])
  const unitNames = new Map(units.map(({ id, name }) => [id, name]))
  const seats = new Map(posts.map((post) => [post.id, { fullName: post.fullName, title: post.title }]))
  return {
    unit: (id: string | null) => (id === null ? null : (unitNames.get(id) ?? null)),
    /** Acts of the server itself have no post. */
    post: (id: string | null) => (id === null ? null : (seats.get(id) ?? { fullName: 'eCabinet', title: 'Hệ thống' })),
  }
}

/** The lead unit's name for each arrival that has one now. */
export async function leadUnitsOf(tx: Tx, arrivalIds: string[]): Promise<Map<string, string>> {
  if (arrivalIds.length === 0) return new Map()
  const leads = await tx
    .select({ arrivalId: assignments.arrivalId, unitId: assignments.unitId, parentId: assignments.parentId })
    .from(assignments)
    .where(
      and(
        inArray(assignments.arrivalId, arrivalIds),
        eq(assignments.role, 'lead'),
        inArray(assignments.state, ['open', 'in_progress', 'done']),
      ),
    )
  const roots = leads.filter(({ parentId }) => parentId === null)
  const names = await namesFor(tx, { units: roots.map(({ unitId }) => unitId), posts: [] })
  return new Map(roots.map(({ arrivalId, unitId }) => [arrivalId, names.unit(unitId) ?? '']))
}
