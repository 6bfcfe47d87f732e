import { refuse } from '#server/kernel/refusal.ts'
import { addPictureAppearance, fitInside, preparePicture, type Picture } from './appearance/picture.ts'
import { sealRect } from './appearance/seal-rect.ts'
import { addMarkAppearance } from './appearance/text-mark.ts'
import type { TypeStyle } from './appearance/typeface.ts'
import type { SignatureScheme } from './cms/signature-scheme.ts'
import { fillTextField, moveWidget, rectOf, requireField, sizeOf, withEntries } from './edit-field.ts'
import { newSignatureField, type FieldPlace } from './new-signature-field.ts'
import { asRefusal, openForSigning } from './open-for-signing.ts'
import type { ByteSource } from './pdf/byte-source.ts'
import { acroFormOf } from './pdf/form-fields.ts'
import { Increment } from './pdf/increment.ts'
import { integerOf, pdfDict, type PdfDict, type PdfRef, type PdfValue } from './pdf/objects.ts'
import type { PdfView } from './pdf/pdf-view.ts'
import { replaceForm } from './prepare-fields.ts'
import { lockOfField, permissionReferences, recordCertification, type FieldLock } from './permission-references.ts'
import { assertPermitted } from './respect-locks.ts'
import { sealPlaceholder } from './seal-placeholder.ts'
import { signatureDictionary, type Placeholder } from './signature-dictionary.ts'

/** A value for a prepared text field and how it is set. */
export interface TextFill {
  field: string
  value: string
  style?: TypeStyle
}

/** What one signature is to be. */
export interface SignatureWish {
  /** The prepared signature field. */
  field: string
  /** Makes the field, which then must not exist yet, in the same revision. */
  place?: FieldPlace
  scheme: SignatureScheme
  /** The signer's certificate, DER. */
  certificate: Uint8Array
  signedAt: Date
  /** PNG with alpha that the widget shows; without it the widget stays empty. */
  picture?: Uint8Array
  /** In place of a picture: one line of text, such as {@link markLine} makes. */
  mark?: string
  signerName?: string
  reason?: string
  location?: string
  /** Text fields filled in the same revision. */
  fills?: TextFill[]
  /** A waiting seal field moves to its place beside the picture; possible only while nothing is signed. */
  alignSeal?: { field: string; diameter_mm: number }
  /** Certifies the document: 1 nothing, 2 filling and signing, 3 also annotating is allowed later. First signature only. */
  certify?: 1 | 2 | 3
  /** Fields that may not change after this signature. */
  locks?: FieldLock
  /** Opens an encrypted file; the empty password is tried in any case. */
  password?: string
  /** Space for the CMS; default 16 kB, enough for a chain of four and a time-stamp. */
  reserved_bytes?: number
}

/** A signing between placeholder and embed: plain data that may be stored for minutes. */
export interface PreparedSignature {
  field: string
  scheme: SignatureScheme
  baseSha256: string
  /** The revision to append, with zeros where the CMS will stand. */
  increment: Buffer
  /** Where the hexadecimal digits of `/Contents` begin inside `increment`, and how many bytes they stand for. */
  contentsAt: number
  reserved_bytes: number
  byteRange: [number, number, number, number]
  /** DER of the signed attributes: what the key holder signs. */
  tbs: Buffer
}

const APPEND_ONLY = 3

/**
 * Prepares one signature as an increment to `base`: the field signed with an empty placeholder, its appearance, the
 * text fields filled, the digest taken. Nothing is signed yet. Refuses a missing or signed field, what an earlier signer
 * forbade ({@link assertPermitted}), and whatever {@link openForSigning} refuses.
 */
export function prepareSignature(base: ByteSource, wish: SignatureWish): PreparedSignature {
  const file = openForSigning(base, wish.password)
  return asRefusal(() => {
    const view = file.view()
    assertPermitted(view, wish)
    const increment = new Increment(file)
    for (const fill of wish.fills ?? []) fillTextField(view, increment, fill)
    if (wish.alignSeal && wish.picture) alignSeal(view, increment, wish, preparePicture(wish.picture))
    if (!wish.place) markForm(view, increment)
    const placeholder = signField(view, increment, wish)
    return sealPlaceholder(base, increment.finish(), placeholder, wish)
  })
}

/** Measured from the picture itself, which need not fill the leader's rectangle. */
function alignSeal(view: PdfView, increment: Increment, wish: SignatureWish, picture: Picture): void {
  const { widget } = requireField(view, wish.field, 'Sig')
  const [left, bottom] = rectOf(view, widget)
  const at = fitInside(picture, sizeOf(view, widget))
  const [x, y] = [left + at.x, bottom + at.y]
  const rect = sealRect([x, y, x + at.width, y + at.height], wish.alignSeal!.diameter_mm)
  moveWidget(view, increment, { field: wish.alignSeal!.field, rect })
}

/** SigFlags 3 tells editors to append only; NeedAppearances would let a viewer redraw fields, so it goes. */
function markForm(view: PdfView, increment: Increment): void {
  const form = acroFormOf(view)
  if (!form) return refuse('invalid', 'field_missing', { field: 'AcroForm' })
  const ready = integerOf(view.get(form, 'SigFlags')) === APPEND_ONLY && !form.has('NeedAppearances')
  if (ready) return
  const marked = new Map(form).set('SigFlags', APPEND_ONLY)
  marked.delete('NeedAppearances')
  replaceForm(view, increment, marked)
}

function signField(view: PdfView, increment: Increment, wish: SignatureWish): Placeholder {
  const { field: name, place } = wish
  const field = place ? newSignatureField(view, increment, { field: name, place }) : emptyField(view, name)
  const signatureRef = increment.reserve()
  const secure = (value: PdfValue) => increment.secured(value, signatureRef)
  const dictionary = signatureDictionary(
    wish,
    permissionReferences({ ...wish, locks: wish.locks ?? lockOfField(view, field.dict) }),
    secure,
  )
  const at = increment.addRaw(dictionary.bytes, signatureRef)
  const appearance = appearanceOf(increment, wish, sizeOf(view, field.dict))
  if (wish.certify) recordCertification(view, increment, signatureRef)
  const entries = { V: signatureRef, AP: appearance ? pdfDict({ N: appearance }) : undefined }
  const signed = withEntries(field.dict, entries)
  if (place) increment.add(signed, field.ref)
  else increment.replace(field.ref, signed)
  return { ...dictionary, at }
}

function emptyField(view: PdfView, name: string): { ref: PdfRef; dict: PdfDict } {
  const { field, ref } = requireField(view, name, 'Sig')
  if (field.value !== null) refuse('conflict', 'field_signed', { field: name })
  return { ref, dict: field.dict }
}

function appearanceOf(
  increment: Increment,
  wish: SignatureWish,
  box: { width: number; height: number },
): PdfRef | null {
  if (wish.picture) return addPictureAppearance(increment, preparePicture(wish.picture), box)
  return wish.mark === undefined ? null : addMarkAppearance(increment, wish.mark, box)
}
