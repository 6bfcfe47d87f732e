import type { ExplainedReport, ExplainedSignature } from '#server/signing/door.ts'
import type { Fact } from './fact-rows.ts'

/** The file that a finding is about; its size is null where the bytes are no longer here. */
export interface CheckedFile {
  name: string
  sha256: string
  size_bytes: number | null
}

/** `23/06/2020 16:22:05 (+07:00)` */
export function momentInVietnam(iso: string): string {
  const local = new Date(Date.parse(iso) + 7 * 3_600_000).toISOString()
  const [date = '', time = ''] = local.split('T')
  return `${date.split('-').reverse().join('/')} ${time.slice(0, 8)} (+07:00)`
}

const dayInVietnam = (iso: string) => momentInVietnam(iso).slice(0, 10)

/** What was checked, when, and what came out, in Vietnamese. */
export function fileFacts({ found, file }: { found: ExplainedReport; file: CheckedFile }): Fact[] {
  const problems = found.problems.map(({ text, detail }) => text?.vi ?? detail)
  const said = new Set(found.because.map(({ vi }) => vi))
  return present([
    { label: 'Tên tệp', value: file.name },
    { label: 'Mã băm SHA-256', value: file.sha256 },
    { label: 'Dung lượng', value: file.size_bytes === null ? '' : `${file.size_bytes.toLocaleString('vi-VN')} byte` },
    { label: 'Thời gian kiểm tra', value: found.at === '' ? '' : momentInVietnam(found.at) },
    { label: 'Số chữ ký số', value: String(found.signatures.length) },
    { label: 'Kết luận', value: found.verdict.vi, face: 'bold' },
    { label: 'Lý do', value: found.because.map(({ vi }) => vi).join(' ') },
    { label: 'Việc cần làm', value: found.advice.vi },
    { label: 'Lưu ý khác', value: problems.filter((vi) => !said.has(vi)).join(' ') },
  ])
}

/**
 * One signature as the circular wants it shown: subject, manager, issuer, time, integrity, validity at signing, period; what
 * changed after signing stands apart from the result.
 * @law TT15 verification result
 */
export function signatureFacts(signature: ExplainedSignature): Fact[] {
  const { certificate, indication, subIndication, level, algorithm, digest, claimedTime, provenTime } = signature
  const notes = [...new Set(signature.problems.map(({ text, detail }) => text?.vi ?? detail))]
  const holder = certificate && [
    { label: 'Chủ thể chứng thư số', value: certificate.subject },
    { label: 'Cơ quan quản lý', value: certificate.organization ?? 'Chứng thư số không nêu' },
    { label: 'Tổ chức cấp', value: `${certificate.issuer}; số hiệu ${certificate.serial}` },
    { label: 'Thời hạn chứng thư số', value: `${dayInVietnam(certificate.from)} – ${dayInVietnam(certificate.to)}` },
  ]
  return present([
    { label: 'Kết quả', value: signature.indicationText.vi, face: 'bold' },
    ...(holder ?? []),
    { label: 'Thời gian ký', value: claimedTime === null ? 'Tệp không ghi' : momentInVietnam(claimedTime) },
    { label: 'Được chứng minh', value: provenTime === null ? 'Chưa có dấu thời gian' : momentInVietnam(provenTime) },
    { label: 'Tính toàn vẹn', value: signature.integrityText.vi },
    { label: 'Thay đổi sau khi ký', value: signature.changesText.vi },
    { label: 'Hiệu lực khi ký', value: signature.validityText.vi },
    { label: 'Lưu ý', value: notes.join(' ') },
    { label: 'Kỹ thuật', value: [indication, subIndication, level, algorithm, digest].filter(Boolean).join(' · ') },
  ])
}

const present = (facts: Fact[]): Fact[] => facts.filter(({ value }) => value !== '')
