import { createHash } from 'node:crypto'
import { zipEntries, type ZipEntry } from '#server/files/door.ts'
import { Refusal } from '#server/kernel/refusal.ts'
import type { Problem } from '../verify/report.ts'
import { bundleManifest, type BundleManifest } from './bundle-manifest.ts'

/** A bundle whose parts are what its manifest says, or what is wrong; `problems` that name a part do not hide the others. */
export interface ReadBundle {
  manifest: BundleManifest | null
  parts: Map<string, Buffer>
  problems: Problem[]
  /** Nothing inside was looked at: the archive itself is refused. */
  refused: boolean
}

const CONTAINER = { file_too_heavy: 'bundle_too_large', file_unreadable: 'bundle_unreadable' } as const

/** Opens a ZIP in memory and holds every part against the manifest. Writes nothing to disk; never throws for what it contains. */
export function readBundle(archive: Buffer): ReadBundle {
  try {
    return readParts(zipEntries(archive))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const unsafe = typeof error.data['why'] === 'string'
    const code = unsafe ? 'bundle_unsafe' : (CONTAINER[error.reason as keyof typeof CONTAINER] ?? 'bundle_unreadable')
    return refused(code, unsafe ? String(error.data['why']) : error.reason)
  }
}

const refused = (code: string, detail: string): ReadBundle => ({
  manifest: null,
  parts: new Map(),
  problems: [{ code, detail }],
  refused: true,
})

function readParts(entries: ZipEntry[]): ReadBundle {
  const parts = new Map(entries.map((entry) => [entry.name, entry.read()]))
  const text = parts.get('manifest.json')
  if (!text) return refused('bundle_manifest_missing', 'manifest.json')
  const manifest = parseManifest(text)
  if (!manifest) return refused('bundle_manifest_malformed', 'manifest.json')
  const listed = new Map(manifest.files.map((file) => [file.path, file]))
  const problems = [...parts.keys()]
    .filter((name) => name !== 'manifest.json' && !listed.has(name))
    .map((name): Problem => ({ code: 'bundle_file_unlisted', detail: name }))
  for (const { path, sha256 } of manifest.files) {
    const part = parts.get(path)
    if (!part) problems.push({ code: 'bundle_file_missing', detail: path })
    else if (createHash('sha256').update(part).digest('hex') !== sha256)
      problems.push({ code: 'bundle_file_changed', detail: path })
  }
  return { manifest, parts, problems, refused: false }
}

function parseManifest(text: Buffer): BundleManifest | null {
  const read = bundleManifest.safeParse(parseJson(text))
  return read.success ? read.data : null
}

/** The value, or undefined for what is no JSON. */
export function parseJson(text: Buffer | string): unknown {
  try {
    return JSON.parse(text.toString()) as unknown
  } catch {
    return undefined
  }
}
