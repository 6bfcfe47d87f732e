import { expect, test } from 'vitest'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { Increment } from '#server/signing/pdf/increment.ts'
import { pdfDict, PdfRef } from '#server/signing/pdf/objects.ts'
import { openPdf } from '#server/signing/pdf/pdf-file.ts'
import { Comparison } from '#server/signing/verify/compare/comparison.ts'
import { preparedLetter } from './two-signature-desk.ts'

const base = await preparedLetter()

/** A second revision in which object `num` is `now`, compared with the first. */
function comparison(...objects: [num: PdfRef, value: Map<string, never>][]): Comparison {
  const increment = new Increment(openPdf(bufferSource(base)))
  for (const [ref, value] of objects) increment.add(value, ref)
  const file = openPdf(bufferSource(Buffer.concat([base, increment.finish()])))
  const [before, after] = [file.view(file.revisions.length - 2), file.view()]
  return new Comparison({ before, after, affected: new Set([900, 901]), isBoundary: () => false })
}

const [a, b] = [new PdfRef(900), new PdfRef(901)]
const dict = (entries: Record<string, unknown>) => pdfDict(entries as never) as Map<string, never>

test('a direct value and a reference to the same value mean the same', () => {
  expect(comparison([a, dict({ X: 1 })]).same(dict({ X: 1 }), a)).toBe(true)
})

test('what one direct value was found equal to says nothing of another', () => {
  const compared = comparison([a, dict({ X: 1 })])
  expect(compared.same(dict({ X: 1 }), a)).toBe(true)
  expect(compared.same(dict({ X: 2 }), a)).toBe(false)
})

test('a difference found deep below is not remembered as sameness', () => {
  const compared = comparison([a, dict({ Next: b })], [b, dict({ X: 1 })])
  expect(compared.same(dict({ Next: dict({ X: 2 }) }), a)).toBe(false)
  expect(compared.same(dict({ Next: dict({ X: 2 }) }), a)).toBe(false)
})

test('a reference that led nowhere and now leads somewhere differs', () => {
  expect(comparison([a, dict({ X: 1 })]).same(a, a)).toBe(false)
})

test('circles end', () => {
  const compared = comparison([a, dict({ Next: b })], [b, dict({ Next: a })])
  expect(compared.same(b, b)).toBe(false)
})
