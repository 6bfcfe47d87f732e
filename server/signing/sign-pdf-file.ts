import { refuse } from '#server/kernel/refusal.ts'
import type { PdfView } from './pdf/pdf-view.ts'
import { assertUsable } from './assert-usable.ts'
import { assembleSignature, embedSignature } from './embed-signature.ts'
import type { KeyHolder } from './key-holders/key-holder.ts'
import { openP12 } from './key-holders/p12-holder.ts'
import { emptySignatureField, freeFieldName, type FieldPlace } from './new-signature-field.ts'
import { asRefusal, openForSigning } from './open-for-signing.ts'
import type { ByteSource } from './pdf/byte-source.ts'
import { readFormFields } from './pdf/form-fields.ts'
import { openFileSource, type FileSource } from './pdf/file-source.ts'
import { placeOfMark } from './place-mark.ts'
import { prepareSignature } from './prepare-signature.ts'
import { verifyPdf } from './verify/verify-pdf.ts'
import { certificateFacts } from './verify/signer-facts.ts'
import { writeAppended } from './write-appended.ts'
import { parseCertificate } from './x509/certificate.ts'

/** One signature on a file of the disk, outside of any installation. */
export interface FileSigning {
  input: string
  output: string
  p12: Uint8Array
  pin: string
  /** Unless told the first empty signature field, or a new one where there is none. */
  field?: string
  picture?: Uint8Array
  place?: FieldPlace
  /** One line of text in place of a picture; without a field or a place it stands top right of page 1. */
  mark?: string
  password?: string
  /** Gives a time-stamp over the signature value, or null where none can be had: the signature is then B-B. */
  stamp?: (signature: Uint8Array) => Promise<Uint8Array | null>
}

const INVISIBLE: FieldPlace = { page: 1, rect: [0, 0, 0, 0] }

/**
 * Signs a file to level B-B, or B-T with a time-stamp; the output appears whole or not at all, and only once its new signature proved intact.
 * Refuses `key_unusable`, `certificate_not_usable`, `image_needs_place`, `base_changed` and whatever
 * {@link prepareSignature} refuses.
 */
export async function signPdfFile(wish: FileSigning, at: Date): Promise<{ field: string; signer: string }> {
  const source = openInput(wish.input)
  const holder = await openP12(wish.p12, wish.pin).catch((error: unknown) => {
    source.close()
    throw error
  })
  try {
    return await signWith(holder, source, { wish, at })
  } finally {
    source.close()
    await holder.close()
  }
}

function openInput(path: string): FileSource {
  try {
    return openFileSource(path)
  } catch (error) {
    return refuse('invalid', 'pdf_unreadable', { problem: (error as Error).message })
  }
}

async function signWith(holder: KeyHolder, source: FileSource, { wish, at }: { wish: FileSigning; at: Date }) {
  const [certificate, scheme] = [holder.certificates[0]!, holder.schemes[0]!]
  const own = parseCertificate(certificate)
  assertUsable(own, at)
  const signer = certificateFacts(own).subject
  const { picture, mark, password = '' } = wish
  const target = targetOf(source, wish)
  const look = picture ? { picture } : mark === undefined ? {} : { mark }
  const prepared = prepareSignature(source, {
    ...target,
    ...look,
    scheme,
    certificate,
    password,
    signedAt: at,
    signerName: signer,
  })
  const [signature] = await holder.sign([prepared.tbs], scheme)
  const timestamp = (await wish.stamp?.(signature!)) ?? null
  const cms = assembleSignature(prepared, signature!, [...holder.certificates], timestamp)
  const revision = embedSignature(prepared, cms, prepared.baseSha256)
  const check = (path: string) => assertIntact(path, { field: target.field, password })
  await writeAppended({ base: wish.input, more: revision, output: wish.output, check })
  return { field: target.field, signer }
}

/** A wish with a place or a mark makes a field of its own; else the first empty one is signed. */
function waitingField(view: PdfView, { place, mark }: FileSigning): string | null {
  return place || mark !== undefined ? null : emptySignatureField(view)
}

/** Which field is signed, and where it stands if it has to be made. */
function targetOf(source: ByteSource, wish: FileSigning): { field: string; place?: FieldPlace } {
  const view = openForSigning(source, wish.password).view()
  return asRefusal(() => {
    const waiting = wish.field ?? waitingField(view, wish)
    if (waiting !== null && readFormFields(view).some(({ name }) => name === waiting)) return { field: waiting }
    if (wish.picture && !wish.place) refuse('invalid', 'image_needs_place')
    const unplaced = wish.mark === undefined ? INVISIBLE : placeOfMark(view, wish.mark)
    return { field: waiting ?? freeFieldName(view), place: wish.place ?? unplaced }
  })
}

/** The base may have changed while the key was asked: then the digest is of other bytes. */
function assertIntact(path: string, { field, password }: { field: string; password: string }): void {
  const source = openFileSource(path)
  try {
    const { signatures } = verifyPdf(source, { roots: [], intermediates: [], at: new Date() }, password)
    const own = signatures.find((one) => one.field === field)
    if (!own?.intact || !own.coversWholeFile) refuse('conflict', 'base_changed')
  } finally {
    source.close()
  }
}
