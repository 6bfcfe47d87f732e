import { chmod, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openDiskBlobStore } from '#server/files/disk-blob-store.ts'
import { describeBlobStore } from './blob-store.contract.ts'

const folders: string[] = []
const folder = async () => {
  folders.push(await mkdtemp(join(tmpdir(), 'blobs-')))
  return folders.at(-1)!
}
afterAll(() => Promise.all(folders.map((path) => rm(path, { recursive: true, force: true }))))

describeBlobStore('a folder', async () => openDiskBlobStore(await folder()))

test('bytes stand read-only under two levels of folders, and nothing is left in staging', async () => {
  const path = await folder()
  const store = await openDiskBlobStore(path)
  const { sha256 } = await store.put(Buffer.from('664/UBND-TH'))
  const file = await stat(join(path, sha256.slice(0, 2), sha256.slice(2, 4), sha256))
  expect(file.mode & 0o777).toBe(0o400)
  expect(await readdir(join(path, 'staging'))).toEqual([])
})

test('what a killed writer left behind is swept a day later', async () => {
  const path = await folder()
  await openDiskBlobStore(path)
  await writeFile(join(path, 'staging', 'old'), 'x')
  await writeFile(join(path, 'staging', 'young'), 'x')
  const yesterday = Date.now() / 1000 - 25 * 3600
  await utimes(join(path, 'staging', 'old'), yesterday, yesterday)
  await openDiskBlobStore(path)
  expect(await readdir(join(path, 'staging'))).toEqual(['young'])
})

test('a flipped bit is noticed', async () => {
  const path = await folder()
  const store = await openDiskBlobStore(path)
  const { sha256 } = await store.put(Buffer.from('100 triệu đồng'))
  const file = join(path, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
  await chmod(file, 0o600)
  await writeFile(file, Buffer.from('900 triệu đồng'))
  await expect(store.bytes(sha256)).rejects.toThrow('damaged blob')
})
