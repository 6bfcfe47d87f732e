import { createHash } from 'node:crypto'
import { decodeStream } from '../pdf/filters.ts'
import { PdfRef, PdfStream, type PdfDict, type PdfValue } from '../pdf/objects.ts'
import type { PdfFile } from '../pdf/pdf-file.ts'
import { PdfProblem } from '../pdf/pdf-problem.ts'
import type { PdfView } from '../pdf/pdf-view.ts'

/** Certificates and revocation answers, each in DER. */
export interface SecurityData {
  certificates: Buffer[]
  ocsps: Buffer[]
  crls: Buffer[]
}

/** One piece of validation data of a file, and the revision that brought it: a later time-stamp proves it existed. */
export interface StoredEvidence {
  kind: keyof SecurityData
  der: Buffer
  revision: number
}

/** The three lists of a document security store (EN 319 142-1 5.4.2.2). */
export const STORE_LISTS = { Certs: 'certificates', OCSPs: 'ocsps', CRLs: 'crls' } as const
/** The same lists as an entry of `/VRI` calls them. */
export const VRI_LISTS = { Cert: 'certificates', OCSP: 'ocsps', CRL: 'crls' } as const

/** Far more than an archive of decades gathers. */
const MAX_STORED = 4000
const MAX_STORED_BYTES = 48 * 1024 * 1024

/**
 * All validation data that any revision of the file has put into its document security store, oldest first, each with
 * the revision in which these very bytes first stood there. What a later store leaves out still counts: it was there.
 * A stream that cannot be read is passed over; refuses stores beyond sane size.
 */
export function readSecurityStore(file: PdfFile): StoredEvidence[] {
  const found: StoredEvidence[] = []
  const gathering: Gathering = { found, known: new Set(), streams: new Set(), size_bytes: 0 }
  for (const { index } of file.revisions) gatherFrom(file, index, gathering)
  return found
}

interface Gathering {
  found: StoredEvidence[]
  known: Set<string>
  /** Streams looked at, by number and version. */
  streams: Set<string>
  size_bytes: number
}

function gatherFrom(file: PdfFile, index: number, gathering: Gathering): void {
  const view = file.view(index)
  const store = storeOf(view)
  if (!store) return
  for (const [list, kind] of Object.entries(STORE_LISTS))
    for (const item of view.array(store, list)) gather(view, item, { kind, gathering })
}

/** The newest document security store that the view shows, or null. */
export function storeOf(view: PdfView): PdfDict | null {
  try {
    return view.dict(view.catalog(), 'DSS')
  } catch (error) {
    if (error instanceof PdfProblem) return null
    throw error
  }
}

function gather(view: PdfView, item: PdfValue, to: { kind: keyof SecurityData; gathering: Gathering }): void {
  const { kind, gathering } = to
  const version = versionOf(view, item)
  if (version === null || gathering.streams.has(version)) return
  gathering.streams.add(version)
  const der = streamBytes(view, item)
  if (!der) return
  const name = `${kind} ${createHash('sha256').update(der).digest('hex')}`
  if (gathering.known.has(name)) return
  gathering.known.add(name)
  gathering.size_bytes += der.length
  if (gathering.found.length >= MAX_STORED || gathering.size_bytes > MAX_STORED_BYTES)
    throw new PdfProblem('too_large', 'the document security store is too large')
  gathering.found.push({ kind, der, revision: view.index })
}

function versionOf(view: PdfView, item: PdfValue): string | null {
  const entry = item instanceof PdfRef ? view.file.entryOf(item.num, view.index) : null
  return entry?.kind === 'at' ? String(entry.offset) : null
}

/** The unfiltered bytes of a stream of the store, or null when it is none. */
export function streamBytes(view: PdfView, item: PdfValue): Buffer | null {
  try {
    const stream = view.resolve(item)
    if (!(stream instanceof PdfStream)) return null
    return Buffer.from(decodeStream(stream.dict, stream.raw, (value) => view.resolve(value)))
  } catch (error) {
    if (error instanceof PdfProblem && error.code !== 'too_large') return null
    throw error
  }
}
