import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { composeDocument } from '#server/documents/compose/compose-document.ts'
import { filesRefusals } from '#server/files/files.refusals.ts'
import { inspectFile } from '#server/files/inspect-file.ts'
import { hasTool } from '#test/support/system-tools.ts'
import { letter664, longLetter } from '../documents/compose/samples.ts'
import { blankPdf, bombInContents, bombInCrossReferences, docx, rawPdf, zip } from './foreign-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'inspect-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let written = 0

function fileOf(bytes: Uint8Array): string {
  const path = join(folder, `upload-${(written += 1)}`)
  writeFileSync(path, bytes)
  return path
}

const inspect = (bytes: Uint8Array) => inspectFile({ path: fileOf(bytes), limit_bytes: 50_000_000 })

async function reasonFor(bytes: Uint8Array): Promise<string> {
  const refusal = await inspect(bytes).then(
    () => ({ reason: 'accepted', code: '' }),
    (error: { reason: string; code: string }) => error,
  )
  if (refusal.reason !== 'accepted') {
    expect(refusal.code).toBe('invalid')
    expect(Object.keys(filesRefusals)).toContain(refusal.reason)
  }
  return refusal.reason
}

const letter = await composeDocument(letter664)

describe('a sound file', () => {
  test('PDF: pages and text in NFC', async () => {
    const found = await inspect(await composeDocument(longLetter))
    expect(found).toMatchObject({ kind: 'pdf', mediaType: 'application/pdf', pages: 39, signatures: 0, attachments: 0 })
    expect(found.text).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')
    expect(found.text).toBe(found.text.normalize('NFC'))
  })

  test('DOCX: text in NFC, also where it was written decomposed', async () => {
    const found = await inspect(docx(['Ủy ban nhân dân'.normalize('NFD'), 'R&amp;D <w:tab/>']))
    expect(found).toMatchObject({ kind: 'docx', pages: null, signatures: 0, legacyFonts: false })
    expect(found.text).toBe('Ủy ban nhân dân\nR&D')
  })

  test('legacy 8-bit typefaces, signatures and attachments are told, not refused', async () => {
    const more = [
      '<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+.VnTime >>',
      '<< /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 1 2 3] /Contents <00> >>',
      '<< /Type /EmbeddedFile /Length 0 >>\nstream\n\nendstream',
    ]
    expect(await inspect(blankPdf({ more }))).toMatchObject({ legacyFonts: true, signatures: 1, attachments: 1 })
  })
})

describe('refused', () => {
  test('empty', async () => expect(await reasonFor(new Uint8Array())).toBe('file_empty'))

  test('too large, before it is opened', async () => {
    const refusal = inspectFile({ path: fileOf(letter), limit_bytes: 100_000 })
    await expect(refusal).rejects.toMatchObject({ reason: 'file_too_large', data: { limit_mb: 0.1 } })
  })

  test.each([
    ['a program renamed to .pdf', Buffer.from('MZ\u0090\u0000%PDF-1.7 inside')],
    ['plain text', Buffer.from('Kính gửi: các Sở')],
    ['an old Word file', Buffer.concat([Buffer.from('D0CF11E0A1B11AE1', 'hex'), Buffer.alloc(600)])],
    ['an archive that is no document', zip([{ name: '[Content_Types].xml', content: '<Types/>' }])],
    [
      'a spreadsheet renamed to .docx',
      docx(['x'], [], 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'),
    ],
  ])('%s', async (_, bytes) => expect(await reasonFor(bytes)).toBe('file_type_not_accepted'))

  test.each([
    ['cut in the middle', letter.subarray(0, letter.length / 2)],
    ['cut just before the end', letter.subarray(0, letter.length - 20)],
    [
      'a startxref that points elsewhere',
      Buffer.from(
        Buffer.from(letter)
          .toString('latin1')
          .replace(/startxref\n\d+/u, 'startxref\n12'),
        'latin1',
      ),
    ],
    ['a header and nothing more', Buffer.from('%PDF-1.7\n')],
    ['no pages', rawPdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>'])],
    [
      'a page tree in a circle',
      rawPdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [2 0 R] /Count 1 >>']),
    ],
  ])('malformed PDF: %s', async (_, bytes) => expect(await reasonFor(bytes)).toBe('file_unreadable'))

  test.skipIf(!hasTool('qpdf'))('encrypted PDF, with and without a password to open it (needs qpdf)', async () => {
    const path = fileOf(letter)
    for (const password of ['', 'secret']) {
      execFileSync('qpdf', ['--encrypt', password, 'owner', '256', '--', path, `${path}.locked`])
      expect(await reasonFor(readFileSync(`${path}.locked`))).toBe('file_encrypted')
    }
  })

  test('encrypted DOCX', async () => {
    const bytes = Buffer.concat([
      Buffer.from('D0CF11E0A1B11AE1', 'hex'),
      Buffer.alloc(1024),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ])
    expect(await reasonFor(bytes)).toBe('file_encrypted')
  })
})

describe('refused for what it would do when opened', () => {
  const js = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>'
  test.each([
    ['JavaScript at opening', blankPdf({ catalog: `/OpenAction ${js}` })],
    ['JavaScript under an escaped name', blankPdf({ catalog: '/OpenAction << /S /J#61vaScript /J#53 (x) >>' })],
    [
      'JavaScript in the name tree',
      blankPdf({ catalog: `/Names << /JavaScript << /Names [(a) 4 0 R] >> >>`, more: [js] }),
    ],
    ['JavaScript on a page', blankPdf({ pageKeys: `/AA << /O ${js} >>` })],
    ['JavaScript that nothing refers to yet', blankPdf({ more: [js] })],
    ['a link that is a script', blankPdf({ more: ['<< /S /URI /URI (javascript:alert\\(1\\)) >>'] })],
    ['a launch action', blankPdf({ catalog: '/OpenAction << /S /Launch /F (cmd.exe) >>' })],
    ['XFA', blankPdf({ catalog: '/AcroForm << /Fields [] /XFA [] >>' })],
    ['a form that sends itself', blankPdf({ more: ['<< /S /SubmitForm /F (http://example.vn) >>'] })],
  ])('PDF: %s', async (_, bytes) => expect(await reasonFor(bytes)).toBe('file_has_script'))

  test('an action that only turns to a page is no script', async () => {
    expect(await reasonFor(blankPdf({ catalog: '/OpenAction [3 0 R /Fit]' }))).toBe('accepted')
  })

  const relation = (type: string, mode = 'External') =>
    `<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="http://example.vn/x" TargetMode="${mode}"/></Relationships>`
  test.each([
    ['macros', docx(['x'], [{ name: 'word/vbaProject.bin', content: 'x' }])],
    ['a macro-enabled type', docx(['x'], [], 'application/vnd.ms-word.document.macroEnabled.main+xml')],
    [
      'a remote template',
      docx(['x'], [{ name: 'word/_rels/settings.xml.rels', content: relation('attachedTemplate') }]),
    ],
    [
      'a DDE field',
      docx([
        '</w:t></w:r><w:r><w:instrText> DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\cmd</w:instrText></w:r><w:r><w:t>',
      ]),
    ],
  ])('DOCX: %s', async (_, bytes) => expect(await reasonFor(bytes)).toBe('file_has_script'))

  test('a link to a web page is no template', async () => {
    const bytes = docx(['x'], [{ name: 'word/_rels/document.xml.rels', content: relation('hyperlink') }])
    expect(await reasonFor(bytes)).toBe('accepted')
  })
})

describe('refused archives', () => {
  test.each([
    ['a path that climbs', docx(['x'], [{ name: '../../etc/cron.d/x', content: 'x' }])],
    ['an absolute path', docx(['x'], [{ name: '/etc/passwd', content: 'x' }])],
    ['a Windows path', docx(['x'], [{ name: 'word\\..\\x', content: 'x' }])],
    ['one name twice', docx(['x'], [{ name: 'word/document.xml', content: 'x' }])],
    ['two names for one entry', docx(['x'], [{ name: 'word/a.xml', localName: 'word/b.xml', content: 'x' }])],
    [
      'an entity declaration',
      docx(
        ['x'],
        [{ name: 'word/a.xml', content: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>' }],
      ),
    ],
    ['a wrong checksum', docx(['x'], [{ name: 'word/a.xml', content: 'x', sum: 1 }])],
    ['cut in the middle', docx(['x'.repeat(5000)]).subarray(0, 400)],
  ])('%s', async (_, bytes) => expect(await reasonFor(bytes)).toBe('file_unreadable'))

  test('an entry with a password', async () => {
    expect(await reasonFor(docx(['x'], [{ name: 'word/a.xml', content: 'x', flags: 1 }]))).toBe('file_encrypted')
  })

  test('an entry that unpacks to more than it says', async () => {
    const bomb = docx(['x'], [{ name: 'word/a.xml', content: Buffer.alloc(5_000_000), claimed_bytes: 10 }])
    expect(await reasonFor(bomb)).toBe('file_too_heavy')
  })

  test('more than 500 MB in all', async () => {
    const entries = [1, 2, 3].map((n) => ({ name: `word/${n}.bin`, content: Buffer.alloc(200_000_000) }))
    expect(await reasonFor(docx(['x'], entries))).toBe('file_too_heavy')
  })
})

describe('a bomb', () => {
  test.each([
    ['in the cross-references', bombInCrossReferences(10)],
    ['in the page', bombInContents(10)],
  ])(
    '%s is refused while the server keeps its memory',
    async (_, bytes) => {
      expect(bytes.length).toBeLessThan(60_000)
      const before_bytes = process.memoryUsage().rss
      let highest_bytes = 0
      const watch = setInterval(() => (highest_bytes = Math.max(highest_bytes, process.memoryUsage().rss)), 20)
      expect(await reasonFor(bytes)).toBe('file_too_heavy')
      clearInterval(watch)
      expect(highest_bytes - before_bytes).toBeLessThan(50_000_000)
    },
    40_000,
  )
})
