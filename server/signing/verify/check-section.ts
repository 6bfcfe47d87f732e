import { integerOf } from '../pdf/objects.ts'
import { PdfParser } from '../pdf/parser.ts'
import type { PdfFile } from '../pdf/pdf-file.ts'
import type { Revision } from '../pdf/revisions.ts'

/**
 * What is ambiguous about the cross-reference of an appended revision: a trailer that gives one key twice or carries a
 * comment, and a `/Size` by which some viewers find objects that others do not (ISO 32000-1 7.5.5).
 */
export function sectionFaults(file: PdfFile, revision: Revision): string[] {
  const faults: string[] = []
  if (isAmbiguous(file, revision)) faults.push('the trailer can be read in two ways')
  if (sizeHides(file, revision)) faults.push('/Size of the trailer hides or reveals objects')
  return faults
}

function isAmbiguous(file: PdfFile, revision: Revision): boolean {
  if (revision.form === 'stream') return file.objectAt(revision.xrefStart, file.view(revision.index)).duplicateKey
  const bytes = file.source.read(revision.xrefStart, revision.xrefEnd)
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf('trailer')
  const parser = new PdfParser(bytes, revision.xrefStart, at + 'trailer'.length)
  parser.takeValue()
  return parser.sawDuplicateKey || hasComment(bytes.subarray(at))
}

/** `/Size` is more than any number listed, never less than before, and no older one was too small and grows now. */
function sizeHides(file: PdfFile, { index, trailer, entries }: Revision): boolean {
  const before = file.revisions[index - 1]!
  const [old, size] = [before.trailer, trailer].map((one) => integerOf(one.get('Size')) ?? 0) as [number, number]
  const highest = (listed: Iterable<number>) => [...listed].reduce((most, num) => Math.max(most, num), -1)
  const grown = size > old && highest(before.entries.keys()) >= old
  return size < old || highest(entries.keys()) >= size || grown
}

const [PERCENT, OPEN, CLOSE, BACKSLASH] = [0x25, 0x28, 0x29, 0x5c]

/** True for a `%` that stands in no string. */
function hasComment(bytes: Uint8Array): boolean {
  let depth = 0
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes[i]
    if (code === OPEN) depth++
    else if (depth > 0 && code === CLOSE) depth--
    else if (depth > 0 && code === BACKSLASH) i++
    else if (depth === 0 && code === PERCENT) return true
  }
  return false
}
