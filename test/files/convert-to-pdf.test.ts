import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { convertToPdf } from '#server/files/convert-to-pdf.ts'
import { inspectFile } from '#server/files/inspect-file.ts'
import { hasTool } from '#test/support/system-tools.ts'
import { docx } from './foreign-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'convert-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const path = join(folder, 'blob-without-ending')
writeFileSync(path, docx(['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Kính gửi: Ủy ban nhân dân các huyện']))
const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('ecabinet-convert-'))

describe.skipIf(!hasTool('soffice'))('with LibreOffice (needs soffice)', () => {
  test('a DOCX becomes a PDF with its Vietnamese text, and nothing stays behind', async () => {
    const found = await convertToPdf(path, (pdf) => inspectFile({ path: pdf, limit_bytes: 10_000_000 }))
    expect(found).toMatchObject({ kind: 'pdf', pages: 1 })
    expect(found.text).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')
    expect(found.text).toContain('Kính gửi: Ủy ban nhân dân các huyện')
    expect(leftovers()).toEqual([])
  }, 60_000)

  test('two at once do not share a profile', async () => {
    const pages = (pdf: string) => inspectFile({ path: pdf, limit_bytes: 10_000_000 }).then((found) => found.pages)
    expect(await Promise.all([convertToPdf(path, pages), convertToPdf(path, pages)])).toEqual([1, 1])
  }, 60_000)

  test('what is no document at all is refused, not guessed', async () => {
    const nonsense = join(folder, 'nonsense')
    writeFileSync(nonsense, Buffer.from('PK\u0003\u0004 and then nothing'))
    await expect(convertToPdf(nonsense, () => Promise.resolve(1))).rejects.toMatchObject({ reason: 'converter_failed' })
    expect(leftovers()).toEqual([])
  }, 60_000)

  test('an ordinary user converts too', () => {
    const module = join(import.meta.dirname, '../../server/files/convert-to-pdf.ts')
    const program = `
      import { convertToPdf } from ${JSON.stringify(module)}
      import { stat } from 'node:fs/promises'
      console.log(await convertToPdf(${JSON.stringify(path)}, async (pdf) => (await stat(pdf)).size > 1000))`
    const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    execFileSync('chmod', ['-R', 'a+rX', folder])
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { ...user, cwd: '/' })
    expect(output.toString().trim()).toBe('true')
  }, 60_000)
})

describe('without LibreOffice', () => {
  const path = process.env['PATH']
  beforeEach(() => {
    process.env['PATH'] = '/nonexistent'
  })
  afterEach(() => (process.env['PATH'] = path))

  test('the refusal says so', async () => {
    // Under another address it is another module, which has not looked for LibreOffice yet.
    const again = new URL('../../server/files/convert-to-pdf.ts?again', import.meta.url).href
    const fresh = (await import(again)) as { convertToPdf: typeof convertToPdf }
    await expect(fresh.convertToPdf('/x', () => Promise.resolve(1))).rejects.toMatchObject({
      code: 'unavailable',
      reason: 'converter_missing',
    })
  })
})
