import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { composeFinding, type FindingSheet } from '#server/documents/compose/compose-finding.ts'
import { momentInVietnam } from '#server/documents/compose/finding-facts.ts'
import { hasTool } from '#test/support/system-tools.ts'
import { explained as found } from '#test/signing/sample-finding.ts'

const file = { name: 'Công văn 664.pdf', sha256: 'a1'.repeat(32), size_bytes: 1_234_567 }

async function textOf(sheet: FindingSheet): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'finding-')), 'finding.pdf')
  writeFileSync(path, await composeFinding(sheet))
  const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
  return text.normalize('NFC').replace(/\s+/g, ' ')
}

describe.skipIf(!hasTool('pdftotext'))('the printed finding (needs poppler)', () => {
  test('says in Vietnamese all that the circular wants, and the change after signing apart from the result', async () => {
    const text = await textOf({ found, file })
    for (const part of [
      ...['KẾT QUẢ KIỂM TRA CHỮ KÝ SỐ', 'Công văn 664.pdf', '1.234.567 byte', 'Đã bị thay đổi sau khi ký'],
      ...['Chủ thể chứng thư số CN=Nguyễn Thị Mẫu', 'Tổ chức cấp CN=CA dùng thử', '01/01/2026 – 01/01/2027'],
      ...['Cơ quan quản lý Ủy ban nhân dân tỉnh An Giang', 'Tính toàn vẹn', 'Thay đổi sau khi ký', 'Hiệu lực khi ký'],
      ...['Thời gian ký 20/11/2026 08:00:00 (+07:00)', 'Được chứng minh Chưa có dấu thời gian'],
    ])
      expect(text).toContain(part)
    expect(text.replaceAll(' ', '')).toContain(file.sha256)
  })

  test('a certificate full of odd letters and a page-long name breaks nothing', async () => {
    const odd = { ...found.signatures[0]!, signer: `漢😀\u0000\n${'x'.repeat(5000)}`, field: '| **a** |' }
    const text = await textOf({ found: { ...found, signatures: [odd] }, file: { ...file, size_bytes: null } })
    expect(text).toContain('1/1. Chữ ký số của người có thẩm quyền: ??')
    expect(text).not.toContain('byte')
  })

  test('fifty-one signatures run over pages', async () => {
    const signatures = Array.from({ length: 51 }, (_, index) => ({ ...found.signatures[1]!, field: `f${index}` }))
    expect(await textOf({ found: { ...found, signatures }, file })).toContain('51/51. Chữ ký số của cơ quan')
  })
})

test.each([
  ['2020-06-23T09:22:05.000Z', '23/06/2020 16:22:05 (+07:00)'],
  ['2020-12-31T17:00:00.000Z', '01/01/2021 00:00:00 (+07:00)'],
])('%s is %s', (iso, said) => expect(momentInVietnam(iso)).toBe(said))
