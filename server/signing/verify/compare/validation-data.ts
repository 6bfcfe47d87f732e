import { decodeStream } from '../../pdf/filters.ts'
import { dictOf, PdfStream, type PdfDict, type PdfValue } from '../../pdf/objects.ts'
import { PdfProblem } from '../../pdf/pdf-problem.ts'
import type { PdfView } from '../../pdf/pdf-view.ts'
import type { Comparison } from './comparison.ts'

const LISTS = ['Certs', 'OCSPs', 'CRLs']
const KEYS = new Set(['Type', 'VRI', ...LISTS])
const VRI_KEYS = new Set(['Type', 'Cert', 'OCSP', 'CRL', 'TU', 'TS'])

/**
 * The document security store (EN 319 142-1 5.4.2): certificates, OCSP answers and lists as streams, and which signature
 * they are for. They may grow and never shrink, and nothing else may hide among them.
 */
export function reportValidationData(comparison: Comparison, before: PdfValue, after: PdfValue): void {
  const [old, now] = [dictOf(comparison.before.resolve(before)), dictOf(comparison.after.resolve(after))]
  if (!now || !isPlain(comparison.after, now))
    return comparison.report(
      'forbidden',
      'validation_data_strange',
      'the security store holds what does not belong there',
    )
  if (old && !keepsAll(comparison, old, now))
    return comparison.report('forbidden', 'validation_data_removed', 'evidence was taken out of the security store')
  comparison.account(after)
  comparison.report('lta', 'validation_data_added', 'the security store was extended')
}

function isPlain(view: PdfView, store: PdfDict): boolean {
  const streams = (list: PdfValue[]) => list.every((item) => view.resolve(item) instanceof PdfStream)
  const lists = LISTS.every(
    (key) => !store.has(key) || (Array.isArray(view.get(store, key)) && streams(view.array(store, key))),
  )
  const perSignature = [...(view.dict(store, 'VRI') ?? [])].filter(([key]) => key !== 'Type')
  const known = perSignature.every(([, entry]) => {
    const dict = dictOf(view.resolve(entry))
    return dict !== null && [...dict.keys()].every((key) => VRI_KEYS.has(key))
  })
  return lists && known && [...store.keys()].every((key) => KEYS.has(key))
}

/** Each old item is still there, as an object or as a copy. */
function keepsAll(comparison: Comparison, old: PdfDict, now: PdfDict): boolean {
  return LISTS.every((key) => {
    const kept = contentsOf(comparison.after, now, key)
    return [...contentsOf(comparison.before, old, key)].every((content) => kept.has(content))
  })
}

function contentsOf(view: PdfView, store: PdfDict, key: string): Set<string> {
  const streams = view.array(store, key).map((item) => view.resolve(item))
  return new Set(streams.map((stream) => (stream instanceof PdfStream ? contentOf(view, stream) : '')))
}

function contentOf(view: PdfView, { dict, raw }: PdfStream): string {
  try {
    return Buffer.from(decodeStream(dict, raw, (value) => view.resolve(value))).toString('base64')
  } catch (error) {
    if (error instanceof PdfProblem) return Buffer.from(raw).toString('base64')
    throw error
  }
}
