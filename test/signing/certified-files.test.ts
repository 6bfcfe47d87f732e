import { describe, expect, test } from 'vitest'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { Increment } from '#server/signing/pdf/increment.ts'
import { pdfDict, PdfName } from '#server/signing/pdf/objects.ts'
import { pageNumbered } from '#server/signing/pdf/page-tree.ts'
import { openPdf } from '#server/signing/pdf/pdf-file.ts'
import type { FieldLock } from '#server/signing/permission-references.ts'
import { revised, textLook } from './attack-bench.ts'
import { showing } from './field-bench.ts'
import { signedInNewField } from './late-signature.ts'
import { agency, leader, sealed, signed, stranger, verified } from './signing-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

const base = await preparedLetter()
const certified = (level: 1 | 2 | 3) => signed(base, leader, { field: 'leader_signature', certify: level })
const approved = signed(base, leader, { field: 'leader_signature' })
/** Fills the number, as an editor would that asks nobody. */
const filling = showing('So: 12', textLook('So: 12'))
const small = [400, 700, 500, 760]
const wholePage = [0, 0, 595, 842]

describe('after a certifying signature', () => {
  test('that allows filling and signing, prepared fields may be filled and sealed', () => {
    const report = verified(sealed(certified(2)))
    expect(report.overall).toBe('valid')
    expect(report.signatures[0]).toMatchObject({ changesAfter: 'permitted', problems: [] })
  })

  test('that allows nothing, nothing may be', () => {
    const report = verified(revised(certified(1), filling))
    expect(report.overall).toBe('invalid')
    expect(report.signatures[0]).toMatchObject({ changesAfter: 'forbidden' })
  })

  test('another certification cannot follow', () => {
    const again = () => signed(approved, agency, { field: 'agency_seal', certify: 2 })
    expect(again).toThrow(expect.objectContaining({ reason: 'pdf_already_signed' }))
  })
})

describe('a signature in a field that nobody prepared', () => {
  const cases = [
    {
      title: 'small, sound and trusted: permitted with a note',
      file: certified(2),
      who: agency,
      rect: small,
      overall: 'valid',
      changes: 'permitted',
    },
    {
      title: 'by a stranger',
      file: certified(2),
      who: stranger,
      rect: small,
      overall: 'invalid',
      changes: 'forbidden',
    },
    {
      title: 'that covers the page',
      file: certified(2),
      who: agency,
      rect: wholePage,
      overall: 'invalid',
      changes: 'forbidden',
    },
    {
      title: 'where nothing is allowed',
      file: certified(1),
      who: agency,
      rect: small,
      overall: 'invalid',
      changes: 'forbidden',
    },
    { title: 'after an approval', file: approved, who: agency, rect: small, overall: 'valid', changes: 'permitted' },
    {
      title: 'after an approval, covering the page',
      file: approved,
      who: agency,
      rect: wholePage,
      overall: 'indeterminate',
      changes: 'added',
    },
  ]
  test.each(cases)('$title', ({ file, who, rect, overall, changes }) => {
    const report = verified(signedInNewField(file, { who, rect }))
    const [first, second] = report.signatures
    expect(second).toMatchObject({ field: 'Signature9', intact: true, changesAfter: 'none' })
    expect(first).toMatchObject({ intact: true, changesAfter: changes })
    expect(first!.problems.map(({ code }) => code)).toContain('signature_field_added')
    expect(report.overall).toBe(overall)
  })
})

describe('locked fields', () => {
  const locking = (action: FieldLock['action'], ...fields: string[]) =>
    verified(revised(signed(base, leader, { field: 'leader_signature', locks: { action, fields } }), filling))

  test('may not be filled, others may', () => {
    expect(locking('Include', 'document_number').signatures[0]).toMatchObject({ changesAfter: 'forbidden' })
    expect(locking('Include', 'something_else').overall).toBe('valid')
  })

  test('all but the named ones', () => {
    expect(locking('Exclude', 'document_number').overall).toBe('valid')
    expect(locking('Exclude', 'issue_date').overall).toBe('invalid')
    expect(locking('All').overall).toBe('invalid')
  })
})

test('an annotation on a file that allows annotations is shown as added content', () => {
  const file = certified(3)
  const opened = openPdf(bufferSource(file))
  const increment = new Increment(opened)
  const page = pageNumbered(opened.view(), 1)!
  const note = increment.add(
    pdfDict({ Type: new PdfName('Annot'), Subtype: new PdfName('FreeText'), Rect: [90, 480, 400, 560] }),
  )
  increment.replace(page.ref, new Map(page.dict).set('Annots', [...opened.view().array(page.dict, 'Annots'), note]))
  const report = verified(Buffer.concat([file, increment.finish()]))
  expect(report).toMatchObject({ overall: 'indeterminate', signatures: [{ changesAfter: 'added' }] })
})
