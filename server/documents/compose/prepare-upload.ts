import { convertToPdf, mediaTypes, runConfined } from '#server/files/door.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { FormNames } from './prepared-fields.ts'

/** An uploaded document in the shape that a composed one has: a PDF whose four fields wait, empty. */
export type PreparedUpload = { bytes: Uint8Array; pages: number }

const timeout_ms = 60_000
const data_bytes = 1_200_000_000
const output_bytes = 400_000_000

/**
 * Makes an inspected upload ready for review and signing: a DOCX becomes a PDF, a form is flattened, whatever no page needs
 * is dropped, the printed number and date lines are covered and the four prepared fields are laid where
 * `field-places.rules.ts` finds them. The result is one clean revision. Refuses what converting refuses, `file_unreadable`
 * and `file_too_heavy`.
 */
export async function prepareUpload(
  upload: { path: string; mediaType: string },
  names: FormNames,
): Promise<PreparedUpload> {
  if (upload.mediaType === mediaTypes.docx) return convertToPdf(upload.path, (path) => preparePdf(path, names))
  return preparePdf(upload.path, names)
}

async function preparePdf(path: string, names: FormNames): Promise<PreparedUpload> {
  const { stdout } = await runConfined({
    script: new URL('./prepare-upload.child.ts', import.meta.url),
    args: [path],
    input: Buffer.from(JSON.stringify(names)),
    readable: [path],
    timeout_ms,
    data_bytes,
    output_bytes,
  })
  const end = stdout.indexOf('\n')
  const { pages } = JSON.parse(stdout.subarray(0, end).toString()) as { pages: number }
  const bytes = stdout.subarray(end + 1)
  return bytes.length > 0 ? { bytes, pages } : refuse('invalid', 'file_unreadable')
}
