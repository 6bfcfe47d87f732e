import { asc, eq } from 'drizzle-orm'
import { arrivalActs } from '#db/documents/arrivals.schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { repliesVisibleTo } from './answered.queries.ts'
import { type Arrival, arrivalVisibleTo, duplicatesOf } from './arrival.queries.ts'
import { arrivalCan, assignmentCan } from './arrivals.permissions.ts'
import { type Assignment, assignmentsOf, type Direction, directionsOf } from './assignment.queries.ts'
import { namesFor } from './assignment-names.queries.ts'
import { assignmentRoles, isOpen } from './assignment.rules.ts'
import { calendarFrom } from './calendar.queries.ts'
import { latenessOf } from './deadline.rules.ts'

type Names = Awaited<ReturnType<typeof namesFor>>

/**
 * Everything that the actor may know of one arrival: the paper, the verification's overall word, papers that look the same,
 * the directions with their trees (the current one first), the timeline, and what he can do now. Refuses `not_found`.
 */
export async function arrivalDetailFor(tx: Tx, actor: Actor, of: { id: string; now: Date }) {
  const arrival = await arrivalVisibleTo(tx, actor, of.id)
  const [nodes, given, acts] = await Promise.all([
    assignmentsOf(tx, arrival.id),
    directionsOf(tx, arrival.id),
    timelineOf(tx, arrival.id),
  ])
  const names = await namesFor(tx, {
    units: nodes.map(({ unitId }) => unitId),
    posts: [
      ...nodes.flatMap(({ postId, createdByPostId }) => [postId, createdByPostId]),
      ...[...given, ...acts].map(({ postId }) => postId),
    ],
  })
  const show = nodeShower(actor, names, nodes)
  return {
    ...paperOf(arrival),
    lateness: latenessOf(arrival.dueAt, arrival.doneAt ?? of.now, await calendarFrom(tx, of.now)),
    can: arrivalCan(actor, arrival),
    replies: await repliesVisibleTo(tx, actor, arrival.id),
    duplicates: arrival.state === 'arrived' ? await duplicatesOf(tx, arrival) : [],
    directions: given.toReversed().map((direction) => showDirection(direction, { names, nodes, show })),
    timeline: acts.map(({ postId, ...act }) => ({ ...act, by: names.post(postId) })),
  }
}

/** What the paper itself says, and where it stands. */
function paperOf(arrival: Arrival) {
  const { searchFold: _, codeKey: __, toldCode: ___, updatedByPostId: ____, numberBookId: _____, ...paper } = arrival
  return paper
}

/** Every act on an arrival, oldest first. */
async function timelineOf(tx: Tx, arrivalId: string) {
  const { ordinal, act, fromState, toState, assignmentId, text, postId, at } = arrivalActs
  return tx
    .select({ ordinal, act, fromState, toState, assignmentId, text, postId, at })
    .from(arrivalActs)
    .where(eq(arrivalActs.arrivalId, arrivalId))
    .orderBy(asc(ordinal))
}

type Shown = ReturnType<ReturnType<typeof nodeShower>>
type Branch = Shown & { children: Shown[] }

function nodeShower(actor: Actor, names: Names, all: Assignment[]) {
  const delegated = (id: string) => all.some(({ parentId, state }) => parentId === id && isOpen(state))
  return (node: Assignment) => {
    const { id, parentId, role, unitId, postId, state, dueAt, note, revision, createdAt, startedAt, endedAt } = node
    return {
      ...{ id, parentId, role, unitId, postId, state, dueAt, note, revision, createdAt, startedAt, endedAt },
      unit: names.unit(unitId),
      person: names.post(postId),
      givenBy: names.post(node.createdByPostId),
      can: assignmentCan(actor, node, delegated(id)),
    }
  }
}

/** The lead first, then who coordinates, then who is informed. */
const byRole = (a: Assignment, b: Assignment) => assignmentRoles.indexOf(a.role) - assignmentRoles.indexOf(b.role)

type Ground = { names: Names; nodes: Assignment[]; show: (node: Assignment) => Shown }

function showDirection(direction: Direction, { names, nodes, show }: Ground) {
  const { id, opinion, dueAt, at, current } = direction
  const own = nodes.filter(({ directionId }) => directionId === id).toSorted(byRole)
  const below = (parentId: string | null) => own.filter((node) => node.parentId === parentId).map(show)
  const tree: Branch[] = below(null).map((node) => ({ ...node, children: below(node.id) }))
  return { id, opinion, dueAt, at, current, by: names.post(direction.postId), tree }
}
