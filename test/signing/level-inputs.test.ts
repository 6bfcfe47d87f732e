import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasTool } from '#test/support/system-tools.ts'
import { hybridFile } from './hybrid-file.ts'
import { pdfsigVerdicts, qpdfComplaints, qpdfRewritten } from './other-validators.ts'
import { openSignDesk } from './sign-desk.ts'
import { unsignedPdf } from './two-signature-desk.ts'

/* `ecabinet sign` twice on every form of file, to every level above B-B; on encrypted ones with a password. */

const desk = await openSignDesk()
const [user, owner] = ['nguoi-dung', 'chu-so-huu']
const plain = await unsignedPdf({ pages: 2 })
const encrypted = (...form: string[]) =>
  qpdfRewritten(plain, '--allow-weak-crypto', '--encrypt', user, owner, ...form, '--')

type Input = [form: string, bytes: Buffer, password: string]
const byQpdf = (): Input[] => [
  ['linearized', qpdfRewritten(plain, '--linearize'), ''],
  ['linearized with object streams', qpdfRewritten(plain, '--linearize', '--object-streams=generate'), ''],
  ['encrypted with RC4 (R3)', encrypted('128'), user],
  ['encrypted with AES-128 (R4)', encrypted('128', '--use-aes=y'), user],
  ['encrypted with AES-256 (R6)', encrypted('256'), user],
]
const inputs: Input[] = [
  ['classic', plain, ''],
  ['xref-stream', await unsignedPdf({ objectStreams: true }), ''],
  ['hybrid', hybridFile(), ''],
  ...(hasTool('qpdf') ? byQpdf() : []),
]
const levels = ['B-T', 'B-LT', 'B-LTA']

/** How many signatures poppler finds valid, or null without it; fails where it finds one that is not. */
function pdfsigValid(file: Buffer, password: string): number | null {
  if (!hasTool('pdfsig')) return null
  const verdicts = pdfsigVerdicts(file, password).filter((one) => one !== 'Signature has not yet been verified.')
  expect(new Set(verdicts)).toEqual(new Set(['Signature is Valid.']))
  return verdicts.length
}

/** Signs a file of the disk twice in place; the second signature brings the first along. */
async function signedTwice(level: string, bytes: Buffer, password: string): Promise<string> {
  const file = desk.put('file.pdf', bytes)
  for (const name of ['A', 'B'])
    expect(await desk.sign(level, '--field', name, '--password', password, file, file)).toMatchObject({ status: 0 })
  return file
}

describe.each(inputs)('%s', (_form, bytes, password) => {
  test.each(levels)('two signatures to %s, as others see them too', async (level) => {
    const report = desk.found(await signedTwice(level, bytes, password), password)
    expect(report).toMatchObject({ overall: 'valid', problems: [] })
    const made = report.signatures.filter(({ kind }) => kind !== 'timestamp')
    expect(made.map((one) => [one.field, one.level, one.intact])).toEqual([
      ['A', level, true],
      ['B', level, true],
    ])
    const file = desk.read('file.pdf')
    expect(file.subarray(0, bytes.length).equals(bytes)).toBe(true)
    if (hasTool('qpdf')) expect(qpdfComplaints(file, password)).toBe('')
    // poppler knows no document time-stamps: it says of each that it did not verify it.
    const good = pdfsigValid(file, password)
    if (good !== null) expect(good).toBe(2)
  })
})

test.skipIf(!hasTool('qpdf'))('without its password an encrypted file is not signed, to no level', async () => {
  const bytes = encrypted('256')
  const file = desk.put('file.pdf', bytes)
  for (const [password, word] of [
    ['', 'pdf_encrypted'],
    ['sai', 'pdf_wrong_password'],
  ] as const) {
    const { status, said } = await desk.sign('B-LTA', '--password', password, file, file)
    expect([status, said]).toEqual([4, expect.stringContaining(word)])
    expect(desk.read('file.pdf').equals(bytes)).toBe(true)
  }
})

describe.skipIf(!hasTool('qpdf'))('an encrypted B-LTA file (needs qpdf)', async () => {
  const file = hasTool('qpdf') ? desk.put('whole.pdf', await lta()) : ''
  const bytes = hasTool('qpdf') ? desk.read('whole.pdf') : Buffer.alloc(0)
  const judged = (changed: Buffer) => desk.found(desk.put('changed.pdf', changed), user).overall

  async function lta(): Promise<Buffer> {
    await signedTwice('B-LTA', encrypted('256'), user)
    return desk.read('file.pdf')
  }

  test('is valid untouched', () => {
    expect(desk.found(file, user)).toMatchObject({ overall: 'valid', problems: [] })
  })

  test('shows any flipped bit of what is signed', () => {
    // The last document time-stamp covers all but its own digits.
    const [, from, to] = [...bytes.toString('latin1').matchAll(/\/ByteRange \[0 (\d+) (\d+)/g)].at(-1)!.map(Number)
    const place = fc.nat(bytes.length - 1).filter((at) => at < from! || at >= to!)
    fc.assert(
      fc.property(place, fc.nat(7), (at, bit) => {
        const copy = Buffer.from(bytes)
        copy[at]! ^= 1 << bit
        expect(judged(copy)).not.toBe('valid')
      }),
      { numRuns: 60 },
    )
  })

  test('shows any bytes behind its end', () => {
    const words = fc.constantFrom('\n', ' ', '%', '%%EOF', 'startxref\n0\n%%EOF\n', 'xref\n0 0\n', 'trailer\n<<>>\n')
    const tail = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 60 }).map((more) => Buffer.from(more)),
      fc.array(words, { minLength: 1, maxLength: 8 }).map((more) => Buffer.from(more.join(''))),
    )
    fc.assert(
      fc.property(tail, (more) => {
        expect(judged(Buffer.concat([bytes, more]))).not.toBe('valid')
      }),
      { numRuns: 40 },
    )
  })
})
