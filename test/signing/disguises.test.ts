import { describe, expect, test } from 'vitest'
import { requireField, withEntries } from '#server/signing/edit-field.ts'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { acroFormOf } from '#server/signing/pdf/form-fields.ts'
import { Increment } from '#server/signing/pdf/increment.ts'
import { pdfDict, PdfName, PdfRef, PdfStream, pdfText, type PdfValue } from '#server/signing/pdf/objects.ts'
import { pageNumbered } from '#server/signing/pdf/page-tree.ts'
import { openPdf, type PdfFile } from '#server/signing/pdf/pdf-file.ts'
import { serialize } from '#server/signing/pdf/serialize.ts'
import { leaderSigned, verified } from './signing-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

/** One more revision, written by the engine itself. */
function changed(base: Buffer, change: (file: PdfFile, increment: Increment) => void): Buffer {
  const file = openPdf(bufferSource(base))
  const increment = new Increment(file)
  change(file, increment)
  return Buffer.concat([base, increment.finish()])
}

const picture = (text: string) => {
  const kind = { Type: new PdfName('XObject'), Subtype: new PdfName('Form'), BBox: [0, 0, 200, 20] }
  return new PdfStream(pdfDict(kind), Buffer.from(`BT /F1 12 Tf (${text}) Tj ET`))
}
const codesOf = (bytes: Buffer) =>
  verified(bytes).signatures.flatMap(({ problems }) => problems.map(({ code }) => code))

describe('objects that play two parts', () => {
  test('a page content that calls itself a field is still a page content', async () => {
    const signed = leaderSigned(await preparedLetter())
    const bytes = changed(signed, (file, increment) => {
      const view = file.view()
      const content = [pageNumbered(view, 1)!.dict.get('Contents')].flat()[0] as PdfRef
      const field = { FT: new PdfName('Tx'), T: pdfText('x'), V: pdfText(''), Rect: [0, 0, 0, 0] }
      increment.replace(content, new PdfStream(pdfDict(field), Buffer.from('BT (Evil) Tj ET')))
      const form = acroFormOf(view)!
      const fields = [...view.array(form, 'Fields'), content]
      increment.replace(view.catalog().get('AcroForm') as PdfRef, new Map(form).set('Fields', fields))
    })
    expect(verified(bytes).overall).toBe('invalid')
    expect(codesOf(bytes)).toContain('page_changed')
  })

  test('a field that is drawn as a picture is compared whole when it is filled', async () => {
    const prepared = changed(await preparedLetter(), (file, increment) => {
      const view = file.view()
      const { ref, widget } = requireField(view, 'document_number', 'Tx')
      increment.replace(ref, withEntries(widget, { V: increment.add(picture('Tốt')) }))
      const page = pageNumbered(view, 1)!
      const resources = new Map(view.dict(page.dict, 'Resources') ?? []).set('XObject', ref)
      increment.replace(page.ref, new Map(page.dict).set('Resources', resources))
    })
    const signed = leaderSigned(prepared)
    const bytes = changed(signed, (file, increment) => {
      const { ref, widget } = requireField(file.view(), 'document_number', 'Tx')
      increment.replace(ref, withEntries(widget, { V: increment.add(picture('Evil')) }))
    })
    expect(verified(signed).overall).toBe('valid')
    expect(verified(bytes).overall).toBe('invalid')
    expect(codesOf(bytes)).toContain('page_changed')
  })

  test('a number that led nowhere when the file was signed may not lead somewhere later', async () => {
    const nowhere = new PdfRef(500)
    const prepared = changed(await preparedLetter(), (file, increment) => {
      const page = pageNumbered(file.view(), 1)!
      const contents = [...[page.dict.get('Contents')!].flat(), nowhere] as PdfValue[]
      increment.replace(page.ref, new Map(page.dict).set('Contents', contents))
    })
    const signed = leaderSigned(prepared)
    const bytes = changed(signed, (_file, increment) => void increment.add(picture('Evil'), nowhere))
    expect(verified(signed).overall).toBe('valid')
    expect(verified(bytes).overall).toBe('invalid')
    expect(codesOf(bytes)).toContain('page_changed')
  })

  test('the metadata may change, but not where the page draws it', async () => {
    const prepared = changed(await preparedLetter(), (file, increment) => {
      const view = file.view()
      const metadata = increment.add(picture('Tốt'))
      increment.replace(view.trailer.get('Root') as PdfRef, new Map(view.catalog()).set('Metadata', metadata))
      const page = pageNumbered(view, 1)!
      const resources = new Map(view.dict(page.dict, 'Resources') ?? []).set('XObject', pdfDict({ M: metadata }))
      increment.replace(page.ref, new Map(page.dict).set('Resources', resources))
    })
    const signed = leaderSigned(prepared)
    const bytes = changed(signed, (file, increment) => {
      increment.replace(file.view().catalog().get('Metadata') as PdfRef, picture('Evil'))
    })
    expect(codesOf(bytes)).toContain('page_changed')
  })
})

test('an object stream written anew changes what it holds, though no cross-reference says so', async () => {
  const signed = leaderSigned(await preparedLetter({ objectStreams: true }))
  const bytes = changed(signed, (file, increment) => {
    const view = file.view()
    const page = pageNumbered(view, 1)!.ref.num
    const [num] = [...file.revisions[0]!.entries].flatMap(([, entry]) => (entry.kind === 'in' ? [entry.stream] : []))
    const entry = file.entryOf(num!, 0)
    const { numbers } = file.packedAt(entry?.kind === 'at' ? entry.offset : 0, file.view(0))
    const values = numbers.map((inner) => {
      const value = file.view(0).object(inner)
      return inner === page ? new Map(value as Map<string, PdfValue>).set('MediaBox', [0, 0, 300, 300]) : value
    })
    increment.replace(new PdfRef(num!), objectStream(numbers, values))
  })
  expect(verified(signed).overall).toBe('valid')
  expect(verified(bytes).overall).toBe('invalid')
})

function objectStream(numbers: number[], values: PdfValue[]): PdfStream {
  const texts = values.map((value) => serialize(value).toString('latin1'))
  let at = 0
  const header = numbers.map((num, i) => {
    const pair = `${num} ${at}`
    at += texts[i]!.length + 1
    return pair
  })
  const head = `${header.join(' ')}\n`
  const dict = pdfDict({ Type: new PdfName('ObjStm'), N: numbers.length, First: head.length })
  return new PdfStream(dict, Buffer.from(head + texts.join(' '), 'latin1'))
}
