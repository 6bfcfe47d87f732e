import { agencyById } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { type JournalExcerpt, journalExcerpt } from '#server/kernel/journal-excerpt.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { perform } from '#server/kernel/unit-of-work.ts'
import { type EvidencePart, gatherEvidence, packBundle } from '#server/signing/door.ts'
import { arrivalVisibleTo } from './arrival.queries.ts'
import { mayTakeArrivalEvidence } from './arrivals.permissions.ts'
import { documentVisibleTo, fileNameOf } from './document.queries.ts'
import { mayTakeEvidence } from './documents.permissions.ts'

/** A bundle on its way out, piece by piece. */
export interface TakenEvidence {
  pieces: Iterable<Uint8Array>
  name: string
}

type Subject = {
  kind: 'document' | 'arrival'
  id: string
  code: string
  title: string
  agencyId: string
  sha256: string
}

/**
 * The evidence bundle of an outgoing document: its file, what the file proves itself by, every stored finding, and the journal
 * of the document, of which the taking is the last row. Refuses `not_found`, also before there is a file, and `forbidden`.
 */
export async function takeDocumentEvidence(house: House, actor: Actor, id: string): Promise<TakenEvidence> {
  const document = await documentVisibleTo(house.db, actor, id)
  if (!mayTakeEvidence(actor, document)) return refuse('forbidden', 'forbidden')
  const { code, symbol, subject: title, agencyId, fileSha256 } = document
  if (fileSha256 === null) return refuse('not_found', 'not_found')
  const subject = { kind: 'document' as const, id, code: code ?? symbol, title, agencyId, sha256: fileSha256 }
  return take(house, actor, subject)
}

/** The same for an arrival: the file as it came, and the journal of its way through this agency. */
export async function takeArrivalEvidence(house: House, actor: Actor, id: string): Promise<TakenEvidence> {
  const arrival = await arrivalVisibleTo(house.db, actor, id)
  if (!mayTakeArrivalEvidence(actor, arrival)) return refuse('forbidden', 'forbidden')
  const { code, subject: title, agencyId, fileSha256: sha256 } = arrival
  return take(house, actor, { kind: 'arrival', id, code, title, agencyId, sha256 })
}

/** Gathered before it is written down: what cannot be given was not taken. */
async function take(house: House, actor: Actor, subject: Subject): Promise<TakenEvidence> {
  const { kind, id, code, title, sha256 } = subject
  const parts = await gatherEvidence(house, sha256)
  const stream = `${kind}:${id}`
  const command = { key: null, intent: `takeEvidence ${stream}` }
  await perform(house, actor, command, async (work) => {
    work.record({ stream, act: `${kind}.takeEvidence`, data: { sha256 } })
  })
  const excerpt = await journalExcerpt(house.db, stream)
  const { name: agency } = await agencyById(house.db, subject.agencyId)
  const about = { subject: { kind, id, code, title }, agency, madeAt: house.clock.now() }
  const journal = { stream, head: excerpt.head }
  return {
    pieces: packBundle({ ...about, journal }, [...parts, ...journalParts(excerpt)]),
    name: `chung-cu-${fileNameOf(code).replace(/\.pdf$/, '')}.zip`,
  }
}

function journalParts({ rows, seals }: JournalExcerpt): EvidencePart[] {
  const lines = rows.map((row) => `${JSON.stringify({ ...row, at: row.at.toISOString() })}\n`).join('')
  return [
    { path: 'journal.jsonl', role: 'journal', bytes: Buffer.from(lines) },
    { path: 'seals.json', role: 'seals', bytes: Buffer.from(JSON.stringify(seals, null, 1)) },
  ]
}
