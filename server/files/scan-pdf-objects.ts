import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, type PDFObject, PDFRawStream, PDFString } from 'pdf-lib'
import { refuse } from '#server/kernel/refusal.ts'
import { assertStreamUnpacks, assertStructureUnpacks } from './pdf-bombs.ts'

export type ObjectScan = { signatures: number; attachments: number; legacyFonts: boolean }

/** Kinds of action that do more than show another place of the same file. */
const actions = new Set(['JavaScript', 'Launch', 'ImportData', 'SubmitForm', 'GoToE', 'Rendition', 'RichMediaExecute'])
/** Keys whose presence alone brings a script or a second document inside. */
const keys = new Set(['JS', 'JavaScript', 'XFA', 'RichMediaContent'])
const legacyFont = /^(?:[A-Z]{6}\+)?(?:\.Vn|VNI-)/u

/**
 * Visits every object that stands in the file, also those that no cross-reference lists, since some reader may find them.
 * Refuses `file_encrypted`, `file_has_script {what}` and `file_too_heavy`.
 */
export async function scanObjects(bytes: Buffer): Promise<ObjectScan> {
  const options = { ignoreEncryption: true, updateMetadata: false, preserveXFA: true, parseSpeed: Infinity }
  assertStructureUnpacks(bytes)
  const { context } = await PDFDocument.load(bytes, options)
  if (context.trailerInfo.Encrypt) refuse('invalid', 'file_encrypted')
  const scan: ObjectScan = { signatures: 0, attachments: 0, legacyFonts: false }
  for (const [, object] of context.enumerateIndirectObjects()) {
    if (object instanceof PDFRawStream) assertStreamUnpacks(object)
    visit(object instanceof PDFRawStream ? object.dict : object, scan)
  }
  return scan
}

function visit(object: PDFObject, scan: ObjectScan): void {
  const open = [object]
  for (let next = open.pop(); next; next = open.pop()) {
    if (next instanceof PDFArray) open.push(...next.asArray())
    if (!(next instanceof PDFDict)) continue
    look(next, scan)
    open.push(...next.values())
  }
}

function look(dict: PDFDict, scan: ObjectScan): void {
  for (const key of dict.keys()) {
    if (keys.has(key.decodeText())) refuse('invalid', 'file_has_script', { what: key.decodeText() })
  }
  const action = nameIn(dict, 'S')
  if (actions.has(action)) refuse('invalid', 'file_has_script', { what: action })
  if (action === 'URI' && /^\s*javascript:/iu.test(textIn(dict, 'URI'))) {
    refuse('invalid', 'file_has_script', { what: 'JavaScript' })
  }
  if (dict.has(PDFName.of('ByteRange')) && dict.has(PDFName.of('Contents'))) scan.signatures += 1
  if (nameIn(dict, 'Type') === 'EmbeddedFile') scan.attachments += 1
  if (legacyFont.test(nameIn(dict, 'BaseFont'))) scan.legacyFonts = true
}

function nameIn(dict: PDFDict, key: string): string {
  const value = dict.get(PDFName.of(key))
  return value instanceof PDFName ? value.decodeText() : ''
}

function textIn(dict: PDFDict, key: string): string {
  const value = dict.get(PDFName.of(key))
  return value instanceof PDFString || value instanceof PDFHexString ? value.decodeText() : ''
}
