import { describe, expect, test } from 'vitest'
import type { SignatureReport } from '#server/signing/verify/report.ts'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import type { RootScope } from '#server/signing/verify/trust-context.ts'
import { verifyPdf } from '#server/signing/verify/verify-pdf.ts'
import { makeDemoAuthority } from '#server/signing/demo-pki.ts'
import { at, authority, leader, signed, trust } from './signing-desk.ts'
import { days, stampAt, stamped, stamper, stored, YEAR_MS } from './time-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

const base = await preparedLetter()
const years = (count: number) => new Date(at.getTime() + count * YEAR_MS)
const tsa = stamper({ name: 'TSA', from: days(at, -30), to: years(15) })
const field = 'leader_signature'

type Stamp = Parameters<typeof signed>[3]
const letter = (stamp?: Stamp) => signed(base, leader, { field }, stamp)
const judged = (file: Buffer, now = at) => verifyPdf(bufferSource(file), { ...trust, at: now })
const codes = ({ problems }: Pick<SignatureReport, 'problems'>) => problems.map(({ code }) => code)

describe('a time-stamp in the signature', () => {
  const minute = new Date(at.getTime() + 60_000)
  const good = letter(stampAt(tsa, minute))

  test('proves its time and makes it B-T', () => {
    const { overall, signatures } = judged(good, days(at, 1))
    expect(overall).toBe('valid')
    expect(signatures[0]).toMatchObject({ level: 'B-T', provenTime: minute.toISOString(), problems: [] })
    expect(signatures[0]!.timestamps).toMatchObject([{ indication: 'TOTAL-PASSED', authority: 'TSA' }])
  })

  test('saves a signature whose certificate has expired since', () => {
    const now = years(12)
    expect(judged(letter(), now)).toMatchObject({
      overall: 'indeterminate',
      signatures: [{ subIndication: 'OUT_OF_BOUNDS_NO_POE' }],
    })
    expect(judged(good, now)).toMatchObject({ overall: 'valid', signatures: [{ level: 'B-T' }] })
  })

  const stranger = makeDemoAuthority(at)
  const useless: [string, Stamp, string][] = [
    ['over something else', () => stampAt(tsa, minute)(Buffer.from('another signature')), 'timestamp_elsewhere'],
    [
      'of an authority that nobody trusts',
      stampAt(stamper({ name: 'X', from: at, to: years(3), issuer: stranger.issuer }), minute),
      'chain_bad_signature',
    ],
    [
      'of a certificate for something else',
      stampAt(stamper({ name: 'X', from: at, to: years(3), usage: '1.3.6.1.5.5.7.3.4' }), minute),
      'key_usage',
    ],
    [
      'of a certificate that does not say it critically',
      stampAt(stamper({ name: 'X', from: at, to: years(3), critical: false }), minute),
      'key_usage',
    ],
    [
      'of an authority that was not valid then',
      stampAt(stamper({ name: 'X', from: years(1), to: years(9) }), minute),
      'certificate_expired',
    ],
    ['from the future', stampAt(tsa, years(13)), 'timestamp_order'],
    [
      'of an authority that has expired since',
      stampAt(stamper({ name: 'X', from: days(at, -1), to: years(2) }), minute),
      'certificate_expired',
    ],
  ]
  test.each(useless)('%s proves nothing and harms nothing', (_, stamp, why) => {
    const file = letter(stamp)
    const [soon, late] = [judged(file, years(3)), judged(file, years(12))]
    expect(soon.overall).toBe('valid')
    expect(soon.signatures[0]).toMatchObject({ level: 'B-B', provenTime: null })
    expect(codes(soon.signatures[0]!)).toEqual(['timestamp_ignored'])
    expect(codes(soon.signatures[0]!.timestamps[0]!)).toContain(why)
    expect(late.signatures[0]).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NO_POE' })
  })

  test('taken from another signature proves nothing', () => {
    let reused: Buffer | undefined
    letter((signature) => (reused = stampAt(tsa, minute)(signature)))
    const report = judged(
      letter(() => reused!),
      days(at, 1),
    )
    expect(codes(report.signatures[0]!)).toEqual(['timestamp_ignored'])
  })

  test('over SHA-1 proves its time with a warning', () => {
    const { overall, signatures } = judged(letter(stampAt(tsa, minute, 'sha1')), years(12))
    expect(overall).toBe('valid')
    expect(codes(signatures[0]!)).toEqual(['timestamp_weak'])
  })

  test('that states a time before the certificate began is a failure', () => {
    const early = letter(stampAt(stamper({ name: 'Old', from: years(-9), to: years(9) }), years(-3)))
    expect(judged(early).signatures[0]).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'NOT_YET_VALID' })
  })
})

describe('document time-stamps', () => {
  /** Each authority's certificate lasts two years and is renewed in time, or late. */
  function renewed(lastYear: number, every: number): Buffer {
    let file = stored(letter(), { certificates: [authority.sub] })
    for (let year = 0; year <= lastYear; year += every) {
      const who = stamper({ name: `TSA ${year}`, from: days(years(year), -1), to: years(year + 2) })
      file = stamped(file, who, years(year))
    }
    return file
  }

  test('renewed in time keep a signature valid for ever', () => {
    const report = judged(renewed(14, 1), years(15))
    expect(report).toMatchObject({ overall: 'valid', problems: [] })
    expect(report.signatures[0]).toMatchObject({ level: 'B-LTA', changesAfter: 'lta', provenTime: at.toISOString() })
    expect(report.signatures.slice(1).every(({ level }) => level === 'DTS')).toBe(true)
  })

  test('renewed too late prove only the time since', () => {
    const report = judged(renewed(14, 3), years(15))
    expect(report.overall).toBe('indeterminate')
    expect(report.signatures[0]).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NO_POE' })
  })

  test('in the wrong order are no proof', () => {
    const file = stamped(stamped(letter(), tsa, days(at, 30)), tsa, days(at, 2))
    const [, first] = judged(file, days(at, 60)).signatures
    expect(first).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'TIMESTAMP_ORDER_FAILURE' })
  })
})

describe('roots vouch for what they are trusted for', () => {
  const root = trust.roots[0]!
  const file = letter(stampAt(tsa, at))
  const under = (scope: RootScope) =>
    verifyPdf(bufferSource(file), { ...trust, roots: [{ ...root, scope }], at: days(at, 1) }).signatures[0]!

  test('a root for signatures only gives no time', () => {
    const report = under({ purposes: ['signature'] })
    expect(report).toMatchObject({ indication: 'TOTAL-PASSED', level: 'B-B' })
    expect(codes(report.timestamps[0]!)).toEqual(['root_not_for_purpose'])
  })

  test('a root for time-stamps only gives no signer', () => {
    expect(under({ purposes: ['timestamp'] })).toMatchObject({
      trusted: false,
      subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    })
  })

  test('a root counts only in its time', () => {
    expect(under({ from: days(at, -9), to: days(at, 9) })).toMatchObject({ indication: 'TOTAL-PASSED' })
    expect(codes(under({ to: days(at, -1) }))).toContain('root_not_for_purpose')
    expect(codes(under({ from: days(at, 2) }))).toContain('root_not_for_purpose')
  })
})
