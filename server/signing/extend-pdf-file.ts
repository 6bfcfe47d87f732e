import { refuse } from '#server/kernel/refusal.ts'
import type { Authorities } from './long-term/authorities.ts'
import { extendFile, type Extension, type Level } from './long-term/extend-file.ts'
import { workbenchOver } from './long-term/workbench.ts'
import { openFileSource } from './pdf/file-source.ts'
import type { TrustContext } from './verify/trust-context.ts'
import { verifyPdf } from './verify/verify-pdf.ts'
import { writeAppended } from './write-appended.ts'

/** A signed file of the disk that is to reach a level. */
export interface FileExtension {
  path: string
  target: Level
  authorities: Authorities
  trust: TrustContext
  /** Opens an encrypted file; the empty one is tried in any case. */
  password?: string
}

/**
 * Brings a file of the disk to a level as far as the services help, and says how far. The file is read in windows, never whole, and is
 * replaced by the longer one whole, or stays what it was. Refuses `base_changed` when it was changed meanwhile, and what writing refuses.
 */
export async function extendPdfFile({ path, target, authorities, trust, password }: FileExtension): Promise<Extension> {
  const source = openFileSource(path)
  try {
    const bench = workbenchOver(source, trust, password)
    const extension = await extendFile(bench, { target, authorities })
    const more = bench.tail()
    if (!source.isUnchanged()) return refuse('conflict', 'base_changed')
    const check = (made: string) => assertIntact(made, trust, password)
    if (more.length > 0) await writeAppended({ base: path, more, output: path, check })
    return extension
  } finally {
    source.close()
  }
}

function assertIntact(path: string, trust: TrustContext, password?: string): void {
  const source = openFileSource(path)
  try {
    const { overall, signatures } = verifyPdf(source, trust, password)
    if (overall === 'unreadable' || !signatures.every(({ intact }) => intact)) refuse('conflict', 'base_changed')
  } finally {
    source.close()
  }
}
