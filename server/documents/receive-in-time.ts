import type { BlobSource } from '#server/files/door.ts'
import { Refusal, refuse } from '#server/kernel/refusal.ts'

/**
 * The same bytes, as long as all of them arrive in time: refuses `upload_too_slow` after `limit_ms`, however slowly the sender
 * trickles, and `upload_broken` when he goes away in the middle.
 */
export async function* receiveInTime(source: BlobSource, limit_ms: number): AsyncGenerator<Uint8Array> {
  if (source instanceof Uint8Array) return yield source
  const pieces = source[Symbol.asyncIterator]()
  const { promise: late, resolve } = Promise.withResolvers<'late'>()
  const timer = setTimeout(() => resolve('late'), limit_ms)
  try {
    for (;;) {
      const step = await Promise.race([pieces.next(), late])
      if (step === 'late') return refuse('invalid', 'upload_too_slow', { seconds: Math.round(limit_ms / 1000) })
      if (step.done) return
      yield step.value
    }
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('invalid', 'upload_broken')
  } finally {
    clearTimeout(timer)
  }
}
