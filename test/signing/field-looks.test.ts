import { describe, expect, test } from 'vitest'
import { withEntries } from '#server/signing/edit-field.ts'
import { pdfDict, pdfText, type PdfStream, type PdfDict, type PdfValue } from '#server/signing/pdf/objects.ts'
import { drawing, forms, revised, textLook } from './attack-bench.ts'
import { setField, showing, withField, name, lastField, entriesOf, expectFlagged } from './field-bench.ts'
import { leaderSigned, sealed, verified } from './signing-desk.ts'

const { prepared } = forms.classic

describe('the twins', () => {
  test('an empty text field filled with what it shows is permitted, with a note that nobody signed it', () => {
    const report = verified(revised(forms.classic.half, showing('So: 12', textLook('So: 12'))))
    expect(report).toMatchObject({ overall: 'valid', signatures: [{ changesAfter: 'permitted' }] })
    expect(report.signatures[0]!.problems.map(({ code }) => code)).toEqual(['field_filled_unsigned'])
  })

  test('fields filled in a revision that somebody signs are permitted without a word', () => {
    expect(verified(forms.classic.whole).signatures[0]).toMatchObject({ changesAfter: 'permitted', problems: [] })
  })
})

describe('a look that does not show the value', () => {
  const outlines = '0 0 m 30 0 l 30 20 l 10 30 20 40 5 5 c f'
  const pixels = Array.from({ length: 40 }, (_, i) => `${i * 3} 4 2 2 re f`).join(' ')
  const font = (entries: Record<string, PdfValue>) =>
    pdfDict({
      Type: name('Font'),
      Subtype: name('Type1'),
      BaseFont: name('X'),
      Encoding: name('WinAnsiEncoding'),
      ...entries,
    })
  const inFont = (dict: PdfDict) => {
    const resources = pdfDict({ Font: pdfDict({ F: dict }) })
    return drawing('BT /F 12 Tf (So: 12) Tj ET', [180, 20], pdfDict({ Resources: resources }))
  }
  const looks: [string, PdfStream, 'added' | 'forbidden', string][] = [
    ['another text', textLook('So: 99'), 'forbidden', 'field_look_differs'],
    [
      'the text invisible, and outlines of another',
      drawing(`BT 3 Tr (So: 12) Tj ET ${outlines}`),
      'added',
      'field_look_unproven',
    ],
    ['outlines over the text', textLook('So: 12', { after: outlines }), 'added', 'field_look_unproven'],
    ['another text of small rectangles', textLook('So: 12', { before: pixels }), 'added', 'field_look_unproven'],
    ['the text under a patch', textLook('So: 12', { after: '1 g 0 0 180 20 re f' }), 'added', 'field_look_unproven'],
    [
      'a font whose glyphs came with the filling',
      inFont(font({ Subtype: name('Type3'), CharProcs: pdfDict({}) })),
      'added',
      'field_look_unproven',
    ],
    [
      'a font with other letters for the codes',
      inFont(font({ Encoding: pdfDict({ Differences: [49, name('nine')] }) })),
      'added',
      'field_look_unproven',
    ],
    ['a font of symbols', inFont(font({ BaseFont: name('Symbol') })), 'added', 'field_look_unproven'],
    ['a picture beside the text', textLook('So: 12', { after: '/Im Do' }), 'added', 'field_look_unproven'],
  ]
  test.each(looks)('%s', (_name, look, level, code) => {
    expectFlagged(revised(forms.classic.half, showing('So: 12', look)), level, code)
  })

  test('a rollover look that shows something else', () => {
    const bytes = revised(forms.classic.half, (view, increment) => {
      const looks = pdfDict({ N: increment.add(textLook('So: 12')), R: increment.add(textLook('So: 99')) })
      setField(view, increment, 'document_number', { V: pdfText('So: 12'), AP: looks })
    })
    expectFlagged(bytes, 'added', 'field_look_unproven')
  })
})

describe('shadow replace: what was shown when it was signed is shown differently later', () => {
  const filled = (value: string, look: PdfStream) => leaderSigned(revised(prepared, showing(value, look)))

  test('a field that held one text and showed another gets the other look', () => {
    const half = filled('So: 99', textLook('So: 12'))
    expect(verified(half).overall).toBe('valid')
    const bytes = revised(half, (view, increment) =>
      setField(view, increment, 'document_number', { AP: pdfDict({ N: increment.add(textLook('So: 99')) }) }),
    )
    expectFlagged(bytes, 'forbidden', 'field_look_differs')
  })

  test('a field that was filled before is filled anew', () => {
    const bytes = revised(filled('So: 12', textLook('So: 12')), showing('So: 99', textLook('So: 99')))
    expectFlagged(bytes, 'added', 'field_refilled')
  })

  test('not even when somebody else signs that revision', () => {
    const half = filled('So: 12', textLook('So: 12'))
    expect(verified(sealed(half)).signatures[0]).toMatchObject({ changesAfter: 'added' })
  })

  test('the same text drawn anew is permitted', () => {
    const half = filled('So: 12', textLook('So: 12'))
    const bytes = revised(half, (view, increment) =>
      setField(view, increment, 'document_number', {
        AP: pdfDict({ N: increment.add(textLook('So: 12', { before: 'q Q' })) }),
      }),
    )
    expect(verified(bytes)).toMatchObject({ overall: 'valid', signatures: [{ changesAfter: 'permitted' }] })
  })

  test('a text field that is switched to another prepared picture', () => {
    const states = pdfDict({ A: drawing(''), B: drawing('0 0 200 20 re f') })
    const half = withField({
      FT: name('Tx'),
      T: pdfText('x'),
      F: 4,
      Rect: [90, 500, 290, 520],
      AP: pdfDict({ N: states }),
      AS: name('A'),
    })
    const bytes = revised(half, (view, increment) => {
      const ref = lastField(view)
      increment.replace(ref, withEntries(entriesOf(view, ref), { AS: name('B') }))
    })
    expectFlagged(bytes, 'added', 'field_look_unproven')
  })
})
