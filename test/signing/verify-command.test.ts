import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { verifyCommand } from '#server/cli/verify.ts'
import { toPem } from '#server/signing/x509/certificate.ts'
import { at, authority, issuedLetter } from './signing-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

const folder = mkdtempSync(join(tmpdir(), 'ecabinet-verify-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function put(name: string, bytes: string | Uint8Array): string {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}

const letter = await issuedLetter()
const root = put('root.pem', toPem(authority.root))
const files = {
  sound: put('sound.pdf', letter),
  changed: put('changed.pdf', Buffer.concat([letter, Buffer.from('evil')])),
  unsigned: put('unsigned.pdf', await preparedLetter()),
  broken: put('broken.pdf', 'no PDF at all'),
}

async function run(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const log = vi.spyOn(console, 'log').mockImplementation((text: string) => void (said.out += `${text}\n`))
  const error = vi.spyOn(console, 'error').mockImplementation((text: string) => void (said.err += `${text}\n`))
  try {
    return { status: await verifyCommand(args), ...said }
  } finally {
    log.mockRestore()
    error.mockRestore()
  }
}

const trusted = ['--trust', root, '--at', at.toISOString(), '--offline']

describe('ecabinet verify', () => {
  test('answers with the exit status that scripts rely on', async () => {
    expect((await run(...trusted, files.sound)).status).toBe(0)
    expect((await run(...trusted, files.changed)).status).toBe(1)
    expect((await run('--at', at.toISOString(), files.sound)).status).toBe(2)
    expect((await run(...trusted, files.unsigned)).status).toBe(3)
    expect((await run(...trusted, files.broken)).status).toBe(4)
    expect((await run(...trusted, join(folder, 'missing.pdf'))).status).toBe(4)
    expect((await run()).status).toBe(64)
    expect((await run('--at', 'yesterday', files.sound)).status).toBe(64)
    expect((await run('--unknown', files.sound)).status).toBe(64)
    expect((await run('--json', '--jsonl', files.sound)).status).toBe(64)
  })

  test('gives the gravest status of several files and one line for each', async () => {
    const { status, out } = await run(...trusted, '--jsonl', files.sound, files.unsigned, files.changed)
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { overall: string })
    expect(status).toBe(1)
    expect(lines.map(({ overall }) => overall)).toEqual(['valid', 'unsigned', 'invalid'])
  })

  test('keeps the shape of its JSON', async () => {
    const { out } = await run(...trusted, '--json', files.sound)
    const [{ file, overall, signatures, problems }] = JSON.parse(out) as [Record<string, never>]
    expect({ file, overall, problems }).toEqual({ file: files.sound, overall: 'valid', problems: [] })
    expect(signatures![0]).toEqual({
      field: 'leader_signature',
      signer: 'Nguyễn Văn Mẫu',
      kind: 'person',
      indication: 'TOTAL-PASSED',
      subIndication: null,
      intact: true,
      coversWholeFile: false,
      changesAfter: 'permitted',
      level: 'B-B',
      claimedTime: at.toISOString(),
      provenTime: null,
      digest: 'SHA-256',
      algorithm: 'ECDSA',
      trusted: true,
    })
  })

  test('speaks Vietnamese, and English when told', async () => {
    expect((await run(...trusted, files.sound)).out).toContain('mọi chữ ký số trên tệp đều hợp lệ')
    expect((await run(...trusted, '--lang', 'en', files.sound)).out).toContain('every signature on the file is valid')
    expect((await run('--help')).out).toContain('Exit status')
  })
})
