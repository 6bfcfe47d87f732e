import { describe, expect, test } from 'vitest'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { openPdf } from '#server/signing/pdf/pdf-file.ts'
import { prepareFields } from '#server/signing/prepare-fields.ts'
import { hasTool } from '#test/support/system-tools.ts'
import { pdfsigVerdicts, pdftotext, qpdfComplaints, qpdfRewritten } from './other-validators.ts'
import { issuedLetter, leaderSigned, sealed, verified } from './signing-desk.ts'
import { letterFields, preparedLetter, unsignedPdf } from './two-signature-desk.ts'

const classic = await issuedLetter()
const packed = await issuedLetter({ objectStreams: true })
const forms = [
  { form: 'table', file: classic },
  { form: 'stream', file: packed },
]

describe.each(forms)('a letter signed and sealed on a file with a cross-reference $form', ({ form, file }) => {
  test('is valid, and the first signature allows what followed', () => {
    const { overall, signatures, problems } = verified(file)
    expect(problems).toEqual([])
    expect(overall).toBe('valid')
    expect(
      signatures.map(({ field, changesAfter, coversWholeFile }) => [field, changesAfter, coversWholeFile]),
    ).toEqual([
      ['leader_signature', 'permitted', false],
      ['agency_seal', 'none', true],
    ])
  })

  test('keeps the form of its first revision in all later ones', () => {
    expect(openPdf(bufferSource(file)).revisions.map((revision) => revision.form)).toEqual([form, form, form, form])
  })

  test.skipIf(!hasTool('pdfsig'))('is valid for poppler (needs pdfsig)', () => {
    expect(pdfsigVerdicts(file)).toEqual(['Signature is Valid.', 'Signature is Valid.'])
  })

  test.skipIf(!hasTool('qpdf'))('is clean for qpdf (needs qpdf)', () => {
    expect(qpdfComplaints(file)).toBe('')
  })

  test.skipIf(!hasTool('pdftotext'))('shows number and date as text (needs pdftotext)', () => {
    expect(pdftotext(file)).toContain('Số: 664/UBND-TH')
    expect(pdftotext(file)).toContain('An Giang, ngày 23 tháng 6 năm 2020')
  })
})

describe.skipIf(!hasTool('qpdf'))('files as other programs write them (needs qpdf)', () => {
  const shapes = [
    { shape: 'linearized', options: ['--linearize'] },
    { shape: 'linearized with object streams', options: ['--linearize', '--object-streams=generate'] },
    { shape: 'object streams', options: ['--object-streams=generate'] },
    { shape: 'no compression', options: ['--stream-data=uncompress', '--object-streams=disable'] },
  ]
  test.each(shapes)('$shape: prepared, signed, sealed and valid', async ({ options }) => {
    const base = qpdfRewritten(await unsignedPdf({ pages: 3 }), ...options)
    const file = sealed(leaderSigned(Buffer.concat([base, prepareFields(base, letterFields)])))
    expect(verified(file)).toMatchObject({ overall: 'valid', problems: [] })
    expect(qpdfComplaints(file)).toBe('')
  })
})

test('nothing before the first signature is touched by the second', async () => {
  const base = leaderSigned(await preparedLetter())
  expect(sealed(base).subarray(0, base.length)).toEqual(base)
})
