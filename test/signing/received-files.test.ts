import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { parseCms } from '#server/signing/cms/parse-cms.ts'
import { openPdf } from '#server/signing/pdf/pdf-file.ts'
import { PdfString } from '#server/signing/pdf/objects.ts'
import { findSignatures } from '#server/signing/verify/find-signatures.ts'
import { verifyPdf } from '#server/signing/verify/verify-pdf.ts'
import { parseCertificate, type Certificate } from '#server/signing/x509/certificate.ts'

const at = new Date('2020-12-01T00:00:00Z')
const read = (name: string) => readFileSync(new URL(`./data/received/${name}.pdf`, import.meta.url))

/** The self-issued certificate that a file carries, as if somebody had checked it and trusted it. */
function rootsOf(bytes: Buffer): Certificate[] {
  const found = findSignatures(openPdf(bufferSource(bytes)).view())
  const contents = found.map(({ dict }) => dict?.get('Contents')).filter((value) => value instanceof PdfString)
  const certificates = contents.flatMap(({ bytes: cms }) => parseCms(cms).certificates).map(parseCertificate)
  return certificates.filter(({ issuerDer, subjectDer }) => issuerDer.equals(subjectDer))
}

const verified = (name: string, roots: Certificate[] = []) =>
  verifyPdf(bufferSource(read(name)), { roots, intermediates: [], at })

describe('files by other programs, with their root trusted', () => {
  const simple: [string, string[]][] = [
    ['minimal-two-fields-signed-twice', ['none', 'permitted']],
    ['minimal-signed-twice-second-created', ['permitted', 'none']],
  ]
  test.each(simple)('%s is valid: its certificates name no revocation service', (name, changes) => {
    const report = verified(name, rootsOf(read(name)))
    expect(report).toMatchObject({ overall: 'valid', problems: [] })
    expect(report.signatures.map(({ changesAfter }) => changesAfter)).toEqual(changes)
  })

  const revocable: [string, string[]][] = [
    ['separate-annots-kids-indir', ['permitted', 'none']],
    ['certified-with-indirect-refs-in-dir', ['none']],
    ['sig-with-ski-sid', ['none']],
    ['sig-no-signed-attrs', ['none']],
    ['pades-with-old-style-signing-cert-attr', ['none']],
  ]
  test.each(revocable)('%s is accepted, save that nobody asked for revocation', (name, changes) => {
    const report = verified(name, rootsOf(read(name)))
    expect(report).toMatchObject({ overall: 'indeterminate', problems: [] })
    for (const { intact, trusted, subIndication, problems } of report.signatures) {
      expect({ intact, trusted, subIndication }).toEqual({ intact: true, trusted: true, subIndication: 'TRY_LATER' })
      const codes = problems.map(({ code }) => code)
      expect(codes.filter((code) => code !== 'signature_field_added')).toEqual(['revocation_unknown'])
    }
    expect(report.signatures.map(({ changesAfter }) => changesAfter)).toEqual(changes)
  })

  test('the same files without any root are never valid', () => {
    for (const [name] of [...simple, ...revocable])
      expect(verified(name).signatures[0]).toMatchObject({ trusted: false, indication: 'INDETERMINATE' })
  })

  test('long-term data and a document time-stamp are no change', () => {
    const { signatures } = verified('pades-lta-dss-indirect-arrs-test')
    expect(signatures.map(({ kind, intact, changesAfter }) => [kind, intact, changesAfter])).toEqual([
      ['unknown', true, 'lta'],
      ['timestamp', true, 'lta'],
    ])
  })
})

describe('manipulated files by other programs', () => {
  const bad: [string, string][] = [
    ['extensions-indirect-not-all-paths', 'catalog_changed'],
    ['form-update-override-appearance-stream-sneaky', 'catalog_changed'],
    ['pdf-sig-with-econtent', 'cms_content_attached'],
    ['coverage-base', 'contents_empty'],
    ['coverage-one-byterange', 'byte_range_malformed'],
    ['coverage-signature-gap-too-big', 'byte_range_gap'],
    ['coverage-weird-byterange', 'byte_range_gap'],
    ['coverage-tail-uncovered', 'not_a_revision'],
  ]
  test.each(bad)('%s is invalid', (name, code) => {
    const { overall, signatures } = verified(name)
    expect(overall).toBe('invalid')
    expect(signatures.flatMap(({ problems }) => problems.map((problem) => problem.code))).toContain(code)
  })

  test('an algorithm that is not read is undetermined, never valid', () => {
    expect(verified('ed448-disallowed-hash').signatures[0]).toMatchObject({
      indication: 'INDETERMINATE',
      intact: false,
    })
  })

  test('an encrypted file is unreadable and says why', () => {
    expect(verified('signed-encrypted-pubkey-with-catalog-ref')).toMatchObject({
      overall: 'unreadable',
      problems: [{ code: 'encrypted' }],
    })
  })
})
