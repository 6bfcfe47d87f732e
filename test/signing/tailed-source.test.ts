import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { tailedSource } from '#server/signing/pdf/tailed-source.ts'

test('a source with a tail reads, lends and finds as the two in one piece do', () => {
  const few = fc.uint8Array({ maxLength: 40, max: 3 }).map((bytes) => Buffer.from(bytes))
  fc.assert(
    fc.property(few, few, fc.nat(90), fc.nat(90), (base, tail, from, length) => {
      const [whole, parts] = [bufferSource(Buffer.concat([base, tail])), tailedSource(bufferSource(base), tail)]
      const end = Math.min(from + length, whole.size)
      expect(parts.size).toBe(whole.size)
      expect(Buffer.from(parts.read(from, end))).toEqual(Buffer.from(whole.read(from, end)))
      const lent: Buffer[] = []
      if (from <= end) parts.each(from, end, (piece) => void lent.push(Buffer.from(piece)))
      expect(Buffer.concat(lent)).toEqual(Buffer.from(from <= end ? whole.read(from, end) : []))
      for (const needle of ['\x01', '\x00\x01', '\x02\x02\x01'])
        expect(parts.findLast(needle, from)).toBe(whole.findLast(needle, from))
    }),
    { numRuns: 3000 },
  )
})
