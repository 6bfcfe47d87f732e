import { refuse } from '#server/kernel/refusal.ts'

const tail_bytes = 2048

/**
 * A whole PDF ends with `startxref`, the offset of its last cross-references, and `%%EOF`. Readers repair files that do
 * not; we refuse them (`file_unreadable`), because a repaired file may show every reader something else.
 */
export function assertWholePdf(bytes: Buffer): void {
  const tail = bytes.subarray(-tail_bytes).toString('latin1')
  const ends = [...tail.matchAll(/startxref\s+(\d{1,10})\s+%%EOF/gu)]
  const offset = Number(ends.at(-1)?.[1] ?? Number.NaN)
  if (!Number.isInteger(offset) || offset >= bytes.length) refuse('invalid', 'file_unreadable')
  const there = bytes.subarray(offset, offset + 64).toString('latin1')
  if (!/^\s*(xref\b|\d{1,10}\s+\d{1,5}\s+obj\b)/u.test(there)) refuse('invalid', 'file_unreadable')
}
