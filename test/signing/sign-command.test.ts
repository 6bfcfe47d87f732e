import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { signCommand } from '#server/cli/sign.ts'
import { demoSignature } from '#server/signing/appearance/demo-images.ts'
import { issueDemoIdentity, makeDemoAuthority } from '#server/signing/demo-pki.ts'
import { writePkcs12 } from '#server/signing/key-holders/write-pkcs12.ts'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { verifyPdf } from '#server/signing/verify/verify-pdf.ts'
import { parseCertificate } from '#server/signing/x509/certificate.ts'
import { hasTool } from '#test/support/system-tools.ts'
import { pdfsigVerdicts, qpdfComplaints, qpdfRewritten } from './other-validators.ts'
import { leader as ofThen, signed } from './signing-desk.ts'
import { preparedLetter, unsignedPdf } from './two-signature-desk.ts'

const folder = mkdtempSync(join(tmpdir(), 'ecabinet-sign-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const at = (name: string) => join(folder, name)
function put(name: string, bytes: string | Uint8Array): string {
  writeFileSync(at(name), bytes)
  return at(name)
}

const now = new Date()
const authority = makeDemoAuthority(now)
const trust = { roots: [parseCertificate(authority.root)], intermediates: [], at: now }
const verified = (bytes: Uint8Array, password = '') => verifyPdf(bufferSource(bytes), trust, password)
const pin = put('pin', '246810\n')

function keyFile(name: string, on: Date, issuer = authority): string {
  const person = { kind: 'person', name, title: 'Phó Chủ tịch', agency: 'UBND tỉnh An Giang', serial: name } as const
  const { key, chain } = issueDemoIdentity(issuer, person, on)
  return put(`${name}.p12`, writePkcs12({ key, certificates: chain, password: '246810', iterations: 10 }))
}

const long = new Date(now.getTime() - 30 * 365 * 86_400_000)
const keys = { first: keyFile('Nguyễn Văn Mẫu', now), second: keyFile('Trần Thị Thử', now) }
const expired = keyFile('Lê Văn Cũ', long, makeDemoAuthority(long))

async function run(...args: string[]): Promise<{ status: number; said: string }> {
  let said = ''
  const say = (text: string) => void (said += `${text}\n`)
  const spies = [vi.spyOn(console, 'log').mockImplementation(say), vi.spyOn(console, 'error').mockImplementation(say)]
  try {
    return { status: await signCommand(args), said }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

const sign = (input: string, output: string, ...more: string[]) =>
  run('--p12', keys.first, '--pin-file', pin, ...more, input, output)
const noOrphans = () => expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])

describe('ecabinet sign', () => {
  test('takes the first empty field, then the next, and makes one where none is left', async () => {
    const file = put('letter.pdf', await preparedLetter())
    expect(await sign(file, file)).toMatchObject({ status: 0 })
    expect((await run('--p12', keys.second, '--pin-file', pin, file, file)).said).toContain('agency_seal, Trần Thị Thử')
    expect((await sign(file, file)).said).toContain('Signature1')
    const { overall, signatures } = verified(readFileSync(file))
    expect(overall).toBe('valid')
    expect(signatures.map(({ field, changesAfter }) => [field, changesAfter])).toEqual([
      ['leader_signature', 'permitted'],
      ['agency_seal', 'permitted'],
      ['Signature1', 'none'],
    ])
    noOrphans()
  })

  test('puts a picture where it is told, on files that never had a form', async () => {
    const picture = put('look.png', demoSignature('Nguyễn Văn Mẫu').png)
    const look = ['--image', picture, '--rect', '2,330,300,130,62', '--field', 'Chữ ký']
    for (const objectStreams of [false, true]) {
      const file = put('plain.pdf', await unsignedPdf({ objectStreams, pages: 2 }))
      expect(await sign(file, at('signed.pdf'), ...look)).toMatchObject({ status: 0 })
      const bytes = readFileSync(at('signed.pdf'))
      expect(verified(bytes)).toMatchObject({ overall: 'valid', signatures: [{ field: 'Chữ ký' }], problems: [] })
      expect(readFileSync(file).length).toBeLessThan(bytes.length)
    }
  })

  test.skipIf(!hasTool('qpdf') || !hasTool('pdfsig'))(
    'signs twice what others wrote in any form (needs qpdf, pdfsig)',
    async () => {
      const base = await unsignedPdf({ pages: 3 })
      const forms = [['--linearize'], ['--object-streams=generate'], ['--linearize', '--object-streams=generate']]
      const encryption = ['--allow-weak-crypto', '--encrypt', 'mở', 'chủ', '256', '--']
      for (const form of [...forms, encryption]) {
        const password = form === encryption ? 'mở' : ''
        const file = put('form.pdf', qpdfRewritten(base, ...form))
        for (const name of ['A', 'B'])
          expect((await sign(file, file, '--field', name, '--password', password)).status).toBe(0)
        const bytes = readFileSync(file)
        expect(verified(bytes, password)).toMatchObject({ overall: 'valid', problems: [] })
        if (form !== encryption) expect(pdfsigVerdicts(bytes)).toEqual(['Signature is Valid.', 'Signature is Valid.'])
        if (form !== encryption) expect(qpdfComplaints(bytes)).toBe('')
      }
    },
  )

  test('refuses by name, with the status that scripts rely on, and leaves the output as it was', async () => {
    const letter = await preparedLetter()
    const file = put('base.pdf', letter)
    const output = put('kept.pdf', 'what was there')
    const final = signed(letter, ofThen, { field: 'leader_signature', certify: 1 })
    const locked = signed(letter, ofThen, { field: 'leader_signature', locks: { action: 'All', fields: [] } })
    const p12 = (path: string, pinFile = pin) => ['--p12', path, '--pin-file', pinFile]
    const cases: [status: number, word: string, args: string[]][] = [
      [1, 'signing_forbidden', [...p12(keys.first), put('final.pdf', final), output]],
      [1, 'field_locked', [...p12(keys.first), put('locked.pdf', locked), output]],
      [1, 'image_needs_place', [...p12(keys.first), '--image', put('look.png', 'x'), '--field', 'New', file, output]],
      [1, 'page_missing', [...p12(keys.first), '--rect', '9,1,1,9,9', file, output]],
      [2, 'key_unusable', [...p12(keys.first, put('wrong', '1')), file, output]],
      [2, 'key_unusable', [...p12(put('bad.p12', readFileSync(keys.first).subarray(0, 900))), file, output]],
      [2, 'certificate_not_usable', [...p12(expired), file, output]],
      [
        4,
        'pdf_unreadable',
        [...p12(keys.first), put('tail.pdf', Buffer.concat([letter, Buffer.from('evil')])), output],
      ],
      [4, 'pdf_unreadable', [...p12(keys.first), at('missing.pdf'), output]],
      [4, 'pdf_unreadable', [...p12(keys.first), folder, output]],
      [64, '--tsa', [...p12(keys.first), '--level', 'B-LT', file, output]],
      [64, '--level', [...p12(keys.first), '--level', 'B-X', file, output]],
      [64, '--rect', [...p12(keys.first), '--rect', '1,2,3', file, output]],
      [64, 'OUT', [...p12(keys.first), file]],
      [64, '--p12', [file, output]],
      [73, 'ENOENT', [...p12(keys.first), file, join(folder, 'nowhere', 'out.pdf')]],
    ]
    for (const [status, word, args] of cases) {
      const answer = await run(...args)
      expect([answer.status, answer.said]).toEqual([status, expect.stringContaining(word)])
      expect(readFileSync(output, 'utf8')).toBe('what was there')
      noOrphans()
    }
  })
})
