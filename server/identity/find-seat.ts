import type { Sql } from 'postgres'
import { type SessionSeat, seatsOf } from './session.queries.ts'

type Asked = { id: string; at: Date; settle(seat: SessionSeat | null): void; fail(error: unknown): void }

const gathered = new WeakMap<Sql, Asked[]>()

/**
 * The seat behind a token's hash, read anew for every request, expired or not; null where there is none. Requests that arrive in
 * one turn of the event loop share one query: when a thousand vote at once, asking who they are would cost more than
 * writing their ballots.
 */
export function findSeat(pg: Sql, id: string, at: Date): Promise<SessionSeat | null> {
  return new Promise((settle, fail) => {
    const asked = gathered.get(pg) ?? gather(pg)
    asked.push({ id, at, settle, fail })
  })
}

function gather(pg: Sql): Asked[] {
  const asked: Asked[] = []
  gathered.set(pg, asked)
  setImmediate(() => {
    gathered.delete(pg)
    void answer(pg, asked)
  })
  return asked
}

async function answer(pg: Sql, asked: Asked[]): Promise<void> {
  try {
    const ids = [...new Set(asked.map(({ id }) => id))]
    const seats = await seatsOf(pg, ids, asked.at(-1)!.at)
    const found = new Map(seats.map((seat) => [seat.sessionId, seat]))
    for (const { id, settle } of asked) settle(found.get(id) ?? null)
  } catch (error) {
    for (const { fail } of asked) fail(error)
  }
}
