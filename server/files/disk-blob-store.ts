import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, chmod, mkdir, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { refuse } from '#server/kernel/refusal.ts'
import type { BlobSource, BlobStore, StagedBlob, StoredBlob } from './blob-store.ts'

const piece_bytes = 256 * 1024
/** A staged file this old belongs to a process that is gone. */
const abandoned_ms = 24 * 3600 * 1000

/**
 * Opens (and where needed makes) a {@link BlobStore} in a folder of one disk: `ab/cd/abcd…`, written to `staging/` first,
 * flushed, then renamed. Files are read-only, folders private to the server's user.
 */
export async function openDiskBlobStore(folder: string): Promise<BlobStore> {
  const staging = join(folder, 'staging')
  await mkdir(staging, { recursive: true, mode: 0o700 })
  await sweep(staging)
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), checked(sha256))
  const stage: BlobStore['stage'] = (source, limit_bytes) => stageTo(staging, source, { limit_bytes, pathOf })
  return {
    stage,
    put: async (source) => (await stage(source)).keep(),
    sizeOf: async (sha256) => sizeAt(pathOf(sha256)),
    bytes: async (sha256) => readChecked(pathOf(sha256), sha256),
    async stream(sha256, range) {
      const path = await kept(pathOf(sha256), sha256)
      return createReadStream(path, { highWaterMark: piece_bytes, ...range })
    },
    asFile: async (sha256, use) => use(await kept(pathOf(sha256), sha256)),
  }
}

/** A name from outside must never become a path of somebody's choice. */
function checked(sha256: string): string {
  if (!/^[0-9a-f]{64}$/u.test(sha256)) refuse('not_found', 'blob_missing', { sha256: sha256.slice(0, 64) })
  return sha256
}

type Target = { limit_bytes: number | undefined; pathOf: (sha256: string) => string }

async function stageTo(staging: string, source: BlobSource, target: Target): Promise<StagedBlob> {
  const path = join(staging, randomUUID())
  const discard = () => rm(path, { force: true })
  try {
    const blob = await writeDurably(path, source, target.limit_bytes ?? Infinity)
    return { ...blob, path, discard, keep: () => moveIn(path, blob, target.pathOf(blob.sha256)) }
  } catch (error) {
    await discard()
    throw error
  }
}

async function writeDurably(path: string, source: BlobSource, limit_bytes: number): Promise<StoredBlob> {
  const hash = createHash('sha256')
  const file = await open(path, 'wx', 0o600)
  let size_bytes = 0
  try {
    for await (const piece of source instanceof Uint8Array ? [source] : source) {
      size_bytes += piece.length
      if (size_bytes > limit_bytes) refuse('invalid', 'file_too_large', { limit_mb: inMegabytes(limit_bytes) })
      hash.update(piece)
      await file.writeFile(piece)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { sha256: hash.digest('hex'), size_bytes }
}

const inMegabytes = (bytes: number) => Math.round((bytes / 1_048_576) * 10) / 10

async function moveIn(path: string, blob: StoredBlob, target: string): Promise<StoredBlob> {
  if ((await sizeAt(target)) === blob.size_bytes) {
    await rm(path, { force: true })
    return blob
  }
  const shelf = dirname(target)
  await mkdir(shelf, { recursive: true, mode: 0o700 })
  await chmod(path, 0o400)
  await rename(path, target)
  for (const folder of [shelf, dirname(shelf), dirname(dirname(shelf))]) await flushFolder(folder)
  return blob
}

/** A rename is durable only once its folder is. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

async function sizeAt(path: string): Promise<number | null> {
  return stat(path).then(
    (found) => found.size,
    (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? null : Promise.reject(error)),
  )
}

async function kept(path: string, sha256: string): Promise<string> {
  await access(path).catch(() => refuse('not_found', 'blob_missing', { sha256 }))
  return path
}

async function readChecked(path: string, sha256: string): Promise<Uint8Array> {
  const bytes = await readFile(await kept(path, sha256))
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error(`damaged blob ${sha256}`)
  return bytes
}

async function sweep(staging: string): Promise<void> {
  for (const name of await readdir(staging)) {
    const path = join(staging, name)
    const found = await stat(path).catch(() => null)
    if (found && Date.now() - found.mtimeMs > abandoned_ms) await unlink(path).catch(() => undefined)
  }
}
