import { describe, expect, test } from 'vitest'
import { withEntries } from '#server/signing/edit-field.ts'
import { pdfDict, pdfText, PdfRef, type PdfValue } from '#server/signing/pdf/objects.ts'
import { annotate, changeForm, drawing, forms, revised, textLook, type Attack } from './attack-bench.ts'
import { setField, withField, withStreams, name, fieldsOf, lastField, entriesOf, expectFlagged } from './field-bench.ts'
import { leaderSigned, verified } from './signing-desk.ts'

const { prepared } = forms.classic
const blank = drawing('')

describe('buttons', () => {
  const box = (width: number, height: number) => {
    const states = pdfDict({
      Off: drawing('', [width, height]),
      Yes: drawing(`1 g 0 0 ${width} ${height} re f`, [width, height]),
    })
    return withField({
      FT: name('Btn'),
      T: pdfText('box'),
      F: 4,
      Rect: [0, 0, width, height],
      AP: pdfDict({ N: states }),
      AS: name('Off'),
    })
  }
  const set = (entries: Record<string, PdfValue>): Attack => {
    return (view, increment) => {
      const ref = lastField(view)
      increment.replace(ref, withEntries(entriesOf(view, ref), withStreams(increment, entries)))
    }
  }
  const ticked = { V: name('Yes'), AS: name('Yes') }

  test('a small check box may be ticked', () => {
    expect(verified(revised(box(12, 12), set(ticked))).signatures[0]).toMatchObject({ changesAfter: 'permitted' })
  })

  test('a check box over the page hides it when it is ticked', () => {
    expectFlagged(revised(box(595, 842), set(ticked)), 'added', 'field_covers_page')
  })

  test('a tick with another picture', () => {
    const evil = { ...ticked, AP: pdfDict({ N: pdfDict({ Yes: blank, Off: blank }) }) }
    expectFlagged(revised(box(12, 12), set(evil)), 'forbidden', 'field_changed')
  })

  test('a picture of a push button exchanged', () => {
    const half = withField({
      FT: name('Btn'),
      Ff: 65536,
      T: pdfText('b'),
      F: 4,
      Rect: [90, 500, 290, 520],
      AP: pdfDict({ N: drawing('') }),
    })
    const bytes = revised(half, (view, increment) => {
      const ref = lastField(view)
      const look = pdfDict({ N: increment.add(drawing('0 0 200 20 re f')) })
      increment.replace(ref, withEntries(entriesOf(view, ref), { AP: look }))
    })
    expectFlagged(bytes, 'forbidden', 'field_changed')
  })

  test('a box that holds a tick and shows none', () => {
    expectFlagged(revised(box(12, 12), set({ V: name('Yes') })), 'added', 'field_look_unproven')
  })
})

describe('hide and replace with a field', () => {
  test('a field that stood on no page is put on one', () => {
    const entries = { FT: name('Tx'), T: pdfText('x'), F: 4, Rect: [0, 0, 595, 842], V: pdfText('Evil') }
    const half = withField({ ...entries, AP: pdfDict({ N: textLook('Evil') }) }, false)
    expect(verified(half).overall).toBe('valid')
    const bytes = revised(half, (view, increment) => annotate(view, increment, lastField(view)))
    expectFlagged(bytes, 'added', 'annotation_added')
  })

  test('a hidden field is unhidden', () => {
    const half = withField({
      FT: name('Tx'),
      T: pdfText('x'),
      F: 2,
      Rect: [90, 500, 290, 520],
      AP: pdfDict({ N: textLook('Evil') }),
    })
    const bytes = revised(half, (view, increment) => {
      const ref = lastField(view)
      increment.replace(ref, withEntries(entriesOf(view, ref), { F: 4 }))
    })
    expectFlagged(bytes, 'forbidden', 'field_changed')
  })

  const keys: [string, PdfValue][] = [
    ['MK', pdfDict({ BG: [1, 1, 1] })],
    ['BS', pdfDict({ W: 400 })],
    ['Border', [0, 0, 400]],
    ['DA', pdfText('/Evil 12 Tf')],
    ['Rect', [0, 0, 595, 842]],
    ['A', pdfDict({ S: name('JavaScript'), JS: pdfText('x') })],
    ['AA', pdfDict({})],
    ['OC', pdfDict({})],
    ['Ff', 1],
    ['FT', name('Btn')],
    ['T', pdfText('issue_datum')],
    ['RV', pdfText('<p>Evil</p>')],
    ['Parent', new PdfRef(1)],
  ]
  test.each(keys)('/%s of a field changed', (key, value) => {
    const bytes = revised(forms.classic.half, (view, increment) =>
      setField(view, increment, 'issue_date', { [key]: value }),
    )
    expect(verified(bytes)).toMatchObject({ overall: 'invalid', signatures: [{ changesAfter: 'forbidden' }] })
  })
})

describe('one name for two fields', () => {
  const names = [pdfText('document_number'), pdfText('agency_seal'), pdfText('leader_signature')]
  test.each(names)('a text field added under a name that is there', (label) => {
    const bytes = revised(forms.classic.half, (view, increment) => {
      const field = increment.add(pdfDict({ FT: name('Tx'), T: label, V: pdfText('x') }))
      changeForm(view, increment, { Fields: [field, ...fieldsOf(view)] })
    })
    expect(verified(bytes)).toMatchObject({ overall: 'invalid', signatures: [{}] })
  })

  test('the same name in another encoding, or with its dot in one part, is the same name', () => {
    const utf16 = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('document_number', 'utf16le').swap16()])
    const bytes = revised(forms.classic.half, (view, increment) => {
      const label = { ...pdfText('x'), bytes: utf16 }
      const field = increment.add(pdfDict({ FT: name('Tx'), T: Object.assign(pdfText(''), label) }))
      changeForm(view, increment, { Fields: [field, ...fieldsOf(view)] })
    })
    expect(verified(bytes).overall).toBe('invalid')
  })
})

describe('default looks', () => {
  test('may not change where viewers were told to draw the fields themselves', () => {
    const half = leaderSigned(
      revised(prepared, (view, increment) => changeForm(view, increment, { DA: pdfText('/TiRo 12 Tf') })),
    )
    const bytes = revised(half, (view, increment) =>
      changeForm(view, increment, { DA: pdfText('/TiRo 60 Tf'), NeedAppearances: true }),
    )
    expectFlagged(bytes, 'forbidden', 'form_changed')
  })

  test('resources of the form may not be exchanged under a name that a look uses', () => {
    const bytes = revised(forms.classic.half, (view, increment) => {
      const font = increment.add(pdfDict({ Type: name('Font'), Subtype: name('Type3') }))
      changeForm(view, increment, { DR: pdfDict({ Font: pdfDict({ TiRo: font }) }) })
    })
    expectFlagged(bytes, 'forbidden', 'form_changed')
  })
})
