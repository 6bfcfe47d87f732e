import { createHash } from 'node:crypto'
import type { House } from '#server/kernel/house.ts'

/** Kept bytes are no longer what their name says. */
export class DamagedFile extends Error {}

/** Kept bytes and more behind them; throws {@link DamagedFile} before the end when the kept ones are not what their name says. */
export async function* appendToKept(house: House, sha256: string, more: Buffer): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  for await (const piece of (await house.blobs.stream(sha256)) as AsyncIterable<Buffer>) {
    hash.update(piece)
    yield piece
  }
  if (hash.digest('hex') !== sha256) throw new DamagedFile(`damaged blob ${sha256}`)
  yield more
}
