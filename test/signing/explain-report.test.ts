import { describe, expect, test } from 'vitest'
import { explainReport } from '#server/signing/report/explain-report.ts'
import { validityAtSigning } from '#server/signing/report/signature-facts.ts'
import type { SignatureReport, VerificationReport } from '#server/signing/verify/report.ts'

const sound: SignatureReport = {
  ...{ field: 'leader_signature', signer: 'Nguyễn Văn Mẫu', kind: 'person', indication: 'TOTAL-PASSED' },
  ...{ subIndication: null, intact: true, coversWholeFile: true, changesAfter: 'none', level: 'B-B' },
  ...{
    claimedTime: '2020-06-23T09:22:05.000Z',
    provenTime: null,
    digest: 'sha256',
    algorithm: 'rsa-pss',
    trusted: true,
  },
  certificate: {
    ...{
      subject: 'CN=Nguyễn Văn Mẫu',
      organization: 'UBND tỉnh',
      title: 'Phó Chủ tịch',
      issuer: 'CN=CA',
      serial: '01',
    },
    ...{ from: '2020-01-01T00:00:00.000Z', to: '2025-01-01T00:00:00.000Z' },
  },
  timestamps: [],
  revocation: [],
  problems: [],
}
const signature = (change: Partial<SignatureReport>): SignatureReport => ({ ...sound, ...change })
const open = (code: string) =>
  signature({ indication: 'INDETERMINATE', problems: [{ code, detail: '' }], trusted: code !== 'chain_missing' })
const report = (change: Partial<VerificationReport>): VerificationReport => ({
  ...{ overall: 'valid', at: '2020-07-01T00:00:00.000Z', signatures: [sound], problems: [] },
  ...change,
})

describe('what a chairman reads first', () => {
  test.each<[string, VerificationReport, string, RegExp | null]>([
    ['valid', report({}), 'valid', null],
    [
      'changed',
      report({
        overall: 'invalid',
        signatures: [signature({ changesAfter: 'forbidden', problems: [{ code: 'page_changed', detail: 'page 1' }] })],
      }),
      'changed',
      /đã bị thay đổi sau khi ký/,
    ],
    [
      'digest wrong',
      report({
        overall: 'invalid',
        signatures: [
          signature({
            indication: 'TOTAL-FAILED',
            intact: false,
            problems: [{ code: 'document_changed', detail: '' }],
          }),
        ],
      }),
      'changed',
      /Tài liệu đã bị thay đổi/,
    ],
    [
      'forged',
      report({
        overall: 'invalid',
        signatures: [
          signature({ indication: 'TOTAL-FAILED', intact: false, problems: [{ code: 'signature_wrong', detail: '' }] }),
        ],
      }),
      'invalid',
      /không đúng với khóa/,
    ],
    [
      'unreachable revocation',
      report({ overall: 'indeterminate', signatures: [open('revocation_unknown')] }),
      'indeterminate',
      /tình trạng thu hồi/,
    ],
    [
      'added content',
      report({ overall: 'indeterminate', signatures: [signature({ changesAfter: 'added' })] }),
      'added',
      /được thêm nội dung/,
    ],
    ['unsigned', report({ overall: 'unsigned', signatures: [] }), 'unsigned', null],
    [
      'encrypted',
      report({ overall: 'unreadable', signatures: [], problems: [{ code: 'encrypted', detail: '' }] }),
      'encrypted',
      /mật khẩu/,
    ],
    [
      'torn',
      report({ overall: 'unreadable', signatures: [], problems: [{ code: 'broken_xref', detail: '' }] }),
      'unreadable',
      /Bảng tham chiếu/,
    ],
  ])('%s', (_, found, kind, because) => {
    const explained = explainReport(found, 1)
    expect(explained.kind).toBe(kind)
    expect(explained.because.length > 0).toBe(because !== null)
    if (because) expect(explained.because[0]!.vi).toMatch(because)
    for (const text of [explained.verdict, explained.advice, ...explained.because])
      expect([text.vi.length > 5, text.en.length > 4]).toEqual([true, true])
  })

  test('a server without roots says so before anything else, but never hides a forgery', () => {
    const unknown = report({ overall: 'indeterminate', signatures: [open('chain_missing')] })
    expect(explainReport(unknown, 0)).toMatchObject({
      kind: 'no_roots',
      because: [{ en: expect.stringMatching(/no root/) }, {}],
    })
    expect(explainReport(unknown, 2)).toMatchObject({
      kind: 'indeterminate',
      because: [{ vi: expect.stringMatching(/tin cậy/) }],
    })
    const forged = report({ overall: 'invalid', signatures: [signature({ changesAfter: 'forbidden' })] })
    expect(explainReport(forged, 0).kind).toBe('changed')
  })

  test('fifty-one signatures with one fault give one reason, and never more than three', () => {
    const many = Array.from({ length: 51 }, () => open('chain_missing'))
    expect(explainReport(report({ overall: 'indeterminate', signatures: many }), 1).because).toHaveLength(1)
    const codes = ['chain_missing', 'key_weak', 'hash_weak', 'certificate_expired', 'revocation_unknown']
    const mixed = report({ overall: 'indeterminate', signatures: codes.map(open) })
    expect(explainReport(mixed, 1).because).toHaveLength(3)
  })

  test('a code that this version does not know is shown with its detail', () => {
    const found = report({
      overall: 'unreadable',
      signatures: [],
      problems: [{ code: 'of_the_future', detail: 'why' }],
    })
    expect(explainReport(found, 1)).toMatchObject({ because: [{ vi: 'why' }], problems: [{ text: null }] })
  })
})

describe('validity of the certificate at signing', () => {
  test.each<[string, Partial<SignatureReport>, RegExp]>([
    ['claimed', {}, /thời điểm ký được khai\.$/],
    ['proven', { provenTime: '2020-06-23T09:23:00.000Z' }, /đã được chứng minh\.$/],
    ['open', { problems: [{ code: 'revocation_unknown', detail: '' }] }, /chưa kiểm tra được tình trạng thu hồi\.$/],
    ['outside', { claimedTime: '2019-06-23T09:23:00.000Z' }, /ngoài thời hạn/],
    ['proven outside', { provenTime: '2026-06-23T09:23:00.000Z' }, /ngoài thời hạn/],
    ['without a time', { claimedTime: null }, /không rõ thời gian ký/],
    ['without a certificate', { certificate: null }, /thiếu chứng thư số/],
    ['forged issuer', { problems: [{ code: 'chain_bad_signature', detail: '' }] }, /không có hiệu lực/],
  ])('%s', (_, change, said) => expect(validityAtSigning(signature(change)).vi).toMatch(said))
})
