import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Lends the bytes as a file for the time of `use`. */
export function asFile<T>(bytes: Uint8Array, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ecabinet-signing-'))
  try {
    const path = join(folder, 'file.pdf')
    writeFileSync(path, bytes)
    return use(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What poppler says of each signature's arithmetic, in its order. It judges neither later changes nor trust. */
export function pdfsigVerdicts(bytes: Uint8Array, password = ''): string[] {
  const args = ['-nocert', ...(password === '' ? [] : ['-upw', password])]
  const said = asFile(bytes, (path) => execFileSync('pdfsig', [...args, path], { encoding: 'utf8' }))
  return [...said.matchAll(/Signature Validation: (.*)/g)].map((found) => found[1]!)
}

/** What qpdf finds wrong with the structure; empty for a clean file. */
export function qpdfComplaints(bytes: Uint8Array, password = ''): string {
  const args = [`--password=${password}`, '--check']
  const { status, stdout, stderr } = asFile(bytes, (path) => spawnSync('qpdf', [...args, path], { encoding: 'utf8' }))
  return status === 0 ? '' : stdout + stderr
}

/** The text that poppler extracts. */
export function pdftotext(bytes: Uint8Array): string {
  return asFile(bytes, (path) => execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })).normalize(
    'NFC',
  )
}

/** A file as qpdf rewrites it with these options. */
export function qpdfRewritten(bytes: Uint8Array, ...options: string[]): Buffer {
  return asFile(bytes, (path) => execFileSync('qpdf', [...options, path, '-'], { maxBuffer: 64 * 1024 * 1024 }))
}
