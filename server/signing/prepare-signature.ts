import { createHash, type Hash as Hasher } from 'node:crypto'
import { refuse } from '#server/kernel/refusal.ts'
import { addPictureAppearance, fitInside, preparePicture, type Picture } from './appearance/picture.ts'
import { sealRect } from './appearance/seal-rect.ts'
import type { TypeStyle } from './appearance/typeface.ts'
import { signedAttributes } from './cms/signed-attributes.ts'
import type { Hash, SignatureScheme } from './cms/signature-scheme.ts'
import { fillTextField, moveWidget, rectOf, requireField, sizeOf, withEntries } from './edit-field.ts'
import { asRefusal, openForSigning } from './open-for-signing.ts'
import type { ByteSource } from './pdf/byte-source.ts'
import { acroFormOf } from './pdf/form-fields.ts'
import { Increment } from './pdf/increment.ts'
import { integerOf, pdfDict, type PdfDict, type PdfRef } from './pdf/objects.ts'
import type { PdfView } from './pdf/pdf-view.ts'
import { replaceForm } from './prepare-fields.ts'
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
  scheme: SignatureScheme
  /** The signer's certificate, DER. */
  certificate: Uint8Array
  signedAt: Date
  /** PNG with alpha that the widget shows; without it the widget stays empty. */
  picture?: Uint8Array
  signerName?: string
  reason?: string
  location?: string
  /** Text fields filled in the same revision. */
  fills?: TextFill[]
  /** A waiting seal field moves to its place beside the picture; possible only while nothing is signed. */
  alignSeal?: { field: string; diameter_mm: number }
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
 * text fields filled, the digest taken. Nothing is signed yet. Refuses a missing or signed field and whatever
 * {@link openForSigning} refuses.
 */
export function prepareSignature(base: ByteSource, wish: SignatureWish): PreparedSignature {
  const file = openForSigning(base)
  return asRefusal(() => {
    const view = file.view()
    const increment = new Increment(file)
    for (const fill of wish.fills ?? []) fillTextField(view, increment, fill)
    if (wish.alignSeal && wish.picture) alignSeal(view, increment, wish, preparePicture(wish.picture))
    markForm(view, increment)
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
  const { field, ref, widget } = requireField(view, wish.field, 'Sig')
  if (field.value !== null) refuse('conflict', 'field_signed', { field: wish.field })
  const signatureRef = increment.reserve()
  const dictionary = signatureDictionary(wish)
  const at = increment.addRaw(dictionary.bytes, signatureRef)
  const appearance = wish.picture
    ? addPictureAppearance(increment, preparePicture(wish.picture), sizeOf(view, widget))
    : null
  writeSignedField(increment, { ref, signatureRef, appearance, dict: field.dict })
  return { ...dictionary, at }
}

function writeSignedField(
  increment: Increment,
  signed: { ref: PdfRef; signatureRef: PdfRef; appearance: PdfRef | null; dict: PdfDict },
): void {
  const { ref, signatureRef, appearance } = signed
  const entries = { V: signatureRef, AP: appearance ? pdfDict({ N: appearance }) : undefined }
  increment.replace(ref, withEntries(signed.dict, entries))
}

function sealPlaceholder(
  base: ByteSource,
  increment: Buffer,
  placeholder: Placeholder,
  wish: SignatureWish,
): PreparedSignature {
  const contentsAt = placeholder.at + placeholder.contentsAt - base.size
  const gapStart = base.size + contentsAt - 1
  const gapEnd = gapStart + placeholder.reserved_bytes * 2 + 2
  const total = base.size + increment.length
  const byteRange: PreparedSignature['byteRange'] = [0, gapStart, gapEnd, total - gapEnd]
  increment.write(
    byteRange.slice(1).join(' ').padEnd(placeholder.rangeWidth),
    placeholder.at + placeholder.rangeAt - base.size,
    'latin1',
  )
  const parts = [increment.subarray(0, gapStart - base.size), increment.subarray(gapEnd - base.size)]
  const { baseSha256, digest } = hashParts(base, wish.scheme.hash, parts)
  const tbs = signedAttributes(digest, wish.scheme.hash, wish.certificate)
  const { field, scheme } = wish
  return {
    field,
    scheme,
    baseSha256,
    increment,
    contentsAt,
    reserved_bytes: placeholder.reserved_bytes,
    byteRange,
    tbs,
  }
}

const CHUNK_BYTES = 8 * 1024 * 1024

function feed(source: ByteSource, ...hashers: Hasher[]): void {
  for (let at = 0; at < source.size; at += CHUNK_BYTES) {
    const chunk = source.read(at, at + CHUNK_BYTES)
    for (const hasher of hashers) hasher.update(chunk)
  }
}

/** One pass over the base gives both its name in the store and the signed digest. */
function hashParts(base: ByteSource, hash: Hash, parts: Buffer[]): { baseSha256: string; digest: Buffer } {
  const signed = createHash(hash)
  const name = hash === 'sha256' ? signed : createHash('sha256')
  feed(base, ...new Set([signed, name]))
  const baseSha256 = name.copy().digest('hex')
  for (const part of parts) signed.update(part)
  return { baseSha256, digest: signed.digest() }
}
