import { describe, expect, test } from 'vitest'
import { requireField } from '#server/signing/edit-field.ts'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { PdfRef, type PdfDict, type PdfValue } from '#server/signing/pdf/objects.ts'
import { openPdf } from '#server/signing/pdf/pdf-file.ts'
import { serialize } from '#server/signing/pdf/serialize.ts'
import { codesOf, drawing, firstPage, formNames, forms, revised } from './attack-bench.ts'
import { HandmadeRevision } from './handmade-revision.ts'
import { leaderSigned, verified } from './signing-desk.ts'

/** Files that two readers take for two documents. Each is made by hand, as no honest writer would. */

const { prepared, half } = forms.classic
const rootOf = (bytes: Buffer) => openPdf(bufferSource(bytes)).view().trailer.get('Root') as PdfRef

function expectInvalid(bytes: Buffer): void {
  const report = verified(bytes)
  expect(['invalid', 'unreadable']).toContain(report.overall)
  for (const { changesAfter } of report.signatures) expect(changesAfter).toBe('forbidden')
}

describe('a revision by hand', () => {
  test('that holds one new object that nobody uses is accepted: the twin of all below', () => {
    const bytes = new HandmadeRevision(half).object(90, '<</Note true>>').table()
    expect(verified(bytes)).toMatchObject({ overall: 'valid', signatures: [{ changesAfter: 'lta' }], problems: [] })
    const stream = new HandmadeRevision(forms.streams.half).object(90, '<</Note true>>').stream()
    expect(verified(stream)).toMatchObject({ overall: 'valid', signatures: [{ changesAfter: 'lta' }], problems: [] })
  })

  const evilCatalog = '<</Type /Catalog /Pages 2 0 R /Evil true>>'
  const root = rootOf(half).num
  const unsignedField = requireField(openPdf(bufferSource(prepared)).view(), 'leader_signature', 'Sig').ref.num
  const hand = (base = half) => new HandmadeRevision(base)
  const cases: [string, () => Buffer][] = [
    [
      'the trailer names two catalogs, the true one last',
      () => hand().object(90, evilCatalog).table({ first: '/Root 90 0 R' }),
    ],
    [
      'the trailer names two catalogs, the true one first',
      () => hand().object(90, evilCatalog).table({ last: '/Root 90 0 R' }),
    ],
    [
      'a cross-reference stream names two catalogs',
      () => hand(forms.streams.half).object(90, evilCatalog).stream({ first: '/Root 90 0 R' }),
    ],
    ['a comment in the trailer', () => hand().object(90, evilCatalog).table({ first: `% >> startxref\n` })],
    ['an object with one key twice', () => hand().object(90, '<</A 1 /A 2>>').table()],
    ['a packed object with one key twice', () => hand(forms.streams.half).packed(90, 91, '<</A 1 /A 2>>').stream()],
    ['a size that cuts objects off', () => hand().object(90, '<<>>').table({ size: 5 })],
    ['a size that its own objects exceed', () => hand().object(90, '<<>>').table({ size: 90 })],
    ['the catalog under another generation', () => hand().object(root, evilCatalog, 1).table({ rootGen: 1 })],
    [
      'an object listed and never written',
      () =>
        hand()
          .object(90, '<<>>')
          .table({ extra: [[91, 17]] }),
    ],
    ['an object written and never listed', () => hand().object(90, '<<>>').object(91, '<<>>').table({ without: 91 })],
    ['one number for two objects', () => hand().object(90, '<<>>').object(90, evilCatalog).table()],
    ['a used object said to be free', () => hand().table({ free: [root] })],
    [
      'an old version brought back by its offset',
      () => hand().table({ extra: [[unsignedField, offsetOf(unsignedField)]] }),
    ],
    [
      'a second cross-reference before the real one',
      () => hand().raw('xref\n0 0\ntrailer\n<</Root 90 0 R>>\n').object(90, evilCatalog).table(),
    ],
    ['a whole revision that the next one skips', () => skipping()],
    ['words between the objects', () => hand().raw('evil ').object(90, '<<>>').table()],
    [
      'a comment between the objects',
      () => hand().raw(`% 90 0 obj ${evilCatalog} endobj\n`).object(90, '<<>>').table(),
    ],
    ['another end mark between the objects', () => hand().raw('%%EOF\n').object(90, '<<>>').table()],
    ['an extra stream that hides another version', () => hand().hiddenVersion(root, evilCatalog).table()],
  ]
  test.each(cases)('%s', (_name, make) => expectInvalid(make()))

  /** The first revision is followed by an evil one, then by one whose /Prev leads past it. */
  function skipping(): Buffer {
    const evil = hand().object(root, evilCatalog).table()
    return new HandmadeRevision(evil)
      .object(90, '<<>>')
      .table({ prev: openPdf(bufferSource(half)).revisions.at(-1)!.startxref })
  }

  function offsetOf(num: number): number {
    const file = openPdf(bufferSource(prepared))
    const entry = file.entryOf(num, file.revisions.length - 1)
    return entry?.kind === 'at' ? entry.offset : 0
  }
})

describe('generations', () => {
  test('a content that strict viewers found and do not find any more', () => {
    const bytes = revised(half, (view, increment) => {
      const page = firstPage(view)
      const contents = [page.dict.get('Contents')].flat().map((ref) => new PdfRef((ref as PdfRef).num, 1))
      increment.replace(page.ref, new Map(page.dict).set('Contents', contents))
    })
    expectInvalid(bytes)
    expect(codesOf(bytes)).toContain('page_changed')
  })

  test('a content under a wrong generation, which sloppy viewers show, is exchanged', () => {
    const base = revised(prepared, (view, increment) => {
      const page = firstPage(view)
      const loose = new PdfRef(increment.add(drawing('')).num, 3)
      increment.replace(
        page.ref,
        new Map(page.dict).set('Contents', [...([page.dict.get('Contents')].flat() as PdfRef[]), loose]),
      )
    })
    const signed = leaderSigned(base)
    expect(verified(signed).overall).toBe('valid')
    const bytes = revised(signed, (view, increment) => {
      const loose = (firstPage(view).dict.get('Contents') as PdfRef[]).at(-1)!
      increment.replace(loose, drawing('BT (Evil) Tj ET'))
    })
    expectInvalid(bytes)
  })
})

describe('object streams', () => {
  test('one that holds a number twice, signed like that', () => {
    const base = new HandmadeRevision(forms.streams.prepared).packedTwice(90, 91, '<</A 1>>', '<</A 2>>').stream()
    const bytes = leaderSigned(base)
    expect(codesOf(bytes)).toContain('duplicate_object')
    expect(verified(bytes).overall).toBe('invalid')
  })

  test('one that extends another is an object like any other: what no cross-reference lists is not there', () => {
    const page = firstPage(openPdf(bufferSource(forms.streams.half)).view()).ref.num
    const evil = new HandmadeRevision(forms.streams.half)
      .packed(90, page, '<</Type /Page>>', '/Extends 1 0 R')
      .stream({ without: page })
    expectInvalid(evil)
  })
})

describe('disguised names', () => {
  const escaped = (key: string) => `/#${key.charCodeAt(0).toString(16)}${key.slice(1)}`
  test.each(['Contents', 'ByteRange'])('/%s of the signature written with an escape', (key) => {
    const text = half.toString('latin1')
    const at = text.lastIndexOf(`/${key}`)
    // The two bytes more come off the blanks behind the range or the zeros of the value, so that all offsets stay.
    const rest = text.slice(at + key.length + 1)
    const shorter = key === 'ByteRange' ? rest.replace('  ]', ']') : rest.replace('00>', '>')
    expect(verified(Buffer.from(text.slice(0, at) + escaped(key) + shorter, 'latin1')).overall).not.toBe('valid')
  })

  test('a signed range that is an object of its own', () => {
    const bytes = Buffer.from(
      half.toString('latin1').replace(/\/ByteRange \[[^\]]*\]/, (found) => '/ByteRange 90 0 R'.padEnd(found.length)),
      'latin1',
    )
    expect(codesOf(bytes)).toContain('byte_range_malformed')
    expect(verified(bytes).overall).toBe('invalid')
  })
})

describe('bytes around the file', () => {
  test('anything before the header', () => {
    for (const name of formNames)
      expect(verified(Buffer.concat([Buffer.from('\n'), forms[name].half])).overall).toBe('unreadable')
  })
})

/** A stream length that is an object of its own, and two ends that both fit. */
test('a content whose length is given elsewhere cannot grow by that number', () => {
  const short = 'BT (Good) Tj ET'
  const long = `${short}\nendstream\nendobj\n`
  const whole = `${long}BT (Evil) Tj ET`
  const base = new HandmadeRevision(prepared)
    .object(90, String(short.length))
    .object(91, `<</Length 90 0 R>>\nstream\n${whole}\nendstream`)
    .object(firstPage(openPdf(bufferSource(prepared)).view()).ref.num, pageWith(new PdfRef(91)))
    .table()
  const bytes = leaderSigned(base)
  const grown = new HandmadeRevision(bytes).object(90, String(whole.length)).table()
  expectInvalid(grown)
})

function pageWith(content: PdfRef): string {
  const page: PdfDict = new Map<string, PdfValue>(firstPage(openPdf(bufferSource(prepared)).view()).dict).set(
    'Contents',
    content,
  )
  return serialize(page).toString('latin1')
}
