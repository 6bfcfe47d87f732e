import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { PDFDocument } from 'pdf-lib'
import { afterAll, describe, expect, test } from 'vitest'
import { bufferSource, type ByteSource } from '#server/signing/pdf/byte-source.ts'
import { openFileSource, type FileSource } from '#server/signing/pdf/file-source.ts'
import { openPdf } from '#server/signing/pdf/pdf-file.ts'
import { prepareSignature } from '#server/signing/prepare-signature.ts'
import { verifyPdf } from '#server/signing/verify/verify-pdf.ts'
import { at, ecdsa, issuedLetter, leader, trust } from './signing-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

const folder = mkdtempSync(join(tmpdir(), 'ecabinet-source-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function onDisk<T>(bytes: Uint8Array, use: (source: FileSource, path: string) => T): T {
  const path = join(folder, 'file.pdf')
  writeFileSync(path, bytes)
  const source = openFileSource(path)
  try {
    return use(source, path)
  } finally {
    source.close()
  }
}

/** Three windows and a bit, with one word here and there. */
const bytes = Buffer.alloc(200_000, 'abcdefgh ijk ')
for (const place of [5, 65_530, 65_536, 131_068, 199_991]) bytes.write('startxref', place, 'latin1')

describe('a source over a file', () => {
  test('gives the very bytes that a source over memory gives', () => {
    const inMemory = bufferSource(bytes)
    onDisk(bytes, (source) => {
      const place = fc.integer({ min: -10, max: bytes.length + 10 })
      fc.assert(
        fc.property(place, place, (start, end) => {
          expect(Buffer.from(source.read(start, end)).equals(Buffer.from(inMemory.read(start, end)))).toBe(true)
          expect(source.findLast('startxref', start)).toBe(inMemory.findLast('startxref', start))
        }),
        { numRuns: 300 },
      )
      expect(piecesOf(source, 3, bytes.length)).toEqual(piecesOf(inMemory, 3, bytes.length))
    })
  })

  const piecesOf = (source: ByteSource, start: number, end: number) => {
    const pieces: Buffer[] = []
    source.each(start, end, (piece) => void pieces.push(Buffer.from(piece)))
    return Buffer.concat(pieces)
  }

  test('reports and prepares as one over memory does', async () => {
    for (const letter of [await issuedLetter(), await issuedLetter({ objectStreams: true })])
      onDisk(letter, (source) => expect(verifyPdf(source, trust)).toEqual(verifyPdf(bufferSource(letter), trust)))
    const prepared = await preparedLetter()
    const wish = { field: 'leader_signature', scheme: ecdsa, certificate: leader.chain[0]!, signedAt: at }
    const expected = prepareSignature(bufferSource(prepared), wish)
    onDisk(prepared, (source) => expect(prepareSignature(source, wish)).toEqual(expected))
  })

  test('reads objects and tables that are longer than its window', async () => {
    const document = await PDFDocument.create()
    document.addPage([100, 100])
    const long = document.context.register(document.context.obj(Array.from({ length: 60_000 }, (_, i) => i)))
    for (let i = 0; i < 9000; i++) document.context.register(document.context.obj([i]))
    const file = Buffer.from(await document.save({ useObjectStreams: false }))
    onDisk(file, (source) => {
      const [ours, theirs] = [openPdf(source).view(), openPdf(bufferSource(file)).view()]
      expect(ours.file.revisions).toEqual(theirs.file.revisions)
      expect(ours.object(long.objectNumber)).toHaveLength(60_000)
      expect(ours.object(long.objectNumber)).toEqual(theirs.object(long.objectNumber))
    })
  })

  test('says when the file was written to meanwhile', () => {
    onDisk(bytes, (source, path) => {
      expect(source.isUnchanged()).toBe(true)
      appendFileSync(path, 'x')
      expect(source.isUnchanged()).toBe(false)
    })
  })

  test('is refused for what is no plain file, without waiting for it', () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    expect(() => openFileSource(pipe)).toThrow('no plain file')
    expect(() => openFileSource(folder)).toThrow('no plain file')
    expect(() => openFileSource(join(folder, 'missing'))).toThrow('ENOENT')
  })
})
