import { z } from 'zod'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const head = z.object({ seq: z.int().min(0), hash: sha256 })

/** What a part is. `archive` is the archive copy: the document with what was added to make it last behind it. */
const ROLES = [
  'document',
  'archive',
  'certificate',
  'revocation',
  'timestamp',
  'report',
  'journal',
  'seals',
  'guide',
] as const

/**
 * `manifest.json` of an evidence bundle, version 1: what is in the bundle, each with its SHA-256, and where the journal of the
 * document ended. A later version gets another `format` and keeps this one readable.
 */
export const bundleManifest = z.object({
  format: z.literal('ecabinet-evidence/1'),
  /** When the bundle was made, ISO. */
  madeAt: z.string(),
  subject: z.object({ kind: z.enum(['document', 'arrival']), id: z.uuid(), code: z.string(), title: z.string() }),
  agency: z.string(),
  /** The stream whose rows are in `journal.jsonl`, and its last row. */
  journal: z.object({ stream: z.string(), head }),
  files: z.array(
    z.object({
      path: z.string().max(200),
      role: z.enum(ROLES),
      sha256,
      size_bytes: z.int().min(0),
    }),
  ),
})

export type BundleManifest = z.output<typeof bundleManifest>

/** `seals.json`: the daily seals that name the stream, with the row that each found at its end. */
export const bundleSeals = z.array(z.object({ day: z.string(), root: sha256, previousRoot: sha256, head }))
