import { constants, crc32, deflateRawSync, deflateSync } from 'node:zlib'

/** A one-page PDF from raw objects; the first is the catalog. Offsets and trailer are right unless told otherwise. */
export function rawPdf(objects: string[], trailer = ''): Buffer {
  let body = '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n'
  const offsets = objects.map((object, index) => {
    const offset = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const xref = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${body.length}\n%%EOF\n`
  return Buffer.from(body + xref + end, 'latin1')
}

const pages = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>'
const page = (more = '') => `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${more} >>`

/** A blank page; `catalog` and `pageKeys` are spliced into their dictionaries, `more` follows as objects 4, 5, … */
export function blankPdf({ catalog = '', pageKeys = '', more = [] as string[], trailer = '' } = {}): Buffer {
  return rawPdf([`<< /Type /Catalog /Pages 2 0 R ${catalog} >>`, pages, page(pageKeys), ...more], trailer)
}

/** Zeros by the gigabyte in about 30 KB of deflate, built without ever holding them. */
export function deflatedZeros(gigabytes: number): Buffer {
  const block_bytes = 1 << 24
  const blocks = gigabytes * 64
  const block = deflateRawSync(Buffer.alloc(block_bytes), { finishFlush: constants.Z_FULL_FLUSH })
  const adler = Buffer.alloc(4)
  adler.writeUInt32BE((((block_bytes * blocks) % 65521) * 65536 + 1) >>> 0)
  const layers = [Buffer.from([0x78, 0x9c]), ...Array<Buffer>(blocks).fill(block), Buffer.from([3, 0]), adler]
  return deflateSync(Buffer.concat(layers))
}

const streamObject = (keys: string, content: Buffer) =>
  `<< ${keys} /Length ${content.length} >>\nstream\n${content.toString('latin1')}\nendstream`

/** A few kilobytes whose page content unpacks to `gigabytes`. */
export function bombInContents(gigabytes: number): Buffer {
  const content = streamObject('/Filter [/FlateDecode /FlateDecode]', deflatedZeros(gigabytes))
  return blankPdf({ pageKeys: '/Contents 4 0 R', more: [content] })
}

/** The same inside the cross-references: whoever opens the file at all unpacks it. */
export function bombInCrossReferences(gigabytes: number): Buffer {
  const head = '%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n'
  const keys = '/Type /XRef /Size 9 /W [1 4 2] /Root 1 0 R /Filter [/FlateDecode /FlateDecode]'
  const xref = `7 0 obj\n${streamObject(keys, deflatedZeros(gigabytes))}\nendobj\n`
  return Buffer.from(`${head}${xref}startxref\n${head.length}\n%%EOF\n`, 'latin1')
}

type Entry = {
  name: string
  content: Buffer | string
  flags?: number
  claimed_bytes?: number
  localName?: string
  sum?: number
}

/** A ZIP archive; entries may lie about their sizes and names. */
export function zip(entries: Entry[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const content = Buffer.from(entry.content)
    const packed = deflateRawSync(content)
    const size = entry.claimed_bytes ?? content.length
    const local = Buffer.concat([
      fields(0x04034b50, entry, { packed, size }),
      Buffer.from(entry.localName ?? entry.name),
      packed,
    ])
    directory.push(directoryEntry(entry, { packed, size, offset }))
    locals.push(local)
    offset += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, listed, end])
}

const sumOf = ({ sum, content }: Entry) => sum ?? crc32(content)

function fields(signature: number, entry: Entry, { packed, size }: { packed: Buffer; size: number }): Buffer {
  const head = Buffer.alloc(30)
  head.writeUInt32LE(signature, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(entry.flags ?? 0, 6)
  head.writeUInt16LE(8, 8)
  head.writeUInt32LE(sumOf(entry), 14)
  head.writeUInt32LE(packed.length, 18)
  head.writeUInt32LE(size, 22)
  head.writeUInt16LE(Buffer.byteLength(entry.localName ?? entry.name), 26)
  return head
}

function directoryEntry(entry: Entry, about: { packed: Buffer; size: number; offset: number }): Buffer {
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(20, 6)
  head.writeUInt16LE(entry.flags ?? 0, 8)
  head.writeUInt16LE(8, 10)
  head.writeUInt32LE(sumOf(entry), 16)
  head.writeUInt32LE(about.packed.length, 20)
  head.writeUInt32LE(about.size, 24)
  head.writeUInt16LE(Buffer.byteLength(entry.name), 28)
  head.writeUInt32LE(about.offset, 42)
  return Buffer.concat([head, Buffer.from(entry.name)])
}

const contentTypes = (main: string) =>
  `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`
const wordMain = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const packageRelations =
  '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
const paragraph = (text: string) => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`

/** A Word document with one paragraph a line; `more` adds entries, `main` changes the type that it claims to be. */
export function docx(lines: string[], more: Entry[] = [], main = wordMain): Buffer {
  return docxWithBody(lines.map(paragraph).join(''), more, main)
}

/** A Word document with that WordprocessingML as its body. */
export function docxWithBody(body: string, more: Entry[] = [], main = wordMain): Buffer {
  const document = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`
  return zip([
    { name: '[Content_Types].xml', content: contentTypes(main) },
    { name: '_rels/.rels', content: packageRelations },
    { name: 'word/document.xml', content: document },
    ...more,
  ])
}
