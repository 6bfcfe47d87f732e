import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { refuse } from '#server/kernel/refusal.ts'
import { confineProcess } from './confine-process.ts'

const timeout_ms = 60_000
/** LibreOffice takes 0.2 GB for a letter; a long annex with pictures may take five times that. */
const data_bytes = 1_500_000_000

/** A form of its own would stand in the way of the fields that we prepare for number, date and signatures. */
const filter = 'pdf:writer_pdf_Export:{"ExportFormFields":{"type":"boolean","value":"false"}}'
const quiet = ['--headless', '--norestore', '--nolockcheck', '--nodefault', '--nofirststartwizard', '--nologo']

let present: Promise<boolean> | null = null

/** True where LibreOffice is installed. Looked up once; for `doctor` too. */
export function hasConverter(): Promise<boolean> {
  present ??= new Promise((resolve) =>
    execFile('soffice', ['--version'], { timeout: 20_000 }, (error) => resolve(!error)),
  )
  return present
}

/**
 * Makes a PDF of an inspected DOCX with LibreOffice, in a folder, a profile and a process of its own, without network.
 * Lends the PDF's path to `use` and removes everything afterwards. Refuses `converter_missing` (503) where LibreOffice is not
 * installed, `file_too_heavy` after a minute, `converter_failed` when no PDF comes out.
 */
export async function convertToPdf<Answer>(
  docxPath: string,
  use: (pdfPath: string) => Promise<Answer>,
): Promise<Answer> {
  if (!(await hasConverter())) refuse('unavailable', 'converter_missing')
  const folder = await mkdtemp(join(tmpdir(), 'ecabinet-convert-'))
  try {
    await convertIn(folder, docxPath)
    return await use(join(folder, 'document.pdf'))
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Blobs have no ending, and LibreOffice goes by endings. */
async function convertIn(folder: string, docxPath: string): Promise<void> {
  const source = join(folder, 'document.docx')
  await symlink(docxPath, source)
  await mkdir(join(folder, 'home'))
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`
  const { end } = await confineProcess({
    command: 'soffice',
    args: [...quiet, profile, '--convert-to', filter, '--outdir', folder, source],
    env: { HOME: join(folder, 'home') },
    cwd: folder,
    timeout_ms,
    data_bytes,
  })
  if (end === 'overrun') refuse('invalid', 'file_too_heavy')
  const made = await stat(join(folder, 'document.pdf')).catch(() => null)
  if (end === 'failed' || !made || made.size === 0) refuse('invalid', 'converter_failed')
}
