import { firstHash, journalHash } from '#server/kernel/journal.ts'
import type { Problem } from '../verify/report.ts'
import { z } from 'zod'
import { bundleSeals, type BundleManifest } from './bundle-manifest.ts'
import { parseJson } from './read-bundle.ts'

const text = z.string().nullable()
const row = z.object({
  stream: z.string(),
  seq: z.int(),
  at: z.iso.datetime().transform((at) => new Date(at)),
  act: z.string(),
  ...{ personId: text, postId: text, agencyId: text, onBehalfOf: text, basis: text },
  data: z.record(z.string(), z.unknown()),
  ...{ previousHash: z.string(), hash: z.string() },
})

/**
 * Recomputes the hash chain of a journal excerpt from its first row on, and holds its rows against the head in the manifest and
 * against the daily seals. Names the first row that does not agree.
 */
export function checkJournal(lines: Buffer, seals: Buffer | undefined, { journal }: BundleManifest): Problem[] {
  const hashes = new Map([[0, firstHash]])
  let seq = 0
  for (const line of lines.toString('utf8').split('\n').filter(Boolean)) {
    const read = row.safeParse(parseJson(line))
    if (!read.success) return [{ code: 'journal_malformed', detail: `row ${seq + 1}` }]
    const { hash, ...fields } = read.data
    seq += 1
    if (fields.seq !== seq || fields.stream !== journal.stream)
      return [{ code: 'journal_row_missing', detail: `row ${seq}` }]
    if (fields.previousHash !== hashes.get(seq - 1) || journalHash(fields) !== hash)
      return [{ code: 'journal_row_changed', detail: `row ${seq}` }]
    hashes.set(seq, hash)
  }
  const ends = journal.head.seq === seq && hashes.get(seq) === journal.head.hash
  return [...(ends ? [] : [differs('the manifest')]), ...checkSeals(seals, hashes)]
}

function checkSeals(seals: Buffer | undefined, hashes: Map<number, string>): Problem[] {
  if (!seals) return []
  const read = bundleSeals.safeParse(parseJson(seals))
  if (!read.success) return [{ code: 'journal_malformed', detail: 'seals.json' }]
  return read.data
    .filter(({ head }) => hashes.get(head.seq) !== head.hash)
    .map(({ day }) => differs(`the seal of ${day}`))
}

const differs = (what: string): Problem => ({ code: 'journal_head_differs', detail: what })
