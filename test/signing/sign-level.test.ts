import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { signCommand } from '#server/cli/sign.ts'
import { answerTimestamp } from '#server/signing/demo-authority/answer-timestamp.ts'
import { issueDemoIdentity, issueDemoTimestampAuthority, makeDemoAuthority } from '#server/signing/demo-pki.ts'
import { writePkcs12 } from '#server/signing/key-holders/write-pkcs12.ts'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { verifyPdf } from '#server/signing/verify/verify-pdf.ts'
import { parseCertificate, toPem } from '#server/signing/x509/certificate.ts'
import { preparedLetter } from './two-signature-desk.ts'

const folder = mkdtempSync(join(tmpdir(), 'ecabinet-level-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const put = (name: string, bytes: string | Uint8Array) => (writeFileSync(join(folder, name), bytes), join(folder, name))

const now = new Date()
const authority = makeDemoAuthority(now)
const tsa = issueDemoTimestampAuthority(authority, now)
const person = { kind: 'person', name: 'Nguyễn Văn Mẫu', title: 'Chủ tịch', agency: 'UBND tỉnh', serial: 'X1' } as const
const { key, chain } = issueDemoIdentity(authority, person, now)
const p12 = put('key.p12', writePkcs12({ key, certificates: chain, password: '246810', iterations: 10 }))
const common = ['--p12', p12, '--pin-file', put('pin', '246810'), '--trust', put('root.pem', toPem(authority.root))]

/** A time-stamp authority on the loopback, which fails when it is told to. */
let fails = false
const server = createServer((request, response) => {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => {
    response.writeHead(fails ? 503 : 200, { 'content-type': 'application/timestamp-reply' })
    response.end(answerTimestamp(Buffer.concat(pieces), tsa, { at: new Date(), serial: randomBytes(8) }))
  })
})
beforeAll(() => new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready)))
afterAll(() => void server.close())

async function sign(level: string, input: string, output: string) {
  const said: string[] = []
  const hear = (line: unknown) => void said.push(String(line))
  const spies = [vi.spyOn(console, 'log').mockImplementation(hear), vi.spyOn(console, 'error').mockImplementation(hear)]
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`
  const status = await signCommand([...common, '--tsa', url, '--level', level, input, output])
  spies.forEach((spy) => spy.mockRestore())
  return { status, said: said.join('\n') }
}

const found = (path: string) =>
  verifyPdf(bufferSource(readFileSync(path)), {
    roots: [parseCertificate(authority.root)],
    intermediates: [],
    at: new Date(),
  })

test.each(['B-T', 'B-LT', 'B-LTA'])('signs to %s with an authority over HTTP', async (level) => {
  fails = false
  const output = join(folder, `${level}.pdf`)
  expect(await sign(level, put('in.pdf', await preparedLetter()), output)).toMatchObject({ status: 0 })
  expect(found(output)).toMatchObject({ overall: 'valid', signatures: [{ level }, ...(level === 'B-LTA' ? [{}] : [])] })
})

test('an authority that fails costs the level and never the signature', async () => {
  fails = true
  const output = join(folder, 'low.pdf')
  const { status, said } = await sign('B-LT', put('in.pdf', await preparedLetter()), output)
  expect({ status, said }).toEqual({ status: 5, said: expect.stringContaining('B-B') })
  expect(found(output)).toMatchObject({ overall: 'valid', signatures: [{ level: 'B-B' }] })
})
