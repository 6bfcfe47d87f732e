import { refuse } from '#server/kernel/refusal.ts'
import type { Inspection } from './inspect-file.ts'
import { mediaTypes } from './media-types.rules.ts'
import { type ZipEntry, zipEntries } from './zip-entries.ts'

const mainPart = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const active = /(?:^|\/)(?:vbaProject\.bin|vbaData\.xml|activeX\d*\.(?:bin|xml))$/iu
/** Relations that make a word processor load another file when it opens this one. */
const loading = /\/(?:attachedTemplate|oleObject|frame|subDocument|aFChunk)"/u
const text_chars = 20_000

/** Looks into a DOCX: its archive, its parts, what would run or be fetched when it is opened. Only inside a confined process. */
export function inspectDocx(bytes: Buffer): Inspection {
  const entries = zipEntries(bytes)
  const types = textOf(entries.find(({ name }) => name === '[Content_Types].xml'))
  assertNoMacros(entries, types)
  if (!types.includes(mainPart)) refuse('invalid', 'file_type_not_accepted')
  const parts = entries.map((entry) => ({ name: entry.name, xml: xmlOf(entry) }))
  for (const { name, xml } of parts) assertQuietPart(name, xml)
  const body = parts.find(({ name }) => name === 'word/document.xml')?.xml
  if (!body) refuse('invalid', 'file_unreadable')
  return {
    kind: 'docx',
    mediaType: mediaTypes.docx,
    pages: null,
    text: plainText(body),
    signatures: entries.filter(({ name }) => /^_xmlsignatures\/sig\d+\.xml$/iu.test(name)).length,
    attachments: entries.filter(({ name }) => name.startsWith('word/embeddings/')).length,
    legacyFonts: parts.some(({ xml }) => /w:(?:ascii|hAnsi|name|val)="(?:\.Vn|VNI-)/u.test(xml)),
  }
}

function assertNoMacros(entries: ZipEntry[], types: string): void {
  if (types.includes('macroEnabled') || entries.some(({ name }) => active.test(name))) {
    refuse('invalid', 'file_has_script', { what: 'VBA' })
  }
}

/** Unpacks every entry, so that none lies about its size; text only of the XML parts. */
function xmlOf(entry: ZipEntry): string {
  const content = entry.read()
  return /\.(?:xml|rels)$/iu.test(entry.name) ? decode(content) : ''
}

const textOf = (entry: ZipEntry | undefined) => (entry ? decode(entry.read()) : '')

function decode(content: Buffer): string {
  const mark = content.subarray(0, 2).toString('hex')
  if (mark === 'fffe') return content.toString('utf16le')
  if (mark === 'feff')
    return Buffer.from(content.subarray(0, content.length & ~1))
      .swap16()
      .toString('utf16le')
  return content.toString('utf8')
}

function assertQuietPart(name: string, xml: string): void {
  if (/<!(?:DOCTYPE|ENTITY)/iu.test(xml)) refuse('invalid', 'file_unreadable')
  if (name.endsWith('.rels')) {
    for (const [relation] of xml.matchAll(/<Relationship\b[^>]*>/gu)) {
      const external = /TargetMode="External"/iu.test(relation) && loading.test(relation)
      if (external) refuse('invalid', 'file_has_script', { what: 'external template' })
    }
  }
  const instructions = [...xml.matchAll(/<w:instrText[^>]*>([^<]*)</gu)].map((match) => match[1]).join('')
  if (/\bDDE(?:AUTO)?\b/iu.test(instructions)) refuse('invalid', 'file_has_script', { what: 'DDE' })
}

/** Words of the main part, a line a paragraph. */
function plainText(xml: string): string {
  const marked = xml.replaceAll('</w:p>', '\n').replace(/<w:(?:tab|br)\b[^>]*>/gu, ' ')
  const bare = marked.replace(/<[^>]*>/gu, '')
  const named: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&apos;': "'" }
  const text = bare.replace(/&(?:lt|gt|amp|quot|apos);/gu, (entity) => named[entity]!)
  return text.toWellFormed().normalize('NFC').slice(0, text_chars).trim()
}
