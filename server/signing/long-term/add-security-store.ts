import { createHash } from 'node:crypto'
import { asRefusal } from '../open-for-signing.ts'
import type { ByteSource } from '../pdf/byte-source.ts'
import { Increment } from '../pdf/increment.ts'
import { PdfName, PdfRef, PdfStream, PdfString, type PdfDict } from '../pdf/objects.ts'
import { openPdf } from '../pdf/pdf-file.ts'
import type { PdfView } from '../pdf/pdf-view.ts'
import { findSignatures } from '../verify/find-signatures.ts'
import { STORE_LISTS, storeOf, streamBytes, VRI_LISTS, type SecurityData } from './security-store.ts'

/** Validation data and the signature field that it is about. */
export type SignatureData = SecurityData & { field: string }

/**
 * The bytes to append so that the file carries this validation data in its document security store (EN 319 142-1
 * 5.4.2): what is there already stays and is not written again. `bySignature` also names, under `/VRI`, which data
 * belongs to which signature. Answers null when there is nothing to add. Refuses `pdf_unreadable`, `pdf_encrypted`,
 * `pdf_wrong_password`.
 */
export function addSecurityStore(
  base: ByteSource,
  data: SecurityData,
  bySignature: readonly SignatureData[] = [],
  password = '',
): Buffer | null {
  return asRefusal(() => {
    const file = openPdf(base, password)
    const view = file.view()
    const writer = new StoreWriter(view, new Increment(file))
    const parts = [data, ...bySignature]
    for (const [list, kind] of Object.entries(STORE_LISTS)) for (const one of parts) writer.add(list, one[kind])
    for (const one of bySignature) writer.name(one)
    return writer.finish()
  })
}

class StoreWriter {
  private readonly view: PdfView
  private readonly increment: Increment
  private readonly store: PdfDict
  /** Where each piece stands, by list and digest. */
  private readonly placed = new Map<string, PdfRef>()
  private readonly lists = new Map<string, PdfRef[]>()
  private readonly vri: PdfDict
  private grown = false

  constructor(view: PdfView, increment: Increment) {
    this.view = view
    this.increment = increment
    this.store = new Map(storeOf(view) ?? [])
    this.vri = new Map(view.dict(this.store, 'VRI') ?? [])
    for (const list of Object.keys(STORE_LISTS)) this.take(list)
  }

  private take(list: string): void {
    const refs = this.view.array(this.store, list).filter((item) => item instanceof PdfRef)
    this.lists.set(list, refs)
    for (const ref of refs) {
      const der = streamBytes(this.view, ref)
      if (der) this.placed.set(nameOf(list, der), ref)
    }
  }

  add(list: string, pieces: readonly Buffer[]): void {
    for (const der of pieces) {
      if (this.placed.has(nameOf(list, der))) continue
      const ref = this.increment.add(new PdfStream(new Map(), der))
      this.placed.set(nameOf(list, der), ref)
      this.lists.get(list)!.push(ref)
      this.grown = true
    }
  }

  /** Names the data of one signature under the SHA-1 of its whole `/Contents`, padding and all. */
  name(one: SignatureData): void {
    const key = vriKey(this.view, one.field)
    if (key === null) return
    const entry: PdfDict = new Map(this.view.dict(this.vri, key) ?? [])
    for (const [short, kind] of Object.entries(VRI_LISTS)) this.extend(entry, short, one[kind])
    this.vri.set(key, entry)
  }

  private extend(entry: PdfDict, short: string, pieces: readonly Buffer[]): void {
    const known = this.view.array(entry, short).filter((item) => item instanceof PdfRef)
    const refs = pieces.map((der) => this.placed.get(nameOf(`${short}s`, der))!)
    const fresh = refs.filter((ref) => !known.some((one) => one.num === ref.num))
    if (fresh.length === 0) return
    entry.set(short, [...known, ...fresh])
    this.grown = true
  }

  finish(): Buffer | null {
    if (!this.grown) return null
    this.store.set('Type', new PdfName('DSS'))
    for (const [list, refs] of this.lists) if (refs.length > 0) this.store.set(list, refs)
    if (this.vri.size > 0) this.store.set('VRI', this.vri)
    const catalog = this.view.catalog()
    const known = catalog.get('DSS')
    if (known instanceof PdfRef) this.increment.replace(known, this.store)
    else this.replaceCatalog(new Map(catalog).set('DSS', this.increment.add(this.store)))
    return this.increment.finish()
  }

  private replaceCatalog(catalog: PdfDict): void {
    const root = this.view.trailer.get('Root')
    if (!(root instanceof PdfRef)) throw new Error('the catalog of an open file is always an object')
    this.increment.replace(root, catalog)
  }
}

const nameOf = (list: string, der: Uint8Array) => `${list} ${createHash('sha256').update(der).digest('hex')}`

/** The key of a signature under `/VRI`, or null where the field carries none. */
export function vriKey(view: PdfView, field: string): string | null {
  const contents = findSignatures(view)
    .find((one) => one.field.name === field)
    ?.dict?.get('Contents')
  if (!(contents instanceof PdfString)) return null
  return createHash('sha1').update(contents.bytes).digest('hex').toUpperCase()
}
