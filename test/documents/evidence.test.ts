import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { zipEntries } from '#server/files/zip-entries.ts'
import { sealJournal } from '#server/kernel/journal-seal.ts'
import { runDueJobs } from '#server/kernel/jobs.ts'
import { verifyBundle } from '#server/signing/evidence/verify-bundle.ts'
import { type ZipPart, writeZip } from '#server/signing/evidence/write-zip.ts'
import { seedDemoKeys, signAsLeader } from '#server/signing/door.ts'
import { readCertificates } from '#server/signing/x509/certificate.ts'
import { jobWorkers } from '#server/wiring.ts'
import { preparedLetter } from '#test/signing/two-signature-desk.ts'
import { openTestHouse } from '#test/support/house.ts'
import { actorOf, logIn, send } from '#test/support/world.ts'
import { deliver, done } from './arrivals-world.ts'

const desk = await openTestHouse()
const { house, world, app } = desk
const leader = actorOf(world, 'pct')
let id = ''
let bundle: Buffer
let roots: ReturnType<typeof readCertificates>

const take = async (userName: string) =>
  send(app, 'GET', `/api/arrivals/${id}/evidence`, { cookie: await logIn(app, userName) })

beforeAll(async () => {
  const person = { name: leader.personName, title: leader.title, agency: 'Ủy ban nhân dân tỉnh An Giang' }
  await seedDemoKeys(house, house.db, [{ holder: 'person', holderId: leader.personId, ...person }], '123456')
  const { sha256 } = await house.blobs.put(await preparedLetter())
  const signing = { subject: { kind: 'document' as const, id: randomUUID() }, baseSha256: sha256, pin: '123456' }
  const signed = await signAsLeader({ house, actor: leader }, signing)
  id = await deliver(desk, { fileSha256: signed.sha256, code: '664/UBND-TH' })
  await runDueJobs(house, jobWorkers)
  await done(desk, 'vanthu.sttt', `POST /arrivals/${id}/register`, { revision: 1 })
  await sealJournal(house)
  const answer = await take('vanthu.sttt')
  expect(answer.status).toBe(200)
  bundle = Buffer.from(await answer.arrayBuffer())
  const rows = await house.sql<{ pem: string }[]>`select pem from trust_roots`
  roots = rows.flatMap(({ pem }) => readCertificates(Buffer.from(pem)))
}, 90_000)

const trust = () => ({ roots, intermediates: [], at: house.clock.now() })
const partsOf = (bytes: Buffer): ZipPart[] =>
  zipEntries(bytes).map((entry) => ({ path: entry.name, bytes: entry.read() }))
const zipOf = (parts: ZipPart[]) => Buffer.concat([...writeZip(parts)])
const codesOf = (bytes: Buffer) => {
  const { overall, problems } = verifyBundle(bytes, trust())
  return [overall, ...new Set(problems.map(({ code }) => code))]
}

/** The bundle with one part altered. */
function altered(path: string, change: (text: string) => string): Buffer {
  const parts = partsOf(bundle).map((part) =>
    part.path === path ? { path, bytes: Buffer.from(change(Buffer.from(part.bytes).toString())) } : part,
  )
  return zipOf(parts)
}

describe('an evidence bundle', () => {
  test('proves the file, the findings and the journal by itself, with the taking as its last row', async () => {
    const names = zipEntries(bundle).map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(['manifest.json', 'document.pdf', 'journal.jsonl', 'seals.json', 'reports/1.json']),
    )
    expect(names.some((name) => name.startsWith('certificates/'))).toBe(true)
    const report = verifyBundle(bundle, trust())
    expect(report).toMatchObject({ overall: 'valid', problems: [] })
    expect(verifyBundle(bundle, { ...trust(), roots: [] }).overall).toBe('indeterminate')
    const [last] =
      await house.sql`select act, post_id from journal where stream = ${`arrival:${id}`} order by seq desc limit 1`
    expect(last).toMatchObject({ act: 'arrival.takeEvidence', post_id: actorOf(world, 'vanthu.sttt').postId })
  })

  test('is for those who see the paper', async () => {
    expect((await take('vanthu.snv')).status).toBe(404)
    expect((await take('chuyenvien.cntt')).status).toBe(404)
    expect((await take('giamdoc.sttt')).status).toBe(200)
  })

  test('anything that was changed in it is named', () => {
    const drop = (path: string) => zipOf(partsOf(bundle).filter((part) => part.path !== path))
    const manifest = JSON.parse(partsOf(bundle)[0]!.bytes.toString()) as { files: { path: string; sha256: string }[] }
    expect(manifest.files.length).toBeGreaterThan(4)
    expect(codesOf(drop('manifest.json'))).toEqual(['unreadable', 'bundle_manifest_missing'])
    expect(codesOf(altered('manifest.json', () => '{"format":1}'))).toEqual(['unreadable', 'bundle_manifest_malformed'])
    expect(codesOf(altered('manifest.json', () => '\u0000{'))).toEqual(['unreadable', 'bundle_manifest_malformed'])
    expect(codesOf(drop('reports/1.json'))).toEqual(['invalid', 'bundle_file_missing'])
    expect(codesOf(drop('document.pdf'))).toContain('bundle_document_missing')
    expect(codesOf(altered('reports/1.json', (text) => text.replace('TOTAL', 'total')))).toEqual([
      'invalid',
      'bundle_file_changed',
    ])
    expect(codesOf(altered('document.pdf', (text) => `${text}x`))).toContain('bundle_file_changed')
    const more = zipOf([...partsOf(bundle), { path: 'notes.txt', bytes: Buffer.from('x') }])
    expect(codesOf(more)).toEqual(['invalid', 'bundle_file_unlisted'])
  })

  test('a journal that was edited, cut or reordered is named even where the manifest agrees with it', () => {
    const rehashed = (change: (lines: string[]) => string[]) => {
      const journal = altered('journal.jsonl', (text) => `${change(text.trim().split('\n')).join('\n')}\n`)
      return codesOf(journal).filter((code) => code !== 'bundle_file_changed')
    }
    expect(rehashed((lines) => lines.map((line) => line.replace('arrival.register', 'arrival.refuse')))).toEqual([
      'invalid',
      'journal_row_changed',
    ])
    expect(rehashed((lines) => lines.slice(1))).toEqual(['invalid', 'journal_row_missing'])
    expect(rehashed((lines) => lines.slice(0, -1))).toEqual(['invalid', 'journal_head_differs'])
    expect(rehashed((lines) => lines.toReversed())).toEqual(['invalid', 'journal_row_missing'])
    expect(rehashed(() => ['no json'])).toEqual(['invalid', 'journal_malformed'])
  })

  test('a hostile archive is refused by name', () => {
    const text = Buffer.from('x')
    expect(codesOf(zipOf([{ path: '../../etc/x', bytes: text }]))).toEqual(['unreadable', 'bundle_unsafe'])
    expect(codesOf(zipOf([{ path: '/etc/x', bytes: text }]))).toEqual(['unreadable', 'bundle_unsafe'])
    expect(codesOf(zipOf([...partsOf(bundle), { path: 'manifest.json', bytes: text }]))).toEqual([
      'unreadable',
      'bundle_unsafe',
    ])
    const link = zipOf([{ path: 'a', bytes: Buffer.from('/etc/passwd') }])
    const at = link.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'))
    link.writeUInt8(3, at + 5)
    link.writeUInt32LE((0o120777 << 16) >>> 0, at + 38)
    expect(codesOf(link)).toEqual(['unreadable', 'bundle_unsafe'])
    const bomb = zipOf([{ path: 'a', bytes: text }])
    bomb.writeUInt32LE(600_000_000, bomb.indexOf(Buffer.from('PK\u0001\u0002', 'latin1')) + 24)
    expect(codesOf(bomb)).toEqual(['unreadable', 'bundle_too_large'])
    for (const length of [4, 30, bundle.length - 1, Math.floor(bundle.length / 2)])
      expect(codesOf(bundle.subarray(0, length))[0]).toBe('unreadable')
  })

  test('the command line answers the statuses of the contract', () => {
    const folder = mkdtempSync(join(tmpdir(), 'evidence-'))
    const [good, bad, pem] = ['good.zip', 'bad.zip', 'root.pem'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    writeFileSync(good, bundle)
    writeFileSync(
      bad,
      altered('reports/1.json', (text) => `${text} `),
    )
    const der = roots.map((root) => root.der.toString('base64'))
    writeFileSync(pem, der.map((one) => `-----BEGIN CERTIFICATE-----\n${one}\n-----END CERTIFICATE-----\n`).join(''))
    const run = (...args: string[]) => {
      try {
        const at = house.clock.now().toISOString()
        const line = ['server/cli/ecabinet.ts', 'verify', '--offline', '--at', at, '--jsonl', ...args]
        return [0, execFileSync(process.execPath, line, { encoding: 'utf8' })] as const
      } catch (error) {
        const { status, stdout } = error as { status: number; stdout: string }
        return [status, stdout] as const
      }
    }
    const [status, text] = run('--trust', pem, good)
    expect([status, JSON.parse(text)]).toEqual([0, expect.objectContaining({ overall: 'valid' })])
    expect(run(good)[0]).toBe(2)
    const [failed, why] = run('--trust', pem, bad)
    expect([failed, why]).toEqual([1, expect.stringContaining('bundle_file_changed')])
    expect(readFileSync(good).length).toBe(bundle.length)
  }, 60_000)
})
