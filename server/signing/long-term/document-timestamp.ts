import { refuse } from '#server/kernel/refusal.ts'
import type { Hash } from '../cms/signature-scheme.ts'
import { asRefusal } from '../open-for-signing.ts'
import type { ByteSource } from '../pdf/byte-source.ts'
import { acroFormOf, readFormFields } from '../pdf/form-fields.ts'
import { Increment } from '../pdf/increment.ts'
import { pdfDict, PdfName, PdfRef, pdfText, type PdfDict } from '../pdf/objects.ts'
import { pageNumbered } from '../pdf/page-tree.ts'
import { openPdf } from '../pdf/pdf-file.ts'
import type { PdfView } from '../pdf/pdf-view.ts'
import { appendAnnotations, replaceForm } from '../prepare-fields.ts'
import { sealTimestamp, type PreparedTimestamp } from '../seal-placeholder.ts'
import { timestampDictionary } from '../signature-dictionary.ts'

export interface TimestampWish {
  /** Hash of the imprint; SHA-256 unless told. */
  hash?: Hash
  /** Space for the token; 16 kB unless told. */
  reserved_bytes?: number
  /** Opens an encrypted file; the empty one is tried in any case. */
  password?: string
}

const PRINT_AND_LOCKED = 132
const SIGNATURES_EXIST_APPEND_ONLY = 3

/**
 * Prepares a document time-stamp (EN 319 142-1 5.4.3) as an increment: an invisible field of its own on the first page
 * whose value waits for the token over all bytes around it. No earlier signature forbids it, not even a certification
 * that allows nothing. Refuses `pdf_unreadable`, `pdf_encrypted`, `pdf_wrong_password`, `page_missing`.
 */
export function prepareDocumentTimestamp(base: ByteSource, wish: TimestampWish = {}): PreparedTimestamp {
  return asRefusal(() => {
    const file = openPdf(base, wish.password)
    const view = file.view()
    const increment = new Increment(file)
    const value = increment.reserve()
    const dictionary = timestampDictionary(wish.reserved_bytes)
    const at = increment.addRaw(dictionary.bytes, value)
    const field = freeName(view)
    addInvisibleField(view, increment, { field, value })
    const placeholder = { ...dictionary, at }
    return sealTimestamp(base, increment.finish(), placeholder, { field, hash: wish.hash ?? 'sha256' })
  })
}

/** `Timestamp1`, `Timestamp2` … whichever is the first that no field has. */
function freeName(view: PdfView): string {
  const taken = new Set(readFormFields(view).map(({ name }) => name))
  for (let number = 1; ; number++) if (!taken.has(`Timestamp${number}`)) return `Timestamp${number}`
}

function addInvisibleField(view: PdfView, increment: Increment, of: { field: string; value: PdfRef }): void {
  const page = pageNumbered(view, 1) ?? refuse('invalid', 'page_missing', { page: 1 })
  const ref = increment.add(
    pdfDict({
      Type: new PdfName('Annot'),
      Subtype: new PdfName('Widget'),
      FT: new PdfName('Sig'),
      T: pdfText(of.field),
      F: PRINT_AND_LOCKED,
      P: page.ref,
      Rect: [0, 0, 0, 0],
      V: of.value,
    }),
  )
  appendAnnotations(view, increment, [{ page, ref }])
  listField(view, increment, ref)
}

/** Rewrites the list of fields where it is an object of its own, else the form. */
function listField(view: PdfView, increment: Increment, ref: PdfRef): void {
  const known = acroFormOf(view)
  const fields = [...view.array(known, 'Fields'), ref]
  const list = known?.get('Fields')
  const marked = known !== null && view.get(known, 'SigFlags') === SIGNATURES_EXIST_APPEND_ONLY
  if (list instanceof PdfRef) increment.replace(list, fields)
  if (list instanceof PdfRef && marked) return
  const form: PdfDict = new Map(known ?? [])
  if (!(list instanceof PdfRef)) form.set('Fields', fields)
  replaceForm(view, increment, form.set('SigFlags', SIGNATURES_EXIST_APPEND_ONLY))
}

/**
 * The finished revision to append: the token stands in its place. Refuses `base_changed` and `signature_too_large`
 * (then prepare again with more space).
 */
export function embedTimestamp(prepared: PreparedTimestamp, token: Uint8Array, baseSha256: string): Buffer {
  if (prepared.baseSha256 !== baseSha256) refuse('conflict', 'base_changed')
  if (token.length > prepared.reserved_bytes) refuse('invalid', 'signature_too_large', { size_bytes: token.length })
  const increment = Buffer.from(prepared.increment)
  increment.write(Buffer.from(token).toString('hex'), prepared.contentsAt, 'latin1')
  return increment
}
