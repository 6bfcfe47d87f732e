import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { degrees, PDFDocument } from 'pdf-lib'
import { describe, expect, test, vi } from 'vitest'
import { signCommand } from '#server/cli/sign.ts'
import { markLine, markRect } from '#server/signing/appearance/text-mark.ts'
import { issueDemoIdentity, makeDemoAuthority } from '#server/signing/demo-pki.ts'
import { writePkcs12 } from '#server/signing/key-holders/write-pkcs12.ts'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { verifyPdf } from '#server/signing/verify/verify-pdf.ts'
import { parseCertificate } from '#server/signing/x509/certificate.ts'
import { hasTool } from '#test/support/system-tools.ts'
import { unsignedPdf } from './two-signature-desk.ts'

const signedAt = new Date('2020-06-23T09:22:05Z')
const agency = 'UBND tỉnh An Giang'

test.each([
  [{ kind: 'annex', code: '664/UBND-TH' }, '/', 'Số: 664/UBND-TH; 23/06/2020 16:22:05 +07:00'],
  [{ kind: 'annex', code: '664/UBND-TH' }, '.', 'Số: 664/UBND-TH; 23.06.2020 16:22:05 +07:00'],
  [{ kind: 'copy', form: 'sao_y', agency }, '/', 'Sao y; UBND tỉnh An Giang; 23/06/2020 16:22:05 +07:00'],
  [{ kind: 'copy', form: 'sao_luc', agency }, '-', 'Sao lục; UBND tỉnh An Giang; 23-06-2020 16:22:05 +07:00'],
  [{ kind: 'copy', form: 'trich_sao', agency }, '/', 'Trích sao; UBND tỉnh An Giang; 23/06/2020 16:22:05 +07:00'],
] as const)('the line of %o with %s', (mark, separator, line) => expect(markLine(mark, signedAt, separator)).toBe(line))

test('the day is the Vietnamese one', () =>
  expect(markLine({ kind: 'annex', code: '1' }, new Date('2020-12-31T17:00:00Z'))).toBe(
    'Số: 1; 01/01/2021 00:00:00 +07:00',
  ))

test('it stands inside the page, at its right, however long the line', () => {
  for (const line of ['Số: 1', 'x'.repeat(500)]) {
    const [left, bottom, right, top] = markRect([10, 20, 605, 862], line)
    expect([left >= 10 + 42, right < 605, top < 862, bottom > 862 - 60]).toEqual([true, true, true, true])
  }
})

describe('ecabinet sign --mark', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecabinet-mark-'))
  const at = (name: string) => join(folder, name)
  const now = new Date()
  const authority = makeDemoAuthority(now)
  const holder = { kind: 'agency', name: 'Ủy ban nhân dân tỉnh An Giang', shortName: agency, code: 'H01' } as const
  const { key, chain } = issueDemoIdentity(authority, holder, now)
  writeFileSync(at('key.p12'), writePkcs12({ key, certificates: chain, password: '1', iterations: 10 }))
  writeFileSync(at('pin'), '1')
  const trust = { roots: [parseCertificate(authority.root)], intermediates: [], at: now }

  async function run(...args: string[]): Promise<number> {
    const spies = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error')].map((spy) => spy.mockImplementation(() => {}))
    const status = await signCommand([
      '--p12',
      at('key.p12'),
      '--pin-file',
      at('pin'),
      ...args,
      at('in.pdf'),
      at('out.pdf'),
    ])
    for (const spy of spies) spy.mockRestore()
    return status
  }

  test.runIf(hasTool('pdftotext'))('shows the line top right of page 1, upright, and nothing else', async () => {
    writeFileSync(at('in.pdf'), await unsignedPdf({ pages: 2 }))
    expect(await run('--mark', 'annex:664/UBND-TH')).toBe(0)
    const box = ['-x', '280', '-y', '0', '-W', '315', '-H', '60']
    const text = execFileSync('pdftotext', ['-f', '1', '-l', '1', ...box, at('out.pdf'), '-'], { encoding: 'utf8' })
    expect(text.normalize('NFC').trim()).toMatch(/^Số: 664\/UBND-TH; \d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d \+07:00$/)
    expect(verifyPdf(bufferSource(readFileSync(at('out.pdf'))), trust)).toMatchObject({ overall: 'valid' })
    if (process.env['MARK_PICTURE']) writeFileSync(process.env['MARK_PICTURE'], readFileSync(at('out.pdf')))
  })

  test('refuses a mark that is none, two looks at once, and a page that lies on its side', async () => {
    writeFileSync(at('in.pdf'), await unsignedPdf())
    expect(await run('--mark', 'stamp:x')).toBe(64)
    expect(await run('--mark', 'annex:a\nb')).toBe(64)
    expect(await run('--mark', `annex:${'x'.repeat(300)}`)).toBe(64)
    expect(await run('--mark', 'annex:1', '--date-separator', 'x')).toBe(64)
    expect(await run('--mark', 'annex:1', '--image', at('pin'))).toBe(64)
    const turned = await PDFDocument.load(await unsignedPdf())
    turned.getPage(0).setRotation(degrees(90))
    writeFileSync(at('in.pdf'), await turned.save())
    expect(await run('--mark', 'annex:1')).toBe(1)
  })
})
