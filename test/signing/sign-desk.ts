import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, vi } from 'vitest'
import { signCommand } from '#server/cli/sign.ts'
import { answerTimestamp } from '#server/signing/demo-authority/answer-timestamp.ts'
import { issueDemoIdentity, issueDemoTimestampAuthority, makeDemoAuthority } from '#server/signing/demo-pki.ts'
import { writePkcs12 } from '#server/signing/key-holders/write-pkcs12.ts'
import { openFileSource } from '#server/signing/pdf/file-source.ts'
import { verifyPdf } from '#server/signing/verify/verify-pdf.ts'
import { parseCertificate, toPem } from '#server/signing/x509/certificate.ts'

/** What `ecabinet sign` needs to reach the higher levels: a key, roots, and a time-stamp authority on the loopback. */
export async function openSignDesk() {
  const folder = mkdtempSync(join(tmpdir(), 'ecabinet-levels-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const put = (name: string, bytes: string | Uint8Array) => (
    writeFileSync(join(folder, name), bytes),
    join(folder, name)
  )
  const now = new Date()
  const authority = makeDemoAuthority(now)
  const tsa = issueDemoTimestampAuthority(authority, now)
  const person = {
    kind: 'person',
    name: 'Nguyễn Văn Mẫu',
    title: 'Chủ tịch',
    agency: 'UBND tỉnh',
    serial: 'X1',
  } as const
  const { key, chain } = issueDemoIdentity(authority, person, now)
  const p12 = put('key.p12', writePkcs12({ key, certificates: chain, password: '246810', iterations: 10 }))
  const behaviour = { fails: false }
  const server = createServer((request, response) => {
    void buffer(request).then((asked) => {
      response.writeHead(behaviour.fails ? 503 : 200, { 'content-type': 'application/timestamp-reply' })
      response.end(answerTimestamp(asked, tsa, { at: new Date(), serial: randomBytes(8) }))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`
  const [pin, root] = [put('pin', '246810'), put('root.pem', toPem(authority.root))]
  const argumentsFor = (level: string) => [
    ...['--p12', p12, '--pin-file', pin, '--trust', root, '--tsa', url],
    ...['--level', level],
  ]
  return {
    ...{ behaviour, put, argumentsFor },
    at: (name: string) => join(folder, name),
    /** Runs the command in this process. */
    async sign(level: string, ...more: string[]) {
      const said: string[] = []
      const hear = (line: unknown) => void said.push(String(line))
      const spies = (['log', 'error'] as const).map((name) => vi.spyOn(console, name).mockImplementation(hear))
      const status = await signCommand([...argumentsFor(level), ...more])
      spies.forEach((spy) => spy.mockRestore())
      return { status, said: said.join('\n') }
    },
    /** What our verifier finds in a file of the disk, or in its bytes. */
    found(path: string, password = '') {
      const source = openFileSource(path)
      const trust = { roots: [parseCertificate(authority.root)], intermediates: [], at: new Date() }
      try {
        return verifyPdf(source, trust, password)
      } finally {
        source.close()
      }
    },
    read: (name: string) => readFileSync(join(folder, name)),
  }
}
