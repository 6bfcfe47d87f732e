import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { acroFormOf } from '#server/signing/pdf/form-fields.ts'
import { Increment } from '#server/signing/pdf/increment.ts'
import { pdfDict, PdfName, type PdfRef, PdfStream, type PdfDict, type PdfValue } from '#server/signing/pdf/objects.ts'
import { pageNumbered, type PdfPage } from '#server/signing/pdf/page-tree.ts'
import { openPdf, type PdfFile } from '#server/signing/pdf/pdf-file.ts'
import type { PdfView } from '#server/signing/pdf/pdf-view.ts'
import { prepareFields } from '#server/signing/prepare-fields.ts'
import { hybridFile } from './hybrid-file.ts'
import { leaderSigned, sealed, verified } from './signing-desk.ts'
import { letterFields, preparedLetter } from './two-signature-desk.ts'

/** What an attacker does in one revision. */
export type Attack = (view: PdfView, increment: Increment, file: PdfFile) => void

/** The file with one revision more, written by the engine itself so that nothing but the attack is wrong with it. */
export function revised(base: Buffer, attack: Attack): Buffer {
  const file = openPdf(bufferSource(base))
  const increment = new Increment(file)
  attack(file.view(), increment, file)
  return Buffer.concat([base, increment.finish()])
}

/** All findings of a file, of the whole and of each signature. */
export function codesOf(bytes: Uint8Array): string[] {
  const { problems, signatures } = verified(bytes)
  return [...problems, ...signatures.flatMap((signature) => signature.problems)].map(({ code }) => code)
}

/** One letter in the three forms of cross-reference, prepared, signed once, and numbered and sealed. */
export const forms = {
  classic: letterIn(await preparedLetter()),
  streams: letterIn(await preparedLetter({ objectStreams: true })),
  hybrid: letterIn(Buffer.concat([hybridFile(), prepareFields(hybridFile(), letterFields)])),
}

export type FormName = keyof typeof forms
export const formNames = Object.keys(forms) as FormName[]

function letterIn(prepared: Buffer) {
  const half = leaderSigned(prepared)
  return { prepared, half, whole: sealed(half) }
}

export const firstPage = (view: PdfView): PdfPage => pageNumbered(view, 1)!

/** Writes these entries over the first page's. */
export function changePage(view: PdfView, increment: Increment, entries: Record<string, PdfValue>): void {
  const page = firstPage(view)
  increment.replace(page.ref, new Map([...page.dict, ...pdfDict(entries)]))
}

/** Writes these entries over the catalog's. */
export function changeCatalog(view: PdfView, increment: Increment, entries: Record<string, PdfValue>): void {
  increment.replace(view.trailer.get('Root') as PdfRef, new Map([...view.catalog(), ...pdfDict(entries)]))
}

/** Writes these entries over the interactive form's, which is an object of its own in our files. */
export function changeForm(view: PdfView, increment: Increment, entries: Record<string, PdfValue>): void {
  const form = acroFormOf(view)!
  increment.replace(view.catalog().get('AcroForm') as PdfRef, new Map([...form, ...pdfDict(entries)]))
}

/** Lists more annotations on the first page. */
export function annotate(view: PdfView, increment: Increment, ...annotations: PdfRef[]): void {
  changePage(view, increment, { Annots: [...view.array(firstPage(view).dict, 'Annots'), ...annotations] })
}

/** A form XObject of this size that paints `content`. */
export function drawing(content: string, [width, height] = [200, 20], entries: PdfDict = new Map()): PdfStream {
  const kind = { Type: new PdfName('XObject'), Subtype: new PdfName('Form'), BBox: [0, 0, width!, height!] }
  return new PdfStream(new Map([...pdfDict(kind), ...entries]), Buffer.from(content, 'latin1'))
}

/** A look that shows `text` in a standard font with plain encoding. */
export function textLook(text: string, { before = '', after = '' } = {}): PdfStream {
  const font = pdfDict({
    Type: new PdfName('Font'),
    Subtype: new PdfName('Type1'),
    BaseFont: new PdfName('Times-Roman'),
    Encoding: new PdfName('WinAnsiEncoding'),
  })
  const resources = pdfDict({ Font: pdfDict({ TiRo: font }) })
  const content = `${before} BT /TiRo 12 Tf 2 5 Td (${text}) Tj ET ${after}`
  return drawing(content, [180, 20], pdfDict({ Resources: resources }))
}
