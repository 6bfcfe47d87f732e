import { open } from 'node:fs/promises'
import { refuse } from '#server/kernel/refusal.ts'
import type { FileKind } from './media-types.rules.ts'
import { runConfined } from './run-confined.ts'

/** What is known of a file before anybody trusts it. `text` is NFC, of the first pages, at most 20,000 characters. */
export type Inspection = {
  kind: FileKind
  mediaType: string
  /** Null for DOCX: pages exist only after conversion. */
  pages: number | null
  text: string
  /** Signatures with a value; nobody has checked them yet. */
  signatures: number
  /** Files inside the file. */
  attachments: number
  /** Names a typeface of the old 8-bit encodings (TCVN3 `.Vn…`, `VNI-…`): the text is not Unicode. */
  legacyFonts: boolean
}

/** What the confined script answers. */
export type InspectionAnswer =
  { found: Inspection } | { refused: { code: 'invalid'; reason: string; data: Record<string, string | number> } }

const timeout_ms = 30_000
const data_bytes = 450_000_000

/**
 * Looks into a file by its content, never by its name, in a confined process. Refuses `file_empty`, `file_too_large`,
 * `file_type_not_accepted` (neither PDF nor DOCX), `file_encrypted`, `file_has_script` (JavaScript, launch actions, XFA,
 * macros, remote templates), `file_unreadable` (truncated, malformed, path tricks) and `file_too_heavy` (bombs).
 */
export async function inspectFile(file: { path: string; limit_bytes: number }): Promise<Inspection> {
  const kind = await sniff(file)
  const { stdout } = await runConfined({
    script: new URL('./inspect-file.child.ts', import.meta.url),
    args: [kind, file.path],
    readable: [file.path],
    timeout_ms,
    data_bytes,
  })
  const answer = JSON.parse(stdout.toString()) as InspectionAnswer
  if ('refused' in answer) refuse(answer.refused.code, answer.refused.reason, answer.refused.data)
  return answer.found
}

async function sniff({ path, limit_bytes }: { path: string; limit_bytes: number }): Promise<FileKind> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    if (size === 0) refuse('invalid', 'file_empty')
    if (size > limit_bytes) refuse('invalid', 'file_too_large', { limit_mb: Math.round(limit_bytes / 104_857.6) / 10 })
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0)
    return kindOf(buffer.subarray(0, bytesRead))
  } finally {
    await file.close()
  }
}

const zipStart = Buffer.from('PK\u0003\u0004', 'latin1')
/** The container of old Word files, and of new ones with a password. */
const compoundStart = Buffer.from('D0CF11E0A1B11AE1', 'hex')

function kindOf(start: Buffer): FileKind {
  if (start.subarray(0, 5).toString('latin1') === '%PDF-') return 'pdf'
  if (start.subarray(0, 4).equals(zipStart)) return 'docx'
  const encrypted =
    start.subarray(0, 8).equals(compoundStart) && start.includes(Buffer.from('EncryptedPackage', 'utf16le'))
  return refuse('invalid', encrypted ? 'file_encrypted' : 'file_type_not_accepted')
}
