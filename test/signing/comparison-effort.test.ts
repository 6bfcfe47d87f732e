import { expect, test } from 'vitest'
import { bufferSource, type ByteSource } from '#server/signing/pdf/byte-source.ts'
import { verifyPdf } from '#server/signing/verify/verify-pdf.ts'
import { leaderSigned, sealed, trust } from './signing-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

/** Effort is counted, not timed: reads of the file grow with its objects and with nothing else. */

function counted(bytes: Buffer): { source: ByteSource; reads: () => number } {
  const inner = bufferSource(bytes)
  let reads = 0
  const source = new Proxy(inner, {
    get(target, key) {
      const value = Reflect.get(target, key) as unknown
      if (key !== 'read' || typeof value !== 'function') return value
      return (...args: unknown[]) => {
        reads++
        return (value as (...args: unknown[]) => unknown).apply(target, args)
      }
    },
  })
  return { source, reads: () => reads }
}

async function readsFor(pages: number): Promise<number> {
  const file = sealed(leaderSigned(await preparedLetter({ pages })))
  const { source, reads } = counted(file)
  expect(verifyPdf(source, trust)).toMatchObject({ overall: 'valid', signatures: [{ changesAfter: 'permitted' }, {}] })
  return reads()
}

test('a file of eight times as many pages takes eight times as many reads, not sixty-four', async () => {
  const [few, many] = [await readsFor(50), await readsFor(400)]
  expect(many / few).toBeGreaterThan(4)
  expect(many / few).toBeLessThan(9)
})

test('one revision more costs as many reads as it has objects, however large the file is', async () => {
  const readsOfLast = async (pages: number) => {
    const half = leaderSigned(await preparedLetter({ pages }))
    const before = counted(half)
    const after = counted(sealed(half))
    verifyPdf(before.source, trust)
    verifyPdf(after.source, trust)
    return after.reads() - before.reads()
  }
  const [few, many] = [await readsOfLast(50), await readsOfLast(400)]
  expect(many).toBeLessThan(few * 1.5 + 20)
})
