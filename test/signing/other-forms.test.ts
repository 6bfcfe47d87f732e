import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { Increment } from '#server/signing/pdf/increment.ts'
import { pdfDict, PdfName } from '#server/signing/pdf/objects.ts'
import { pageNumbered } from '#server/signing/pdf/page-tree.ts'
import { openPdf } from '#server/signing/pdf/pdf-file.ts'
import { prepareFields } from '#server/signing/prepare-fields.ts'
import { hasTool } from '#test/support/system-tools.ts'
import { hybridFile } from './hybrid-file.ts'
import { pdfsigVerdicts, qpdfComplaints } from './other-validators.ts'
import { leaderSigned, sealed, verified } from './signing-desk.ts'
import { letterFields, unsignedPdf } from './two-signature-desk.ts'

describe('a hybrid file', () => {
  const base = hybridFile()
  const file = sealed(leaderSigned(Buffer.concat([base, prepareFields(base, letterFields)])))

  test('gives its hidden object, and is signed as a classic one without the extra stream in later trailers', () => {
    const { revisions } = openPdf(bufferSource(file))
    expect(openPdf(bufferSource(base)).view().object(5)).toEqual(new Map([['Hidden', 1]]))
    expect(revisions.map(({ form, trailer }) => [form, trailer.has('XRefStm')])).toEqual([
      ['table', true],
      ['table', false],
      ['table', false],
      ['table', false],
    ])
    expect(verified(file)).toMatchObject({ overall: 'valid', problems: [] })
  })

  test.skipIf(!hasTool('pdfsig') || !hasTool('qpdf'))('is sound for others (needs pdfsig, qpdf)', () => {
    expect(pdfsigVerdicts(file)).toEqual(['Signature is Valid.', 'Signature is Valid.'])
    expect(qpdfComplaints(file)).toBe('')
  })
})

describe('files before their first signature', () => {
  test.each(['\n\n', '\r\n \0'])('white space behind the end (%j) does not stop a signature', async (tail) => {
    const base = Buffer.concat([await unsignedPdf(), Buffer.from(tail)])
    const file = leaderSigned(Buffer.concat([base, prepareFields(base, letterFields)]))
    expect(verified(file)).toMatchObject({ overall: 'valid', problems: [] })
  })

  test('anything else behind the end does', async () => {
    const base = Buffer.concat([await unsignedPdf(), Buffer.from('evil')])
    expect(() => prepareFields(base, letterFields)).toThrow(expect.objectContaining({ reason: 'pdf_unreadable' }))
  })

  test('fields cannot be prepared twice, nor on a page that is not there, nor on a signed file', async () => {
    const base = await unsignedPdf()
    const once = Buffer.concat([base, prepareFields(base, letterFields)])
    expect(() => prepareFields(once, letterFields)).toThrow(expect.objectContaining({ reason: 'field_exists' }))
    const far = [{ ...letterFields[0]!, page: 9 }]
    expect(() => prepareFields(base, far)).toThrow(expect.objectContaining({ reason: 'page_missing' }))
    const more = [{ ...letterFields[0]!, name: 'more' }]
    expect(() => prepareFields(leaderSigned(once), more)).toThrow(
      expect.objectContaining({ reason: 'pdf_already_signed' }),
    )
    expect(() => leaderSigned(leaderSigned(once))).toThrow(expect.objectContaining({ reason: 'pdf_already_signed' }))
  })
})

test('an annotation added to a certified file is forbidden', () => {
  const base = readFileSync(new URL('./data/received/certified-with-indirect-refs-in-dir.pdf', import.meta.url))
  const file = openPdf(bufferSource(base))
  const increment = new Increment(file)
  const page = pageNumbered(file.view(), 1)!
  const note = increment.add(pdfDict({ Type: new PdfName('Annot'), Subtype: new PdfName('Stamp'), Rect: [0, 0, 9, 9] }))
  const annots = [...file.view().array(page.dict, 'Annots'), note]
  increment.replace(page.ref, new Map(page.dict).set('Annots', annots))
  const report = verified(Buffer.concat([base, increment.finish()]))
  expect(report.signatures[0]).toMatchObject({ intact: true, changesAfter: 'forbidden' })
  expect(report.overall).toBe('invalid')
})
