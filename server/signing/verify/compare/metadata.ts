import { decodeStream } from '../../pdf/filters.ts'
import { dictOf, PdfStream, type PdfValue } from '../../pdf/objects.ts'
import { PdfProblem } from '../../pdf/pdf-problem.ts'
import type { PdfView } from '../../pdf/pdf-view.ts'
import type { Comparison } from './comparison.ts'

/** What every program that saves a file writes about itself. */
const SAVED_BY = ['ModDate', 'Producer', 'Creator', 'Trapped']

/** The document information: who saved it when is nothing; a title, an author, a subject is something to tell. */
export function reportInformation(comparison: Comparison, before: PdfValue, after: PdfValue): void {
  const [old, now] = [dictOf(comparison.before.resolve(before)), dictOf(comparison.after.resolve(after))]
  const changed = comparison.differingKeys(old ?? new Map(), now ?? new Map(), SAVED_BY)
  comparison.account(after)
  if (changed.length === 0) comparison.report('lta', 'information_changed', 'the document information was updated')
  else comparison.report('permitted', 'metadata_rewritten', `/${changed.join(' /')} of the document information`)
}

/** The metadata stream, in the same way. */
export function reportMetadata(comparison: Comparison, before: PdfValue, after: PdfValue): void {
  const [old, now] = [lasting(comparison.before, before), lasting(comparison.after, after)]
  comparison.account(after)
  if (old !== null && old === now) comparison.report('lta', 'metadata_changed', '/Metadata of the catalog was updated')
  else comparison.report('permitted', 'metadata_rewritten', '/Metadata of the catalog')
}

const NAMES = '(?:xmp:(?:ModifyDate|MetadataDate|CreatorTool)|xmpMM:\\w+|pdf:Producer|stEvt:\\w+)'
const VOLATILE = [
  new RegExp(`<${NAMES}\\b[^>]*>[^<]*</${NAMES}>`, 'g'),
  new RegExp(`\\b${NAMES}\\s*=\\s*("[^"]*"|'[^']*')`, 'g'),
]

/** The metadata without what each saving writes anew; null where it cannot be read. */
function lasting(view: PdfView, value: PdfValue): string | null {
  const stream = view.resolve(value)
  if (!(stream instanceof PdfStream)) return null
  try {
    const text = Buffer.from(decodeStream(stream.dict, stream.raw, (item) => view.resolve(item))).toString('utf8')
    return VOLATILE.reduce((rest, pattern) => rest.replace(pattern, ''), text).replace(/\s+/g, '')
  } catch (error) {
    if (error instanceof PdfProblem) return null
    throw error
  }
}
