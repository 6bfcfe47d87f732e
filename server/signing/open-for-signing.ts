import { Refusal, refuse } from '#server/kernel/refusal.ts'
import type { ByteSource } from './pdf/byte-source.ts'
import { acroFormOf } from './pdf/form-fields.ts'
import { nameOf } from './pdf/objects.ts'
import { openPdf, type PdfFile } from './pdf/pdf-file.ts'
import { PdfProblem } from './pdf/pdf-problem.ts'
import type { PdfView } from './pdf/pdf-view.ts'

/**
 * Opens a PDF that is to be signed or prepared. Refuses an unreadable file, an encrypted one that neither `password` nor
 * the empty one opens, one with bytes outside its revisions, and one whose look a script or a dynamic form could change after signing.
 */
export function openForSigning(source: ByteSource, password = ''): PdfFile {
  return asRefusal(() => {
    const file = openPdf(source, password)
    if (!file.isAppendable()) refuse('invalid', 'pdf_unreadable', { problem: 'something follows the last %%EOF' })
    const active = activeContent(file.view())
    if (active) refuse('invalid', 'pdf_has_script', { what: active })
    return file
  })
}

/** Runs `work` and turns a {@link PdfProblem} into its refusal: `pdf_encrypted`, `pdf_wrong_password`, `pdf_unreadable`. */
export function asRefusal<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal || !(error instanceof PdfProblem)) throw error
    if (error.code === 'encrypted') return refuse('invalid', 'pdf_encrypted')
    if (error.code === 'wrong_password') return refuse('invalid', 'pdf_wrong_password')
    return refuse('invalid', 'pdf_unreadable', { problem: error.message, code: error.code })
  }
}

/** What could change the look of the document without changing its bytes, or null. */
export function activeContent(view: PdfView): string | null {
  const catalog = view.catalog()
  if (acroFormOf(view)?.has('XFA')) return 'XFA'
  if (view.dict(catalog, 'Names')?.has('JavaScript')) return 'JavaScript'
  if (catalog.has('AA')) return 'AA'
  const action = nameOf(view.get(view.dict(catalog, 'OpenAction'), 'S'))
  return action === 'JavaScript' || action === 'Launch' ? `OpenAction ${action}` : null
}
