import { agencyById } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { arrivalDetailFor } from './arrival-detail.queries.ts'

/**
 * The handling slip (phiếu giải quyết văn bản đến) as its three parts: the leader's direction, the head's assignment of persons,
 * what the handlers proposed. It is the printable form of the current tree. Refuses `not_found`.
 * @law ND30 PL IV.VII
 */
export async function handlingSlipFor(tx: Tx, actor: Actor, of: { id: string; now: Date }) {
  const detail = await arrivalDetailFor(tx, actor, of)
  const { code, typeName, issuedOn, subject, senderName, number, numberYear, arrivedAt, urgency } = detail
  const current = detail.directions.find((direction) => direction.current)
  const parts = current?.tree.filter(({ state }) => state !== 'withdrawn' && state !== 'returned') ?? []
  const people = parts.flatMap((node) =>
    node.children.filter(({ state }) => state !== 'withdrawn' && state !== 'returned'),
  )
  const shown = (node: (typeof people)[number]) => ({
    role: node.role,
    unit: node.unit,
    person: node.person,
    dueAt: node.dueAt,
  })
  return {
    agencyName: (await agencyById(tx, detail.agencyId)).name,
    paper: { code, typeName, issuedOn, subject, senderName, number, numberYear, arrivedAt, urgency },
    leader: current
      ? { by: current.by, at: current.at, opinion: current.opinion, dueAt: current.dueAt, parts: parts.map(shown) }
      : null,
    heads: people.map((node) => ({ ...shown(node), by: node.givenBy, at: node.createdAt })),
    handlers: [...people, ...parts]
      .filter(({ note }) => note !== null)
      .map((node) => ({ ...shown(node), proposal: node.note, at: node.endedAt })),
  }
}
