import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { acroFormOf } from '#server/signing/pdf/form-fields.ts'
import { Increment } from '#server/signing/pdf/increment.ts'
import { pdfDict, PdfName, PdfRef, PdfStream, pdfText } from '#server/signing/pdf/objects.ts'
import { pageNumbered } from '#server/signing/pdf/page-tree.ts'
import { openPdf, type PdfFile } from '#server/signing/pdf/pdf-file.ts'
import { requireField, withEntries } from '#server/signing/edit-field.ts'
import { issuedLetter, leaderSigned, signed, leader, verified } from './signing-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

const letter = await issuedLetter()
const half = leaderSigned(await preparedLetter())
const codesOf = (bytes: Uint8Array) => {
  const { problems, signatures } = verified(bytes)
  return [...problems, ...signatures.flatMap((signature) => signature.problems)].map(({ code }) => code)
}

/** One more revision, written by the engine itself, with whatever an attacker likes. */
function attacked(base: Buffer, attack: (file: PdfFile, increment: Increment) => void): Buffer {
  const file = openPdf(bufferSource(base))
  const increment = new Increment(file)
  attack(file, increment)
  return Buffer.concat([base, increment.finish()])
}

const firstPage = (file: PdfFile) => pageNumbered(file.view(), 1)!
const evilText = () => new PdfStream(new Map(), Buffer.from('BT /F1 20 Tf 90 500 Td (Evil) Tj ET'))

describe('the untouched twins', () => {
  test('are accepted', () => {
    expect(verified(letter).overall).toBe('valid')
    expect(verified(half).overall).toBe('valid')
  })
})

describe('bytes', () => {
  const [, gapStart, gapEnd] = /\/ByteRange \[0 (\d+) (\d+)/.exec(half.toString('latin1'))!.map(Number) as [
    0,
    number,
    number,
  ]

  test('any flipped bit in a signed range is noticed', () => {
    const place = fc.integer({ min: 0, max: gapStart + half.length - gapEnd - 1 })
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 7 }), (place, bit) => {
        const at = place < gapStart ? place : place - gapStart + gapEnd
        return verified(flipped(at, bit)).overall !== 'valid'
      }),
      { numRuns: 300 },
    )
  })

  test('any flipped bit in the signature value leaves the same bytes signed by the same certificate, or is noticed', () => {
    const before = verified(half).signatures[0]!
    fc.assert(
      fc.property(fc.integer({ min: gapStart, max: gapEnd - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const { overall, signatures } = verified(flipped(at, bit))
        return overall !== 'valid' || signatures[0]!.certificate!.serial === before.certificate!.serial
      }),
      { numRuns: 200 },
    )
  })

  function flipped(at: number, bit: number): Buffer {
    const copy = Buffer.from(half)
    copy[at] = copy[at]! ^ (1 << bit)
    return copy
  }

  test('any appended bytes are noticed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (tail) => {
        return verified(Buffer.concat([half, tail])).overall !== 'valid'
      }),
      { numRuns: 200 },
    )
  })

  test.each(['\n', '\0\0\0', '%harmless\n', '%%EOF\n', 'startxref\n0\n%%EOF\n'])(
    '%j after the end is no valid file',
    (tail) => {
      expect(verified(Buffer.concat([letter, Buffer.from(tail)])).overall).toBe('invalid')
    },
  )

  test('a cut file is not valid', () => {
    for (const length of [half.length - 1, half.length - 200, half.length >> 1, 1000])
      expect(verified(half.subarray(0, length)).overall).not.toBe('valid')
  })
})

describe('universal forgery: the signature is there but says nothing', () => {
  const swap = (from: RegExp, to: (found: string) => string) =>
    Buffer.from(
      half.toString('latin1').replace(from, (found) => to(found).padEnd(found.length).slice(0, found.length)),
      'latin1',
    )
  const forgeries: [string, Buffer][] = [
    ['no ByteRange', swap(/\/ByteRange/, () => '/ByteRangX')],
    ['null ByteRange', swap(/\/ByteRange \[[^\]]*\]/, () => '/ByteRange null')],
    ['empty ByteRange', swap(/\/ByteRange \[[^\]]*\]/, () => '/ByteRange []')],
    ['negative ByteRange', swap(/\/ByteRange \[[^\]]*\]/, () => '/ByteRange [0 -1 1 5]')],
    ['no Contents', swap(/\/Contents/, () => '/ContentX')],
    ['zero Contents', swap(/\/Contents <[0-9a-f]+>/, (found) => `/Contents <${'0'.repeat(found.length - 12)}>`)],
    ['empty Contents', swap(/\/Contents <[0-9a-f]+>/, () => '/Contents <>')],
    ['null Contents', swap(/\/Contents <[0-9a-f]+>/, () => '/Contents null')],
    ['disguised key', swap(/\/Contents/, () => '/Cont#65nts')],
  ]
  test.each(forgeries)('%s', (_name, bytes) => {
    expect(['invalid', 'unreadable']).toContain(verified(bytes).overall)
  })
})

describe('incremental saving', () => {
  const evilObject = '90 0 obj\n<</Type /Catalog /Evil true>>\nendobj\n'
  const tails: [string, string][] = [
    ['objects only', evilObject],
    ['objects and end mark', `${evilObject}%%EOF\n`],
    ['a trailer without cross-reference', `${evilObject}trailer\n<</Root 90 0 R /Size 91>>\nstartxref\n0\n%%EOF\n`],
    ['a startxref that names nothing', `${evilObject}startxref\n5\n%%EOF\n`],
    [
      'the old startxref again',
      `${evilObject}startxref\n${openPdf(bufferSource(letter)).revisions.at(-1)!.startxref}\n%%EOF\n`,
    ],
    ['an empty cross-reference', emptySection(evilObject)],
  ]
  test.each(tails)('%s', (_name, tail) => {
    const report = verified(Buffer.concat([letter, Buffer.from(tail)]))
    expect(report.overall).toBe('invalid')
    expect(report.signatures.every(({ changesAfter }) => changesAfter === 'forbidden')).toBe(true)
  })

  function emptySection(objects: string): string {
    const at = letter.length + objects.length
    const last = openPdf(bufferSource(letter)).revisions.at(-1)!
    const root = last.trailer.get('Root') as PdfRef
    return `${objects}xref\n0 0\ntrailer\n<</Root ${root.num} 0 R /Size 91 /Prev ${last.startxref}>>\nstartxref\n${at}\n%%EOF\n`
  }

  test('a proper revision with another catalog', () => {
    const bytes = attacked(letter, (file, increment) => {
      const root = file.view().trailer.get('Root') as PdfRef
      increment.replace(root, new Map(file.view().catalog()).set('Evil', true))
    })
    expect(verified(bytes).overall).toBe('invalid')
    expect(codesOf(bytes)).toContain('catalog_changed')
  })
})

describe('wrapping: the unsigned gap is not exactly the signature', () => {
  test('a gap that is larger than /Contents', () => {
    const text = half.toString('latin1')
    const bytes = Buffer.from(
      text.replace(/\/ByteRange \[0 (\d+) (\d+) (\d+)/, (_all, a: string, b: string, c: string) =>
        `/ByteRange [0 ${a} ${Number(b) + 9} ${String(Number(c) - 9)}`.padEnd(_all.length),
      ),
      'latin1',
    )
    expect(verified(bytes).overall).toBe('invalid')
    expect(codesOf(bytes)).toContain('byte_range_gap')
  })
})

describe('shadow attacks after signing', () => {
  const attacks: [string, string, (file: PdfFile, increment: Increment) => void][] = [
    [
      'page content replaced',
      'page_changed',
      (file, increment) => {
        const [content] = [firstPage(file).dict.get('Contents')].flat()
        increment.replace(content as PdfRef, evilText())
      },
    ],
    [
      'page content swapped for a new object',
      'page_changed',
      (file, increment) => {
        const page = firstPage(file)
        increment.replace(page.ref, new Map(page.dict).set('Contents', increment.add(evilText())))
      },
    ],
    [
      'a field that shows something else than it holds',
      'field_look_differs',
      (file, increment) => {
        const { ref, widget } = requireField(file.view(), 'document_number', 'Tx')
        increment.replace(ref, withEntries(widget, { V: pdfText('Số: 999/QĐ-UBND') }))
      },
    ],
    [
      'a field moved over other content',
      'field_changed',
      (file, increment) => {
        const { ref, widget } = requireField(file.view(), 'document_number', 'Tx')
        increment.replace(ref, withEntries(widget, { Rect: [90, 480, 400, 560] }))
      },
    ],
    [
      'the picture of a signature replaced',
      'signature_changed',
      (file, increment) => {
        const { ref, widget } = requireField(file.view(), 'leader_signature', 'Sig')
        increment.replace(ref, withEntries(widget, { AP: pdfDict({ N: increment.add(evilText()) }) }))
      },
    ],
    [
      'viewers told to redraw the fields',
      'form_changed',
      (file, increment) => {
        const form = file.view().catalog().get('AcroForm')
        const dict = new Map(acroFormOf(file.view())!).set('NeedAppearances', true)
        if (form instanceof PdfRef) increment.replace(form, dict)
      },
    ],
    [
      'a script added',
      'catalog_changed',
      (file, increment) => {
        const script = pdfDict({ S: new PdfName('JavaScript'), JS: pdfText('app.alert(1)') })
        const root = file.view().trailer.get('Root') as PdfRef
        increment.replace(root, new Map(file.view().catalog()).set('OpenAction', script))
      },
    ],
  ]
  test.each(attacks)('%s', (_name, code, attack) => {
    const bytes = attacked(letter, attack)
    expect(verified(bytes).overall).toBe('invalid')
    expect(codesOf(bytes)).toContain(code)
  })

  test('an annotation laid over the page is shown as added content', () => {
    const bytes = attacked(letter, (file, increment) => {
      const page = firstPage(file)
      const note = pdfDict({ Type: new PdfName('Annot'), Subtype: new PdfName('FreeText'), Rect: [90, 480, 400, 560] })
      const annots = [...file.view().array(page.dict, 'Annots'), increment.add(note)]
      increment.replace(page.ref, new Map(page.dict).set('Annots', annots))
    })
    const report = verified(bytes)
    expect(report.overall).toBe('indeterminate')
    expect(report.signatures[0]).toMatchObject({ changesAfter: 'added' })
    expect(codesOf(bytes)).toContain('annotation_added')
  })

  test('a signature removed leaves a trace', () => {
    const bytes = attacked(half, (file, increment) => {
      const { ref, widget } = requireField(file.view(), 'leader_signature', 'Sig')
      const without = new Map(widget)
      without.delete('V')
      increment.replace(ref, without)
    })
    expect(verified(bytes).overall).toBe('invalid')
    expect(codesOf(bytes)).toContain('signature_removed')
  })
})

describe('two documents in one file', () => {
  test('an object defined twice in one revision', async () => {
    const base = await preparedLetter()
    const text = base.toString('latin1')
    const at = text.indexOf('endobj\n') + 7
    const hidden = '4 0 obj\n<</Hidden true>>\nendobj\n'
    const moved = shiftOffsets(text.slice(0, at) + hidden + text.slice(at), at, hidden.length)
    const bytes = signed(Buffer.from(moved, 'latin1'), leader, { field: 'leader_signature' })
    expect(codesOf(bytes)).toContain('duplicate_object')
    expect(verified(bytes).overall).toBe('invalid')
  })

  /** Corrects tables, startxref and /Prev for bytes put in at `at`. */
  function shiftOffsets(text: string, at: number, by: number): string {
    return text
      .replace(/(\d{10}) (\d{5}) n/g, (all, offset: string, gen: string) =>
        Number(offset) >= at ? `${String(Number(offset) + by).padStart(10, '0')} ${gen} n` : all,
      )
      .replace(/(startxref\n|\/Prev )(\d+)/g, (_all, word: string, offset: string) => word + (Number(offset) + by))
  }
})
