import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { acroFormOf } from '#server/signing/pdf/form-fields.ts'
import { Increment } from '#server/signing/pdf/increment.ts'
import { pdfDict, PdfName, pdfText, type PdfRef } from '#server/signing/pdf/objects.ts'
import { pageNumbered } from '#server/signing/pdf/page-tree.ts'
import { openPdf } from '#server/signing/pdf/pdf-file.ts'
import { replaceForm } from '#server/signing/prepare-fields.ts'
import { findSignatures } from '#server/signing/verify/find-signatures.ts'
import { checkByteRange } from '#server/signing/verify/check-byte-range.ts'
import { issuedLetter, leader, signed, verified } from './signing-desk.ts'
import { unsignedPdf } from './two-signature-desk.ts'

const letters = [await issuedLetter(), await issuedLetter({ objectStreams: true })]

/** What each signature of a file covers: everything up to `end` but the gap. */
function rangesOf(file: Buffer) {
  const view = openPdf(bufferSource(file)).view()
  return findSignatures(view).map((found) => ({ field: found.field.name, range: checkByteRange(view, found).range! }))
}

describe('whatever is done to a signed file', () => {
  const ranges = letters.map(rangesOf)

  test('a changed byte inside a signed range is never called intact', () => {
    const which = fc.nat(letters.length - 1)
    fc.assert(
      fc.property(which, fc.nat(), fc.integer({ min: 1, max: 255 }), (n, place, mask) => {
        const copy = Buffer.from(letters[n]!)
        const at = place % copy.length
        copy[at]! ^= mask
        const report = verified(copy)
        for (const { field, range } of ranges[n]!) {
          if (at >= range.end || (at >= range.gapStart && at < range.gapEnd)) continue
          expect(report.signatures.find((one) => one.field === field)?.intact ?? false).toBe(false)
        }
        const inGap = ranges[n]!.some(({ range }) => at >= range.gapStart && at < range.gapEnd)
        if (!inGap) expect(report.overall).not.toBe('valid')
      }),
      { numRuns: 400 },
    )
  })

  test('a changed digit of the padding behind a signature is never called valid', () => {
    fc.assert(
      fc.property(
        fc.nat(letters.length - 1),
        fc.nat(1),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (n, s, place, mask) => {
          const { range, field } = ranges[n]![s]!
          const copy = Buffer.from(letters[n]!)
          const padding = range.gapStart + 1 + 2 * (range.contents.bytes.findLastIndex((byte) => byte !== 0) + 1)
          const at = padding + (place % (range.gapEnd - padding))
          copy[at]! ^= mask
          const sameDigit = Buffer.from([copy[at]!, letters[n]![at]!]).toString('latin1')
          fc.pre(sameDigit[0]!.toLowerCase() !== sameDigit[1]!.toLowerCase())
          const own = verified(copy).signatures.find((one) => one.field === field)
          expect(own?.indication ?? 'none').not.toBe('TOTAL-PASSED')
        },
      ),
      { numRuns: 200 },
    )
  })

  test('appended bytes, whatever they are, are accounted for', () => {
    const words = [
      '\n',
      ' ',
      '%%EOF\n',
      'startxref\n9\n%%EOF\n',
      '9 0 obj\n<<>>\nendobj\n',
      'xref\n0 0\ntrailer\n<<>>\n',
      '%x\n',
    ]
    const pieces = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 80 }),
      fc.constantFrom(...words.map((one) => Buffer.from(one))),
    )
    fc.assert(
      fc.property(fc.nat(letters.length - 1), fc.array(pieces, { minLength: 1, maxLength: 6 }), (n, tail) => {
        const report = verified(Buffer.concat([letters[n]!, ...tail]))
        expect(report.overall).not.toBe('valid')
        for (const { changesAfter, coversWholeFile } of report.signatures)
          expect({ changesAfter, coversWholeFile }).toEqual({ changesAfter: 'forbidden', coversWholeFile: false })
      }),
      { numRuns: 200 },
    )
  })

  test('a file that is cut off is never valid', () => {
    fc.assert(
      fc.property(fc.nat(letters.length - 1), fc.nat(), (n, place) => {
        const cut = letters[n]!.subarray(0, place % letters[n]!.length)
        fc.pre(cut.length > 0)
        const { overall, signatures } = verified(cut)
        expect(overall === 'valid' && signatures.length === 2).toBe(false)
      }),
      { numRuns: 200 },
    )
  })
})

/** Objects (their text between `obj` and `endobj`) numbered from 1, with a table of where they stand. */
function fileOf(bodies: string[]): Buffer {
  let text = '%PDF-1.7\n'
  const rows = bodies.map((body, i) => {
    const row = `${String(text.length).padStart(10, '0')} 00000 n \n`
    text += `${i + 1} 0 obj\n${body}\nendobj\n`
    return row
  })
  const table = `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${rows.join('')}`
  const trailer = `trailer\n<</Size ${bodies.length + 1} /Root 1 0 R>>\n`
  return Buffer.from(`${text}${table}${trailer}startxref\n${text.length}\n%%EOF\n`, 'latin1')
}

const catalog = '<</Type /Catalog /Pages 2 0 R /AcroForm 3 0 R>>'
const pages = '<</Type /Pages /Kids [] /Count 0>>'
const signature = '<</FT /Sig /T (a) /V <</Type /Sig /ByteRange [0 1 2 3] /Contents <00>>>>>'
const streamOf = (dict: string, data: string) => `<<${dict} /Length ${data.length}>>\nstream\n${data}\nendstream`

/** A revision for each of `count`, whose compressed cross-reference lists far more than its bytes would let one think. */
function manyListed(count: number): Buffer {
  const rows = deflateSync(Buffer.alloc(4 * 290_000)).toString('latin1')
  let text = fileOf([catalog, pages, '<</Fields [4 0 R]>>', signature]).toString('latin1')
  let before = /startxref\n(\d+)/.exec(text)![1]!
  for (let i = 0; i < count; i++) {
    const at = text.length
    const dict = `/Type /XRef /Size 290000 /W [1 2 1] /Root 1 0 R /Prev ${before} /Filter /FlateDecode`
    text += `9 0 obj\n${streamOf(dict, rows)}\nendobj\nstartxref\n${at}\n%%EOF\n`
    before = String(at)
  }
  return Buffer.from(text, 'latin1')
}

/** Every object is a string that holds all objects after it: to read them all takes the square of the file. */
function nestedStrings(count: number): Buffer {
  const bodies = Array.from({ length: count }, () => '')
  const open = (i: number) => `${i + 5} 0 obj\n(`
  let text = `%PDF-1.7\n1 0 obj\n${catalog}\nendobj\n2 0 obj\n${pages}\nendobj\n3 0 obj\n<</Fields [4 0 R]>>\nendobj\n4 0 obj\n${signature}\nendobj\n`
  const heads = [1, 2, 3, 4].map((num) => text.indexOf(`${num} 0 obj`))
  const offsets = [...heads, ...bodies.map((_, i) => (text += open(i)).length - open(i).length)]
  text += bodies.map(() => ')\nendobj\n').join('')
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const size = offsets.length + 1
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<</Size ${size} /Root 1 0 R>>\n`
  const first = `${text}${table}startxref\n${text.length}\n%%EOF\n`
  const second = `xref\n0 0\ntrailer\n<</Size ${size} /Root 1 0 R /Prev ${text.length}>>\n`
  return Buffer.from(`${first}${second}startxref\n${first.length}\n%%EOF\n`, 'latin1')
}

/** Many fields whose looks are one and the same bomb. */
function bombedLooks(count: number): Buffer {
  const bomb = deflateSync(Buffer.alloc(30_000_000, ' ')).toString('latin1')
  const fields = Array.from({ length: count }, (_, i) => `<</FT /Tx /T (f${i}) /V (x) /AP <</N 5 0 R>>>>`)
  const kids = [4, ...fields.map((_, i) => i + 6)].map((num) => `${num} 0 R`).join(' ')
  const look = streamOf('/Subtype /Form /Filter /FlateDecode', bomb)
  return fileOf([catalog, pages, `<</Fields [${kids}]>>`, signature, look, ...fields])
}

function cpuOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const MOST_CPU_MS = 5000

describe('files made to exhaust end soon, with a name', () => {
  const contents = `<${'30'.repeat(9_000_000)}>`
  const cases: [string, () => Buffer][] = [
    ['revisions that list without end', () => manyListed(40)],
    ['strings inside strings inside strings', () => nestedStrings(60_000)],
    ['many looks that are one bomb', () => bombedLooks(2000)],
    ['a signature of 9 MB', () => fileOf([catalog, pages, '<</Fields [4 0 R]>>', signature.replace('<00>', contents)])],
    [
      'an object stream that holds itself',
      () =>
        fileOf([
          catalog,
          pages,
          '<</Fields [4 0 R]>>',
          signature,
          streamOf('/Type /ObjStm /N 1 /First 4', '5 0 5 0 R'),
        ]),
    ],
    [
      'a form that is its own field',
      () => fileOf([catalog, pages, '<</Fields [3 0 R] /Kids [3 0 R] /T (a)>>', signature]),
    ],
    [
      'a stream whose length is itself',
      () => fileOf([catalog, pages, '<</Fields [4 0 R]>>', signature, '<</Length 5 0 R>>\nstream\nx\nendstream']),
    ],
  ]
  test.each(cases)('%s', (_name, make) => {
    const file = make()
    let report = verified(Buffer.from('x'))
    expect(cpuOf(() => (report = verified(file)))).toBeLessThan(MOST_CPU_MS)
    expect(['invalid', 'unreadable', 'indeterminate']).toContain(report.overall)
    expect(report.problems.length + report.signatures.flatMap((one) => one.problems).length).toBeGreaterThan(0)
  })

  test('fifty-one signatures are checked, all of them, and a flood behind them costs no more', async () => {
    let file: Buffer = await unsignedPdf()
    const place = { page: 1, rect: [0, 0, 0, 0] as const }
    for (let i = 0; i < 51; i++)
      file = signed(file, leader, { field: `S${i}`, place: { ...place, rect: [0, 0, 0, 0] } })
    let report = verified(file)
    expect(cpuOf(() => (report = verified(file)))).toBeLessThan(MOST_CPU_MS)
    expect(report).toMatchObject({ overall: 'valid', problems: [] })
    expect(report.signatures).toHaveLength(51)
    const flood = flooded(file, 15_000)
    expect(cpuOf(() => (report = verified(flood)))).toBeLessThan(MOST_CPU_MS)
    expect(report.overall).not.toBe('valid')
    expect(JSON.stringify(report).length).toBeLessThan(5_000_000)
  })
})

/** One more revision with so many notes on the page and fields in the form. */
function flooded(base: Buffer, count: number): Buffer {
  const file = openPdf(bufferSource(base))
  const [view, increment] = [file.view(), new Increment(file)]
  const page = pageNumbered(view, 1)!
  const notes = Array.from({ length: count }, () =>
    increment.add(pdfDict({ Subtype: new PdfName('Stamp'), Rect: [0, 0, 9, 9] })),
  )
  increment.replace(page.ref, new Map(page.dict).set('Annots', [...view.array(page.dict, 'Annots'), ...notes]))
  const field = (i: number): PdfRef => increment.add(pdfDict({ FT: new PdfName('Tx'), T: pdfText(`t${i}`) }))
  const form = new Map(acroFormOf(view)!)
  form.set('Fields', [...view.array(form, 'Fields'), ...notes.map((_, i) => field(i))])
  replaceForm(view, increment, form)
  return Buffer.concat([base, increment.finish()])
}
