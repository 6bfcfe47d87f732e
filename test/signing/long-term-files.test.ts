import { describe, expect, test } from 'vitest'
import { addSecurityStore } from '#server/signing/long-term/add-security-store.ts'
import { readSecurityStore } from '#server/signing/long-term/security-store.ts'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { openPdf } from '#server/signing/pdf/pdf-file.ts'
import { hasTool } from '#test/support/system-tools.ts'
import { pdfsigVerdicts, qpdfComplaints } from './other-validators.ts'
import { at, authority, issuedLetter, leader, signed, verified } from './signing-desk.ts'
import { days, stamped, stamper, stored, YEAR_MS } from './time-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

const tsa = stamper({ name: 'TSA', from: days(at, -1), to: new Date(at.getTime() + 3 * YEAR_MS) })
const crl = Buffer.from('3003020101', 'hex')

function storedFor(file: Buffer, ...more: Buffer[]): Buffer {
  const data = { certificates: [authority.sub, leader.certificate, ...more], ocsps: [], crls: [crl] }
  return stored(file, data, [{ ...data, field: 'leader_signature' }])
}

const closed = (file: Buffer, ...more: Buffer[]) => stamped(storedFor(file, ...more), tsa, at)

const forms = [
  { form: 'table', file: closed(await issuedLetter()) },
  { form: 'stream', file: closed(await issuedLetter({ objectStreams: true })) },
  { form: 'table', file: closed(closed(await issuedLetter()), authority.root) },
  {
    form: 'table',
    file: closed(signed(await preparedLetter(), leader, { field: 'leader_signature', certify: 1 })),
  },
]

describe.each(forms)('validation data and a document time-stamp on a file with a $form', ({ form, file }) => {
  test('count as nothing but long-term data', () => {
    const { overall, signatures, problems } = verified(file)
    expect(problems).toEqual([])
    expect(signatures.flatMap((one) => one.problems)).toEqual([])
    const [first] = signatures
    expect(first!.changesAfter).toBe(signatures.some(({ field }) => field === 'agency_seal') ? 'permitted' : 'lta')
    expect(signatures.at(-1)).toMatchObject({ kind: 'timestamp', changesAfter: 'none', coversWholeFile: true })
    expect(overall).toBe('valid')
    expect(new Set(openPdf(bufferSource(file)).revisions.map((one) => one.form))).toEqual(new Set([form]))
  })
  test.skipIf(!hasTool('qpdf'))('is clean for qpdf (needs qpdf)', () => expect(qpdfComplaints(file)).toBe(''))
  test.skipIf(!hasTool('pdfsig'))('keeps its signatures valid for poppler (needs pdfsig)', () => {
    expect(pdfsigVerdicts(file).slice(0, 1)).toEqual(['Signature is Valid.'])
  })
})

test('the store is read back, each piece once, with the revision that brought it', async () => {
  const file = storedFor(await issuedLetter())
  const again = addSecurityStore(bufferSource(file), {
    certificates: [authority.sub, authority.root],
    ocsps: [],
    crls: [crl],
  })
  const found = readSecurityStore(openPdf(bufferSource(Buffer.concat([file, again!]))))
  expect(found.map(({ kind, revision }) => [kind, revision])).toEqual([
    ['certificates', 4],
    ['certificates', 4],
    ['crls', 4],
    ['certificates', 5],
  ])
})

test('nothing new is written twice', async () => {
  const file = storedFor(await issuedLetter())
  const data = { certificates: [authority.sub], ocsps: [], crls: [crl] }
  expect(addSecurityStore(bufferSource(file), data, [{ ...data, field: 'leader_signature' }])).toBeNull()
})
