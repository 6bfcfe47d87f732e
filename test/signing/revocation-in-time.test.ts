import { describe, expect, test } from 'vitest'
import { issueDemoResponder, makeDemoAuthority } from '#server/signing/demo-pki.ts'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import type { GivenEvidence } from '#server/signing/verify/evidence.ts'
import { examinePdf } from '#server/signing/verify/verify-pdf.ts'
import { at, authority, signed, trust } from './signing-desk.ts'
import {
  ASKABLE,
  askableSigner,
  crlAt,
  days,
  ocspAbout,
  stampAt,
  stamped,
  stamper,
  stored,
  YEAR_MS,
} from './time-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

const base = await preparedLetter()
const years = (count: number) => new Date(at.getTime() + count * YEAR_MS)
const signer = askableSigner(days(at, -30), years(2))
const tsa = stamper({ name: 'TSA', from: days(at, -30), to: years(9) })
const field = 'leader_signature'
const plain = signed(base, signer, { field })
const timed = signed(base, signer, { field }, stampAt(tsa, at))

function judged(file: Buffer, now: Date, given: Partial<GivenEvidence> = {}) {
  const evidence = { ocsps: [], crls: [], ...given }
  const { report, chains } = examinePdf(bufferSource(file), { ...trust, at: now, evidence })
  const signature = report.signatures[0]!
  return { ...signature, overall: report.overall, codes: signature.problems.map(({ code }) => code), chains }
}
const about = (wish: Parameters<typeof ocspAbout>[1]) => ({ ocsps: [ocspAbout(signer.certificate, wish)] })

describe('a certificate whose revocation can be asked', () => {
  test('is not good while nobody was asked, and says so', () => {
    const found = judged(plain, days(at, 1))
    expect(found).toMatchObject({ overall: 'indeterminate', subIndication: 'TRY_LATER', codes: ['revocation_unknown'] })
    expect(found.chains[0]!.wanted.map(({ certificate }) => certificate.der)).toEqual([signer.certificate])
  })

  test('is good by an OCSP answer', () => {
    expect(judged(plain, days(at, 1), about({ at }))).toMatchObject({
      overall: 'valid',
      level: 'B-B',
      revocation: [{ status: 'good', source: 'ocsp', inFile: false }],
    })
  })

  const useless: [string, () => Partial<GivenEvidence>, string][] = [
    ['an answer that has run out', () => about({ at: days(at, -20) }), 'revocation_stale'],
    ['an answer from the future', () => about({ at: days(at, 3) }), 'revocation_unknown'],
    [
      'an answer about another certificate',
      () => ({ ocsps: [ocspAbout(tsa.certificate, { at })] }),
      'revocation_unknown',
    ],
    [
      'an answer of a responder whom the authority does not know',
      () => about({ at, by: issueDemoResponder(makeDemoAuthority(at), at) }),
      'revocation_unknown',
    ],
    [
      'an answer by somebody with a certificate for something else',
      () => about({ at, by: { ...issueDemoResponder(authority, at), ...tsa } }),
      'revocation_unknown',
    ],
    [
      'what is no answer at all',
      () => ({ ocsps: [Buffer.from('30030a0103', 'hex')], crls: [Buffer.from('x')] }),
      'revocation_unknown',
    ],
  ]
  test.each(useless)('is not good by %s', (_, given, code) => {
    const found = judged(plain, days(at, 1), given())
    expect(found).toMatchObject({ overall: 'indeterminate', subIndication: 'TRY_LATER', codes: [code] })
  })

  test('that is revoked is not good, whenever it signed without a proof', () => {
    const found = judged(plain, days(at, 5), about({ at: days(at, 4), revokedAt: days(at, 3) }))
    expect(found).toMatchObject({ overall: 'indeterminate', subIndication: 'REVOKED_NO_POE', codes: ['revoked'] })
  })
})

describe('a signature with a proven time', () => {
  const later = { at: days(at, 4), revokedAt: days(at, 3) }

  test('survives a later revocation, which is noted', () => {
    const found = judged(timed, days(at, 5), about(later))
    expect(found).toMatchObject({ overall: 'valid', codes: ['revoked_later'], level: 'B-T' })
    expect(found.revocation).toMatchObject([{ status: 'revoked', revokedAt: days(at, 3).toISOString() }])
  })

  test('survives even a later compromise of the key', () => {
    const found = judged(timed, days(at, 5), about({ ...later, reason: 'keyCompromise' }))
    expect(found).toMatchObject({ overall: 'valid', codes: ['revoked_later'] })
  })

  test('does not survive an earlier one', () => {
    const found = judged(timed, days(at, 5), about({ ...later, revokedAt: days(at, -3) }))
    expect(found).toMatchObject({ overall: 'indeterminate', subIndication: 'REVOKED_NO_POE' })
  })

  test('fails when the file itself proves that it was signed after the revocation', () => {
    const first = stamped(base, tsa, days(at, -1))
    const file = signed(first, signer, { field }, stampAt(tsa, at))
    const found = judged(file, days(at, 5), about({ ...later, revokedAt: days(at, -3) }))
    expect(found).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'REVOKED' })
  })

  test('needs no answer newer than its time', () => {
    const file = stored(timed, about({ at }))
    expect(judged(file, years(1))).toMatchObject({ overall: 'valid', level: 'B-LT' })
  })
})

describe('a time-stamp whose authority was revoked', () => {
  const authority = stamper({ name: 'TSA', from: days(at, -30), to: years(9), extensions: [ASKABLE] })
  const file = signed(base, signer, { field }, stampAt(authority, at))
  const given = (reason: 'superseded' | 'keyCompromise') => ({
    ocsps: [
      ocspAbout(signer.certificate, { at: days(at, 4) }),
      ocspAbout(authority.certificate, { at: days(at, 4), revokedAt: days(at, 3), reason }),
    ],
  })

  test('still proves its time when the key was merely replaced', () => {
    expect(judged(file, days(at, 5), given('superseded'))).toMatchObject({ level: 'B-T', overall: 'valid' })
  })

  test('proves nothing when the key is compromised', () => {
    const found = judged(file, days(at, 5), given('keyCompromise'))
    expect(found).toMatchObject({ level: 'B-B', overall: 'valid', codes: ['timestamp_ignored'] })
    expect(judged(file, years(3), given('keyCompromise'))).toMatchObject({ subIndication: 'OUT_OF_BOUNDS_NO_POE' })
  })

  test('proves its time when another time-stamp came before the compromise', () => {
    const saved = stamped(stored(file, { ocsps: [ocspAbout(authority.certificate, { at })] }), tsa, days(at, 1))
    expect(judged(saved, days(at, 5), given('keyCompromise'))).toMatchObject({ provenTime: at.toISOString() })
  })
})

describe('decades later', () => {
  const issued = stored(timed, about({ at }))
  const archived = stamped(issued, tsa, days(at, 2))

  test('what a time-stamp covers in time is B-LTA and valid', () => {
    expect(judged(archived, years(5))).toMatchObject({ overall: 'valid', level: 'B-LTA' })
  })

  test('an answer that turns up after its signer has expired proves nothing', () => {
    const old = issueDemoResponder(authority, years(-9))
    const given = about({ at, by: old })
    expect(judged(timed, days(at, 1), given)).toMatchObject({ overall: 'valid' })
    expect(judged(timed, years(3), given)).toMatchObject({ overall: 'indeterminate', subIndication: 'TRY_LATER' })
    const kept = stamped(stored(timed, given), tsa, days(at, 2))
    expect(judged(kept, years(3))).toMatchObject({ overall: 'valid', level: 'B-LTA' })
  })

  test('a level that lacks an answer is the level below', () => {
    const file = stamped(stored(timed, { certificates: [authority.sub] }), tsa, days(at, 2))
    expect(judged(file, days(at, 3), about({ at: days(at, 2) }))).toMatchObject({ overall: 'valid', level: 'B-T' })
  })
})

test('a list in the file counts as an answer does', () => {
  const file = stored(timed, { crls: [crlAt(at)] })
  expect(judged(file, years(1))).toMatchObject({ overall: 'valid', level: 'B-LT', revocation: [{ source: 'crl' }] })
})
