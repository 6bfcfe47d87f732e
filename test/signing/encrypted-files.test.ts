import { describe, expect, test } from 'vitest'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { integerOf, PdfStream, PdfString, textOf } from '#server/signing/pdf/objects.ts'
import { openPdf } from '#server/signing/pdf/pdf-file.ts'
import { prepareFields } from '#server/signing/prepare-fields.ts'
import { rc4 } from '#server/signing/pdf/crypt/rc4.ts'
import { verifyPdf } from '#server/signing/verify/verify-pdf.ts'
import { hasTool } from '#test/support/system-tools.ts'
import { pdfsigVerdicts, pdftotext, qpdfComplaints, qpdfRewritten } from './other-validators.ts'
import { agency, leader, leaderSigned, sealed, signed, trust, verified } from './signing-desk.ts'
import { letterFields, preparedLetter, unsignedPdf } from './two-signature-desk.ts'

const [user, owner] = ['nguoi-dung', 'chu-so-huu']

/** What qpdf calls each form, and what it makes of the file besides. */
const forms: [string, string[]][] = [
  ['RC4 with 40 bits (R2)', ['40']],
  ['RC4 with 128 bits (R3)', ['128']],
  ['RC4 with 128 bits by crypt filters (R4)', ['128', '--force-V4']],
  ['AES with 128 bits (R4)', ['128', '--use-aes=y']],
  ['AES with 128 bits and metadata in the clear', ['128', '--use-aes=y', '--cleartext-metadata']],
  ['AES with 256 bits as Adobe had it first (R5)', ['256', '--force-R5']],
  ['AES with 256 bits (R6)', ['256']],
  ['AES with 256 bits and metadata in the clear', ['256', '--cleartext-metadata']],
]

const encrypted = (bytes: Buffer, form: string[], passwords = ['', owner], ...more: string[]) =>
  qpdfRewritten(bytes, '--allow-weak-crypto', ...more, '--encrypt', ...passwords, ...form, '--')

const withoutQpdf = !hasTool('qpdf') || !hasTool('pdfsig') || !hasTool('pdftotext')

describe.skipIf(withoutQpdf)('encrypted files (needs qpdf, pdfsig, pdftotext)', () => {
  const layouts = [
    ['classic', []],
    ['with object streams', ['--object-streams=generate']],
    ['linearized', ['--linearize']],
  ] as const

  describe.each(forms)('%s', (_name, form) => {
    test.each(layouts)('%s: prepared, signed twice and filled, as others see it too', async (_layout, more) => {
      const base = encrypted(await unsignedPdf(), form, ['', owner], ...more)
      const file = sealed(leaderSigned(Buffer.concat([base, prepareFields(base, letterFields)])))
      expect(verified(file)).toMatchObject({ overall: 'valid', problems: [] })
      expect(pdfsigVerdicts(file)).toEqual(['Signature is Valid.', 'Signature is Valid.'])
      expect(qpdfComplaints(file)).toBe('')
      expect(pdftotext(file)).toContain('Số: 664/UBND-TH')
      const plain = qpdfRewritten(file, '--decrypt')
      const { trailer } = openPdf(bufferSource(plain)).view()
      expect([trailer.has('Encrypt'), pdftotext(plain).includes('Trang 1')]).toEqual([false, true])
    })

    test('opens with the user’s password and with the owner’s, never with another or none', async () => {
      const base = encrypted(await preparedLetter(), form, [user, owner])
      const file = signed(base, leader, { field: 'leader_signature', password: owner, reason: 'Ban hành (gấp)' })
      for (const password of [user, owner])
        expect(verifyPdf(bufferSource(file), trust, password)).toMatchObject({ overall: 'valid', problems: [] })
      const codeWith = (password?: string) => verifyPdf(bufferSource(file), trust, password).problems[0]?.code
      expect([codeWith('sai'), codeWith(), codeWith('')]).toEqual(['wrong_password', 'encrypted', 'encrypted'])
      const again = (password: string) => () => signed(file, agency, { field: 'agency_seal', password })
      expect(again('sai')).toThrow(expect.objectContaining({ reason: 'pdf_wrong_password' }))
      expect(again('')).toThrow(expect.objectContaining({ reason: 'pdf_encrypted' }))
      expect(again(user)).not.toThrow()
    })

    test('is read value for value as its twin in the clear', async () => {
      const base = await preparedLetter()
      const twin = qpdfRewritten(base, '--object-streams=disable')
      const file = encrypted(base, form, ['', owner], '--object-streams=disable')
      const [ours, clear] = [openPdf(bufferSource(file)).view(), openPdf(bufferSource(twin)).view()]
      let strings = 0
      for (let num = 1; num < clear.nextNumber(); num++) {
        const [value, wanted] = [ours.object(num), clear.object(num)].map((one) => plain(one))
        strings += JSON.stringify(wanted)?.match(/"string /g)?.length ?? 0
        expect(value).toEqual(wanted)
      }
      expect(strings).toBeGreaterThan(4)
    })
  })

  test('a flipped byte is found behind the encryption, and so is a later trailer that denies it', async () => {
    const base = encrypted(await unsignedPdf(), ['256'])
    const file = leaderSigned(Buffer.concat([base, prepareFields(base, letterFields)]))
    expect(verified(file).overall).toBe('valid')
    for (const at of [20, 200, 700, base.length - 40, base.length + 100, file.length - 400]) {
      const flipped = Buffer.from(file)
      flipped[at]! ^= 1
      expect(['invalid', 'unreadable']).toContain(verified(flipped).overall)
    }
    expect(['invalid', 'unreadable']).toContain(verified(Buffer.concat([file, denial(file)])).overall)
  })

  test('new strings and streams are nowhere in the clear, the signature is', async () => {
    const base = encrypted(await unsignedPdf(), ['128', '--use-aes=y'])
    const file = sealed(leaderSigned(Buffer.concat([base, prepareFields(base, letterFields)])))
    for (const word of ['leader_signature', 'document_number', 'D:2020', '/Tx BMC q'])
      expect(file.includes(word, base.length)).toBe(false)
    expect(file.includes('/Contents <3082', base.length)).toBe(true)
  })

  test('a password in other than Latin letters opens as it does elsewhere', async () => {
    const password = 'Mật khẩu số 1'
    const file = encrypted(await preparedLetter(), ['256'], [password, owner])
    for (const form of ['NFC', 'NFD'])
      expect(verifyPdf(bufferSource(file), trust, password.normalize(form)).overall).toBe('unsigned')
  })
})

/** One more revision whose trailer names no encryption. */
function denial(file: Buffer): Buffer {
  const { startxref, trailer } = openPdf(bufferSource(file)).revisions.at(-1)!
  const root = /\/Root (\d+ \d+ R)/.exec(file.toString('latin1'))![1]!
  const own = `<</Size ${integerOf(trailer.get('Size'))} /Root ${root} /Prev ${startxref}>>`
  return Buffer.from(`xref\n0 0\ntrailer\n${own}\nstartxref\n${file.length}\n%%EOF\n`)
}

/** Without what the writer chooses by itself: filters, lengths, and the note of the version that a form needs. */
const CHOSEN = ['Length', 'Filter', 'DecodeParms', 'Extensions']

function plain(value: unknown): unknown {
  if (value instanceof PdfString) return `string ${textOf(value)}`
  if (value instanceof PdfStream) return [plain(value.dict), Buffer.from(value.raw).toString('hex')]
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Map)
    return [...value].filter(([key]) => !CHOSEN.includes(String(key))).map(([key, item]) => [key, plain(item)])
  return value
}

test('RC4 gives the vectors of RFC 6229', () => {
  const stream = (key: string) => rc4(Buffer.from(key, 'hex'), Buffer.alloc(16)).toString('hex')
  expect(stream('0102030405')).toBe('b2396305f03dc027ccc3524a0a1118a8')
  expect(stream('0102030405060708090a0b0c0d0e0f10')).toBe('9ac7cc9a609d1ef7b2932899cde41b97')
})

test('a handler that is not the standard one is refused by name', () => {
  const text = '%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\nendobj\n'
  const trailerOf = (dict: string) => `trailer\n<</Size 2 /Root 1 0 R /Encrypt <<${dict}>>>>`
  const file = (dict: string) =>
    Buffer.from(
      `${text}xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n${trailerOf(dict)}\nstartxref\n${text.length}\n%%EOF\n`,
    )
  for (const dict of [
    '/Filter /Adobe.PubSec /V 4',
    '/Filter /Standard /V 3 /R 3',
    '/Filter /Standard /V 2 /R 3 /Length 1024',
    '/Filter /Standard /V 4 /R 4 /CF <</A <</CFM /AESV9>>>> /StmF /A',
    '/Filter /Standard /V 5 /R 6 /CF <<>> /StmF /Missing',
  ])
    expect(verified(file(dict)).problems[0]?.code).toMatch(/^(encrypted|broken_structure)$/)
  expect(verified(file('/Filter /Standard /V 1 /R 2 /P -4')).problems[0]).toMatchObject({ code: 'broken_structure' })
})
