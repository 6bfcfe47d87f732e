import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formNames, forms } from './attack-bench.ts'
import { verified } from './signing-desk.ts'

/** On the whole verdict, for each form of file, once and twice signed: no byte that is signed may change, none may join. */

const files = formNames.flatMap((form) => [
  [form, 'once', forms[form].half] as const,
  [form, 'twice', forms[form].whole] as const,
])

/** The signed bytes: all but the signatures' own digits. */
function signedPlaces(bytes: Buffer): number[] {
  const gaps = [...bytes.toString('latin1').matchAll(/\/ByteRange \[0 (\d+) (\d+)/g)].map(
    ([, from, to]) => [Number(from), Number(to)] as const,
  )
  return [...bytes.keys()].filter((at) => !gaps.some(([from, to]) => at >= from && at < to))
}

describe.each(files)('a %s file signed %s', (_form, _times, bytes) => {
  const places = signedPlaces(bytes)

  test('shows any flipped bit', () => {
    fc.assert(
      fc.property(fc.nat(places.length - 1), fc.nat(7), (place, bit) => {
        const copy = Buffer.from(bytes)
        copy[places[place]!]! ^= 1 << bit
        expect(verified(copy).overall).not.toBe('valid')
      }),
      { numRuns: 60 },
    )
  })

  test('shows any bytes behind its end', () => {
    const word = fc.constantFrom(
      '\n',
      '\r\n',
      ' ',
      '%',
      '%%EOF',
      'startxref',
      'xref\n0 0\n',
      'trailer\n<<>>\n',
      '0 0 obj\n',
      'endobj\n',
      '1 0 R',
      '\0',
    )
    const tail = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => Buffer.from(words.join(''))),
    )
    fc.assert(
      fc.property(tail, (tail) => {
        const report = verified(Buffer.concat([bytes, tail]))
        expect(report.overall).not.toBe('valid')
        for (const { changesAfter } of report.signatures) expect(changesAfter).toBe('forbidden')
      }),
      { numRuns: 60 },
    )
  })

  test('shows any bytes put in anywhere', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.uint8Array({ minLength: 1, maxLength: 40 }), (at, more) => {
        const wider = Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)])
        expect(verified(wider).overall).not.toBe('valid')
      }),
      { numRuns: 60 },
    )
  })
})
