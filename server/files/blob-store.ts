import type { Readable } from 'node:stream'
import type { ByteRange } from './http-range.rules.ts'

/** Bytes that are kept: their SHA-256 in lower-case hex is their name. */
export type StoredBlob = { sha256: string; size_bytes: number }

/** Received but not yet kept. End it with `keep` or `discard`; either is harmless when repeated. */
export type StagedBlob = StoredBlob & {
  /** A private copy on the local disk, for inspection; gone after `keep` or `discard`. */
  path: string
  keep(): Promise<StoredBlob>
  discard(): Promise<void>
}

export type BlobSource = Uint8Array | AsyncIterable<Uint8Array>

/**
 * Where the bytes of all files live, named by their content.
 *
 * - **Repeated**: keeping the same bytes again changes nothing and gives the same name.
 * - **Concurrent**: any number of writers may keep the same bytes at once; a reader sees all of them or nothing.
 * - **Stopped**: once `put` or `keep` has answered, the bytes survive a kill of the process and a loss of power. Before
 *   that nothing is visible; what a killed writer left behind is swept at a later start.
 * - **Unknown**: reading a name that was never kept refuses `not_found / blob_missing`.
 * - **Damaged**: `bytes` compares the content with its name and throws (a fault, not a refusal) when they differ.
 * - **Never changed**: there is no way to alter or remove what is kept.
 */
export interface BlobStore {
  /** Receives a source to a private place. Refuses `invalid / file_too_large` as soon as it passes `limit_bytes`. */
  stage(source: BlobSource, limit_bytes?: number): Promise<StagedBlob>
  /** Stages and keeps in one go. */
  put(source: BlobSource): Promise<StoredBlob>
  /** Size of kept bytes, or null where nothing is kept under that name. */
  sizeOf(sha256: string): Promise<number | null>
  /** All bytes, compared with their name. */
  bytes(sha256: string): Promise<Uint8Array>
  /** The bytes, or a part of them, as they come from the medium; 256 KB pieces. */
  stream(sha256: string, range?: ByteRange): Promise<Readable>
  /** Lends a path on the local disk to programs that read files. The file must not be changed nor used after `use`. */
  asFile<Answer>(sha256: string, use: (path: string) => Promise<Answer>): Promise<Answer>
}
