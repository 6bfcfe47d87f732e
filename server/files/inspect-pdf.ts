import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { refuse } from '#server/kernel/refusal.ts'
import type { Inspection } from './inspect-file.ts'
import { mediaTypes } from './media-types.rules.ts'
import { assertWholePdf } from './pdf-frame.rules.ts'
import { scanObjects } from './scan-pdf-objects.ts'

const textPages = 10
const text_chars = 20_000

/**
 * Looks at a PDF with two readers that fail differently: a scan of every object in the file, listed or not, for what must
 * not come in, and pdf.js, which follows the cross-references as viewers do, for pages and text. Only inside a confined
 * process.
 */
export async function inspectPdf(bytes: Buffer): Promise<Inspection> {
  assertWholePdf(bytes)
  const scan = await scanObjects(bytes)
  const document = await openForReading(bytes)
  await assertQuiet(document)
  const { signatures, attachments, legacyFonts } = scan
  const text = await textOf(document)
  return {
    kind: 'pdf',
    mediaType: mediaTypes.pdf,
    pages: document.numPages,
    text,
    signatures,
    attachments,
    legacyFonts,
  }
}

async function openForReading(bytes: Buffer): Promise<PDFDocumentProxy> {
  const data = new Uint8Array(bytes)
  const loading = getDocument({ data, verbosity: 0, stopAtErrors: true, enableXfa: false, useSystemFonts: false })
  try {
    return await loading.promise
  } catch (error) {
    return refuse('invalid', (error as Error).name === 'PasswordException' ? 'file_encrypted' : 'file_unreadable')
  }
}

/** What pdf.js would run or follow by itself. */
async function assertQuiet(document: PDFDocumentProxy): Promise<void> {
  if (document.numPages < 1) refuse('invalid', 'file_unreadable')
  if (await document.getJSActions()) refuse('invalid', 'file_has_script', { what: 'JavaScript' })
  const { info } = await document.getMetadata()
  if ((info as { IsXFAPresent?: boolean }).IsXFAPresent) refuse('invalid', 'file_has_script', { what: 'XFA' })
}

/** Also proves that the first pages and the last can be opened. */
async function textOf(document: PDFDocumentProxy): Promise<string> {
  await document.getPage(document.numPages)
  let text = ''
  for (let number = 1; number <= Math.min(document.numPages, textPages) && text.length < text_chars; number += 1) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    text += items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('') + '\n'
  }
  return text.replaceAll('\u0000', '').toWellFormed().normalize('NFC').slice(0, text_chars).trim()
}
