import { readFile } from 'node:fs/promises'
import { refuse } from '#server/kernel/refusal.ts'
import type { Authorities } from './long-term/authorities.ts'
import { extendFile, type Extension, type Level } from './long-term/extend-file.ts'
import { workbench } from './long-term/workbench.ts'
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
}

/**
 * Brings a file of the disk to a level as far as the services help, and says how far. The file is replaced by the longer
 * one whole, or stays what it was. Refuses `base_changed` when it was changed meanwhile, and what writing refuses.
 */
export async function extendPdfFile({ path, target, authorities, trust }: FileExtension): Promise<Extension> {
  const bench = workbench(await readFile(path), trust)
  const extension = await extendFile(bench, { target, authorities })
  const more = bench.tail()
  if (more.length > 0)
    await writeAppended({ base: path, more, output: path, check: (made) => assertIntact(made, trust) })
  return extension
}

function assertIntact(path: string, trust: TrustContext): void {
  const source = openFileSource(path)
  try {
    const { signatures } = verifyPdf(source, trust)
    if (!signatures.every(({ intact }) => intact)) refuse('conflict', 'base_changed')
  } finally {
    source.close()
  }
}
