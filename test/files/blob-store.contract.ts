import { createHash, randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import type { BlobStore } from '#server/files/blob-store.ts'

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function* inPieces(bytes: Uint8Array, size = 1000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function* thatBreaks() {
  yield Buffer.from('half of ')
  throw new Error('connection lost')
}

const gone = { code: 'not_found', reason: 'blob_missing' }

/** What every {@link BlobStore} must do; `make` gives an empty store. */
export function describeBlobStore(name: string, make: () => Promise<BlobStore>): void {
  describe(`${name} keeps bytes`, () => {
    test('under their SHA-256, from bytes and from a stream alike', async () => {
      const store = await make()
      const bytes = randomBytes(700_001)
      const expected = { sha256: sha256Of(bytes), size_bytes: bytes.length }
      expect(await store.put(bytes)).toEqual(expected)
      expect(await store.put(inPieces(bytes))).toEqual(expected)
      expect(Buffer.from(await store.bytes(expected.sha256)).equals(bytes)).toBe(true)
      expect(await store.sizeOf(expected.sha256)).toBe(bytes.length)
    })

    test('also when there are none', async () => {
      const store = await make()
      const { sha256, size_bytes } = await store.put(new Uint8Array())
      expect(size_bytes).toBe(0)
      expect(await store.bytes(sha256)).toHaveLength(0)
    })

    test('once, whoever keeps them at the same time', async () => {
      const store = await make()
      const bytes = randomBytes(50_000)
      const kept = await Promise.all(Array.from({ length: 20 }, () => store.put(inPieces(bytes))))
      expect(new Set(kept.map(({ sha256 }) => sha256)).size).toBe(1)
      expect(Buffer.from(await store.bytes(kept[0]!.sha256)).equals(bytes)).toBe(true)
    })

    test('and gives any part of them', async () => {
      const store = await make()
      const bytes = randomBytes(600_000)
      const { sha256 } = await store.put(bytes)
      const part = await buffer(await store.stream(sha256, { start: 299_999, end: 300_010 }))
      expect(part.equals(bytes.subarray(299_999, 300_011))).toBe(true)
      expect((await buffer(await store.stream(sha256))).equals(bytes)).toBe(true)
    })

    test('and lends them as a file', async () => {
      const store = await make()
      const { sha256 } = await store.put(Buffer.from('Sở Nội vụ'))
      expect(await store.asFile(sha256, (path) => readFile(path, 'utf8'))).toBe('Sở Nội vụ')
    })
  })

  describe(`${name} keeps nothing`, () => {
    test('that was never kept, whatever the name', async () => {
      const store = await make()
      for (const name of [sha256Of(Buffer.from('x')), '../../etc/passwd', '', 'AB'.repeat(32)]) {
        await expect(store.bytes(name)).rejects.toMatchObject(gone)
        await expect(store.stream(name)).rejects.toMatchObject(gone)
        await expect(store.asFile(name, () => Promise.resolve(1))).rejects.toMatchObject(gone)
      }
      expect(await store.sizeOf(sha256Of(Buffer.from('x')))).toBeNull()
    })

    test('before keep, and nothing after discard', async () => {
      const store = await make()
      const staged = await store.stage(Buffer.from('draft'))
      expect(await readFile(staged.path, 'utf8')).toBe('draft')
      expect(await store.sizeOf(staged.sha256)).toBeNull()
      await staged.discard()
      await staged.discard()
      await expect(stat(staged.path)).rejects.toThrow('ENOENT')
      expect(await store.sizeOf(staged.sha256)).toBeNull()
    })

    test('of a source that breaks or is too long', async () => {
      const store = await make()
      await expect(store.put(thatBreaks())).rejects.toThrow('connection lost')
      await expect(store.stage(inPieces(randomBytes(10_000)), 9_999)).rejects.toMatchObject({
        code: 'invalid',
        reason: 'file_too_large',
      })
      expect(await store.sizeOf(sha256Of(Buffer.from('half of ')))).toBeNull()
    })
  })
}
