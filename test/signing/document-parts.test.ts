import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Increment } from '#server/signing/pdf/increment.ts'
import {
  pdfDict,
  PdfName,
  type PdfRef,
  PdfStream,
  pdfText,
  type PdfDict,
  type PdfValue,
} from '#server/signing/pdf/objects.ts'
import type { PdfView } from '#server/signing/pdf/pdf-view.ts'
import {
  annotate,
  changeCatalog,
  changeForm,
  changePage,
  codesOf,
  drawing,
  firstPage,
  formNames,
  forms,
  revised,
  type Attack,
} from './attack-bench.ts'
import { verified } from './signing-desk.ts'

/** Every part of a document that a reader sees, hears or is led by, changed by one revision more in every form of file. */

const name = (text: string) => new PdfName(text)
const script = pdfDict({ S: name('JavaScript'), JS: pdfText('app.alert(1)') })

const inPage = (make: (increment: Increment, view: PdfView) => Record<string, PdfValue>): Attack => {
  return (view, increment) => changePage(view, increment, make(increment, view))
}
const inCatalog = (make: (increment: Increment) => Record<string, PdfValue>): Attack => {
  return (view, increment) => changeCatalog(view, increment, make(increment))
}
const inPages = (entries: Record<string, PdfValue>): Attack => {
  return (view, increment) => {
    const root = view.catalog().get('Pages') as PdfRef
    increment.replace(root, new Map([...(view.resolve(root) as PdfDict), ...pdfDict(entries)]))
  }
}

const PAGE: Record<string, Attack> = {
  'another content': inPage((increment) => ({
    Contents: increment.add(new PdfStream(new Map(), Buffer.from('BT ET'))),
  })),
  'no content': inPage(() => ({ Contents: [] })),
  'other resources': inPage(() => ({ Resources: pdfDict({}) })),
  'a turn': inPage(() => ({ Rotate: 90 })),
  'another box': inPage(() => ({ MediaBox: [0, 0, 300, 300] })),
  'a crop': inPage(() => ({ CropBox: [0, 0, 300, 300] })),
  'another unit': inPage(() => ({ UserUnit: 2 })),
  'a transition': inPage(() => ({ Trans: pdfDict({ S: name('Wipe') }), Dur: 1 })),
  'an action': inPage(() => ({ AA: pdfDict({ O: script }) })),
  'a thumbnail': inPage((increment) => ({ Thumb: increment.add(drawing('')) })),
  'associated files': inPage(() => ({ AF: [] })),
  'a group': inPage(() => ({ Group: pdfDict({ S: name('Transparency') }) })),
  'its place in the structure': inPage(() => ({ StructParents: 0 })),
  'no annotations': inPage(() => ({ Annots: [] })),
  'annotations in another order': inPage((_increment, view) => ({
    Annots: view.array(firstPage(view).dict, 'Annots').toReversed(),
  })),
  'annotations that are none': inPage(() => ({ Annots: pdfDict({}) })),
}

const TREE: Record<string, Attack> = {
  'an inherited turn': inPages({ Rotate: 180 }),
  'an inherited box': inPages({ MediaBox: [0, 0, 300, 300] }),
  'inherited resources': inPages({ Resources: pdfDict({}) }),
  'no pages': inPages({ Kids: [], Count: 0 }),
  'a page twice': (view, increment) =>
    inPages({ Kids: [firstPage(view).ref, firstPage(view).ref], Count: 2 })(view, increment, null as never),
  'another page': (view, increment) => {
    const page = increment.add(
      new Map([...firstPage(view).dict, ['Contents', increment.add(drawing('BT (Evil) Tj ET'))]]),
    )
    inPages({ Kids: [page] })(view, increment, null as never)
  },
}

const CATALOG: Record<string, Attack> = {
  'another page tree': inCatalog((increment) => ({
    Pages: increment.add(pdfDict({ Type: name('Pages'), Kids: [], Count: 0 })),
  })),
  'an action on opening': inCatalog(() => ({ OpenAction: script })),
  actions: inCatalog(() => ({ AA: pdfDict({ WC: script }) })),
  'scripts by name': inCatalog(() => ({ Names: pdfDict({ JavaScript: pdfDict({ Names: [pdfText('x'), script] }) }) })),
  'embedded files': inCatalog(() => ({ Names: pdfDict({ EmbeddedFiles: pdfDict({ Names: [] }) }) })),
  'associated files': inCatalog(() => ({ AF: [] })),
  'a portfolio': inCatalog(() => ({ Collection: pdfDict({ View: name('D') }) })),
  'optional content': inCatalog(() => ({
    OCProperties: pdfDict({ OCGs: [], D: pdfDict({ BaseState: name('OFF') }) }),
  })),
  'page labels': inCatalog(() => ({ PageLabels: pdfDict({ Nums: [0, pdfDict({ S: name('r') })] }) })),
  'an outline': inCatalog(() => ({ Outlines: pdfDict({ Count: 0 }) })),
  threads: inCatalog(() => ({ Threads: [] })),
  destinations: inCatalog(() => ({ Dests: pdfDict({}) })),
  'a structure for reading aloud': inCatalog(() => ({
    StructTreeRoot: pdfDict({ K: pdfDict({ S: name('P'), ActualText: pdfText('Evil') }) }),
  })),
  'marks of a structure': inCatalog(() => ({ MarkInfo: pdfDict({ Marked: true }) })),
  'another language': inCatalog(() => ({ Lang: pdfText('en') })),
  'a base for links': inCatalog(() => ({ URI: pdfDict({ Base: pdfText('http://evil') }) })),
  'preferences of the viewer': inCatalog(() => ({ ViewerPreferences: pdfDict({ HideToolbar: true }) })),
  'output intents': inCatalog(() => ({ OutputIntents: [] })),
  'legal attestations': inCatalog(() => ({ Legal: pdfDict({ Attestation: pdfText('x') }) })),
  permissions: inCatalog(() => ({ Perms: pdfDict({}) })),
  requirements: inCatalog(() => ({ Requirements: [] })),
  'evidence that is none': inCatalog((increment) => ({ DSS: pdfDict({ Pages: increment.add(drawing('')) }) })),
  'evidence that is a dictionary': inCatalog(() => ({ DSS: pdfDict({ Certs: [pdfDict({ Type: name('Page') })] }) })),
  'another form': inCatalog((increment) => ({ AcroForm: increment.add(pdfDict({ Fields: [] })) })),
  'no form': inCatalog(() => ({ AcroForm: null })),
}

const FORM: Record<string, Attack> = {
  'a dynamic form': (view, increment) => changeForm(view, increment, { XFA: increment.add(drawing('<xfa/>')) }),
  'an order of calculation': (view, increment) => changeForm(view, increment, { CO: [] }),
  'viewers told to draw fields': (view, increment) => changeForm(view, increment, { NeedAppearances: true }),
  'no fields': (view, increment) => changeForm(view, increment, { Fields: [] }),
  'another alignment': (view, increment) => changeForm(view, increment, { Q: 2 }),
}

const ANNOTATIONS: Record<string, Attack> = Object.fromEntries(
  ['JavaScript', 'Launch', 'SubmitForm', 'ImportData', 'GoToR', 'Hide'].map((action): [string, Attack] => [
    `a link with the action ${action}`,
    (view, increment) =>
      annotate(
        view,
        increment,
        increment.add(pdfDict({ Subtype: name('Link'), Rect: [0, 0, 9, 9], A: pdfDict({ S: name(action) }) })),
      ),
  ]),
)

const PARTS = Object.entries({ ...PAGE, ...TREE, ...CATALOG, ...FORM, ...ANNOTATIONS })

describe.each(formNames)('a signed %s file', (form) => {
  const { half, whole } = forms[form]

  test('is valid, once and twice signed', () => {
    expect(verified(half)).toMatchObject({ overall: 'valid', problems: [] })
    expect(verified(whole)).toMatchObject({ overall: 'valid', problems: [] })
  })

  test.each(PARTS)('is invalid after: %s', (_part, attack) => {
    for (const base of [half, whole]) {
      const report = verified(revised(base, attack))
      expect(['invalid', 'unreadable']).toContain(report.overall)
      for (const { changesAfter } of report.signatures) expect(changesAfter).toBe('forbidden')
    }
  })

  test('an annotation of any kind, anywhere, is never passed over', () => {
    const kinds = [
      'FreeText',
      'Stamp',
      'Redact',
      'Square',
      'Ink',
      'Highlight',
      'Text',
      'Link',
      'Watermark',
      'FileAttachment',
      'Screen',
      'Popup',
    ]
    const coordinate = fc.integer({ min: -50, max: 900 })
    const rect = fc.tuple(coordinate, coordinate, coordinate, coordinate)
    fc.assert(
      fc.property(fc.constantFrom(...kinds), rect, fc.boolean(), fc.nat(4095), (kind, rect, drawn, flags) => {
        const bytes = revised(whole, (view, increment) => {
          const look = drawn ? { AP: pdfDict({ N: increment.add(drawing('0 0 200 20 re f')) }) } : {}
          annotate(view, increment, increment.add(pdfDict({ Subtype: name(kind), Rect: rect, F: flags, ...look })))
        })
        const report = verified(bytes)
        expect(report.overall).toBe('indeterminate')
        expect(report.signatures.map(({ changesAfter }) => changesAfter)).toEqual(['added', 'added'])
        expect(codesOf(bytes)).toContain('annotation_added')
      }),
      { numRuns: 15 },
    )
  })

  test('a description rewritten is told', () => {
    const bytes = revised(whole, (view, increment) => {
      const info = view.trailer.get('Info')
      if (info) increment.replace(info as PdfRef, pdfDict({ Title: pdfText('Evil') }))
      else changeCatalog(view, increment, { Metadata: increment.add(drawing('<x:xmpmeta/>')) })
    })
    expect(verified(bytes)).toMatchObject({
      overall: 'valid',
      signatures: [{ changesAfter: 'permitted' }, { changesAfter: 'permitted' }],
    })
    expect(codesOf(bytes)).toContain('metadata_rewritten')
  })
})

describe('evidence', () => {
  const { whole } = forms.classic
  const store = (...certificates: string[]): Attack => {
    return (view, increment) => {
      const streams = certificates.map((text) => increment.add(new PdfStream(new Map(), Buffer.from(text))))
      changeCatalog(view, increment, { DSS: pdfDict({ Type: name('DSS'), Certs: streams }) })
    }
  }

  test('may be added and may grow', () => {
    const once = revised(whole, store('a'))
    expect(verified(once)).toMatchObject({
      overall: 'valid',
      signatures: [{ changesAfter: 'permitted' }, { changesAfter: 'lta' }],
    })
    expect(verified(revised(once, store('b', 'a'))).overall).toBe('valid')
  })

  test('may not be taken out', () => {
    const bytes = revised(revised(whole, store('a', 'b')), store('b', 'c'))
    expect(codesOf(bytes)).toContain('validation_data_removed')
    expect(verified(bytes).overall).toBe('invalid')
  })
})
