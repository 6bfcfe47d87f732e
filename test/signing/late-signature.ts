import { createHash } from 'node:crypto'
import { signWithScheme } from '#server/signing/cms/signature-scheme.ts'
import type { DemoIdentity } from '#server/signing/demo-pki.ts'
import { assembleSignature, embedSignature } from '#server/signing/embed-signature.ts'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { Increment } from '#server/signing/pdf/increment.ts'
import { pdfDict, PdfName, pdfText, type PdfDict, type PdfRef, type PdfValue } from '#server/signing/pdf/objects.ts'
import { pageNumbered } from '#server/signing/pdf/page-tree.ts'
import { openPdf } from '#server/signing/pdf/pdf-file.ts'
import type { PdfView } from '#server/signing/pdf/pdf-view.ts'
import { sealPlaceholder } from '#server/signing/seal-placeholder.ts'
import { signatureDictionary } from '#server/signing/signature-dictionary.ts'
import { changeForm, drawing, type Attack } from './attack-bench.ts'
import { at, ecdsa } from './signing-desk.ts'

/** A rectangle as a signature has it. */
export const SMALL = [400, 700, 500, 760]

/** A signature in a field that nobody prepared, and what an attacker does to it. */
export interface NewField {
  who: Pick<DemoIdentity, 'key' | 'chain'>
  rect: number[]
  name?: string
  /** Entries over those of the widget, and of its look. */
  widget?: Record<string, PdfValue>
  look?: PdfDict
  /** The grey that its look is filled with: 0 is black, 1 (unless told) white. */
  shade?: number
  /** The pages that list it. */
  pages?: number[]
  /** Signs in the older kind of CMS, as government tools do: the same length as ours. */
  older?: boolean
  /** Spoils the signature value. */
  spoil?: boolean
  also?: Attack
}

/** Signs in a field that nobody prepared, as many desktop tools do: field, look and signature in one revision. */
export function signedInNewField(file: Buffer, wish: NewField): Buffer {
  const opened = openPdf(bufferSource(file))
  const view = opened.view()
  const increment = new Increment(opened)
  const field = wish.name ?? 'Signature9'
  const sealing = { field, scheme: ecdsa, certificate: wish.who.chain[0]!, signedAt: at }
  const signatureRef = increment.reserve()
  const dictionary = signatureDictionary(sealing)
  if (wish.older) dictionary.bytes.write('adbe.pkcs7', dictionary.bytes.indexOf('ETSI.CAdES'), 'latin1')
  const placed = { ...dictionary, at: increment.addRaw(dictionary.bytes, signatureRef) }
  const widget = increment.add(widgetOf(view, increment, { ...wish, name: field, signatureRef }))
  for (const number of wish.pages ?? [1]) list(view, increment, number, widget)
  changeForm(view, increment, { Fields: [...view.array(view.dict(view.catalog(), 'AcroForm'), 'Fields'), widget] })
  wish.also?.(view, increment, opened)
  const prepared = sealPlaceholder(bufferSource(file), increment.finish(), placed, sealing)
  const value = signWithScheme(ecdsa, wish.who.key, wish.spoil ? Buffer.from('something else') : prepared.tbs)
  const cms = assembleSignature(prepared, value, wish.who.chain)
  return Buffer.concat([file, embedSignature(prepared, cms, createHash('sha256').update(file).digest('hex'))])
}

function widgetOf(
  view: PdfView,
  increment: Increment,
  wish: NewField & { name: string; signatureRef: PdfRef },
): PdfDict {
  const [x1, y1, x2, y2] = wish.rect as [number, number, number, number]
  const size: [number, number] = [Math.abs(x2 - x1), Math.abs(y2 - y1)]
  const look = drawing(`${wish.shade ?? 1} g 0 0 ${size[0]} ${size[1]} re f`, size, wish.look)
  return pdfDict({
    Type: new PdfName('Annot'),
    Subtype: new PdfName('Widget'),
    FT: new PdfName('Sig'),
    T: pdfText(wish.name),
    F: 132,
    P: pageNumbered(view, 1)!.ref,
    Rect: wish.rect,
    V: wish.signatureRef,
    AP: pdfDict({ N: increment.add(look) }),
    ...wish.widget,
  })
}

function list(view: PdfView, increment: Increment, number: number, widget: PdfRef): void {
  const page = pageNumbered(view, number)!
  increment.replace(page.ref, new Map(page.dict).set('Annots', [...view.array(page.dict, 'Annots'), widget]))
}
