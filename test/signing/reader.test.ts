import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { PdfName, PdfRef, PdfString, type PdfValue } from '#server/signing/pdf/objects.ts'
import { openPdf } from '#server/signing/pdf/pdf-file.ts'
import { PdfParser } from '#server/signing/pdf/parser.ts'
import { PdfProblem } from '#server/signing/pdf/pdf-problem.ts'
import { serialize } from '#server/signing/pdf/serialize.ts'
import { verified } from './signing-desk.ts'
import { preparedLetter, unsignedPdf } from './two-signature-desk.ts'

const parse = (text: string) => new PdfParser(Buffer.from(text, 'latin1'), 0).takeValue()
const problemOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof PdfProblem) return error.code
    throw error
  }
  return 'none'
}

describe('values', () => {
  test('are read as ISO 32000 writes them', () => {
    expect(parse('[1 -2.5 +3 .5 4. true false null]')).toEqual([1, -2.5, 3, 0.5, 4, true, false, null])
    expect(parse('/Byte#52ange')).toEqual(new PdfName('ByteRange'))
    expect(parse('[1 0 R 2 3]')).toEqual([new PdfRef(1, 0), 2, 3])
    expect(Buffer.from((parse('(a\\(b\\)(c)\\101\\r\\\n)') as PdfString).bytes).toString()).toBe('a(b)(c)A\r')
    expect(Buffer.from((parse('<48 65 6c6C 6>') as PdfString).bytes).toString()).toBe('Hell`')
  })

  test.each(['<<', '[1', '(a', '<4', '<4g>', '<</A>>', '<<1 2>>', 'nul', '--1', '1e5', '>>', ''])(
    '%j is refused',
    (text) => {
      expect(problemOf(() => parse(text))).toBe('broken_syntax')
    },
  )

  test('nested too deep is refused, not overflowed', () => {
    expect(problemOf(() => parse('['.repeat(100_000)))).toBe('too_deep')
    expect(problemOf(() => parse('<</A '.repeat(100_000)))).toBe('too_deep')
  })

  test('survive writing and reading', () => {
    const leaf = fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.string({ minLength: 1 }).map((text) => new PdfName(Buffer.from(text).toString('latin1'))),
      fc.uint8Array().map((bytes) => new PdfString(Buffer.from(bytes), true)),
      fc.uint8Array().map((bytes) => new PdfString(Buffer.from(bytes))),
      fc.nat(99_999).map((num) => new PdfRef(num + 1, 0)),
    )
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value')),
        fc.array(fc.tuple(fc.string(), tie('value'))).map(dictOf),
      ),
    })).value as fc.Arbitrary<PdfValue>
    fc.assert(
      fc.property(values, (value) => {
        expect(plain(parse(serialize(value).toString('latin1')))).toEqual(plain(value))
      }),
    )
  })

  const dictOf = (entries: unknown[]) =>
    new Map((entries as [string, PdfValue][]).map(([key, value]) => [Buffer.from(key).toString('latin1'), value]))

  /** Without the places where strings stood. */
  function plain(value: PdfValue): unknown {
    if (value instanceof PdfString) return Buffer.from(value.bytes).toString('hex')
    if (Array.isArray(value)) return value.map(plain)
    if (value instanceof Map) return [...value].map(([key, item]) => [key, plain(item)])
    return value
  }
})

/** A file of these objects (their text between `obj` and `endobj`), numbered from 1, with a classic table. */
function fileOf(objects: string[], trailer: string): Buffer {
  let text = '%PDF-1.7\n'
  const offsets = objects.map((body, i) => {
    const at = text.length
    text += `${i + 1} 0 obj\n${body}\nendobj\n`
    return at
  })
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`
  return Buffer.from(`${text}${table}trailer\n${trailer}\nstartxref\n${text.length}\n%%EOF\n`, 'latin1')
}

describe('hostile files end in a named problem', () => {
  const catalog = '<</Type /Catalog /Pages 2 0 R>>'
  const pages = '<</Type /Pages /Kids [] /Count 0>>'
  const open = (bytes: Buffer) => openPdf(bufferSource(bytes))

  test('no PDF, no end, no cross-reference', () => {
    expect(problemOf(() => open(Buffer.from('hello')))).toBe('not_a_pdf')
    expect(problemOf(() => open(Buffer.from('%PDF-1.7\nhello')))).toBe('no_startxref')
    expect(problemOf(() => open(Buffer.from('%PDF-1.7\nstartxref\n3\n%%EOF')))).toBe('broken_syntax')
  })

  test('cross-references that run in a circle', () => {
    const good = fileOf([catalog, pages], '<</Size 3 /Root 1 0 R /Prev 99999999>>').toString('latin1')
    const at = /startxref\n(\d+)/.exec(good)![1]!
    expect(problemOf(() => open(Buffer.from(good.replace('99999999', at.padStart(8, '0')))))).toBe('broken_xref')
  })

  test('pages that contain themselves', () => {
    const circle = fileOf([catalog, '<</Type /Pages /Kids [2 0 R] /Count 1>>'], '<</Size 3 /Root 1 0 R>>')
    expect(verified(circle)).toMatchObject({ overall: 'unsigned' })
  })

  test('references that lead to themselves', () => {
    const circle = fileOf([catalog, '2 0 R'], '<</Size 3 /Root 1 0 R>>')
    expect(problemOf(() => open(circle).view().dict(open(circle).view().catalog(), 'Pages'))).toBe('broken_structure')
  })

  test('an object stream that unpacks to more than it may', () => {
    const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024)).toString('latin1')
    const stream = `<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${bomb.length}>>\nstream\n${bomb}\nendstream`
    const file = open(fileOf([catalog, pages, stream], '<</Size 4 /Root 1 0 R>>'))
    const entry = file.entryOf(3, 0)
    expect(problemOf(() => file.packedAt(entry?.kind === 'at' ? entry.offset : 0, file.view()))).toBe('too_large')
  })

  test('an encrypted file', () => {
    const file = fileOf([catalog, pages], '<</Size 3 /Root 1 0 R /Encrypt <</Filter /Standard>>>>')
    expect(verified(file)).toMatchObject({ overall: 'unreadable', problems: [{ code: 'encrypted' }] })
  })

  test('a stream that is not as long as it says', () => {
    const wrong = fileOf([catalog, '<</Length 3>>\nstream\nabcdef\nendstream'], '<</Size 3 /Root 1 0 R>>')
    expect(problemOf(() => open(wrong).view().object(2))).toBe('broken_stream')
  })
})

describe('any damage', () => {
  test('gives a verdict, never an exception', async () => {
    const files = [await preparedLetter(), await unsignedPdf({ objectStreams: true })]
    const damage = fc.array(fc.tuple(fc.nat(1_000_000), fc.nat(255)), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(fc.constantFrom(...files), damage, (file, changes) => {
        const copy = Buffer.from(file)
        for (const [at, byte] of changes) copy[at % copy.length] = byte
        expect(['unsigned', 'unreadable', 'invalid', 'indeterminate']).toContain(verified(copy).overall)
      }),
      { numRuns: 500 },
    )
  })
})

describe('files made to exhaust', () => {
  const trailer = (objects: number) => `<</Size ${objects + 1} /Root 1 0 R>>`
  const form = '<</Fields [4 0 R]>>'
  const field = '<</FT /Sig /T (a) /V 5 0 R>>'
  const pages = '<</Type /Pages /Kids [] /Count 0>>'
  const withObject = (body: string) => {
    const objects = ['<</Type /Catalog /Pages 2 0 R /AcroForm 3 0 R>>', pages, form, field, '<</Type /Sig>>', body]
    return fileOf(objects, trailer(objects.length))
  }
  const cases: [string, Buffer][] = [
    ['a huge array', withObject(`[${'1 '.repeat(3_000_000)}]`)],
    ['a huge array of strings', withObject(`[${'()'.repeat(3_000_000)}]`)],
    ['a huge dictionary', withObject(`<<${Array.from({ length: 500_000 }, (_, i) => `/${i} 1`).join('')}>>`)],
    ['endless startxref', Buffer.from(`%PDF-1.7\n${'startxref\n9\n%%EOF\n'.repeat(200_000)}`)],
    ['endless nesting', Buffer.from(`%PDF-1.7\n${'<<'.repeat(2_000_000)}\nstartxref\n9\n%%EOF\n`)],
  ]
  test.each(cases)('%s ends soon and is never valid', (_name, bytes) => {
    const began = process.cpuUsage()
    expect(['invalid', 'unreadable']).toContain(verified(bytes).overall)
    const { user, system } = process.cpuUsage(began)
    expect((user + system) / 1000).toBeLessThan(5000)
  })
})
