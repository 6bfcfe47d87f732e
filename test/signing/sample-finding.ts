import { explainReport, type ExplainedReport } from '#server/signing/report/explain-report.ts'
import type { SignatureReport } from '#server/signing/verify/report.ts'

const at = '2026-11-20T01:00:00.000Z'

const signature: SignatureReport = {
  ...{ field: 'leader_signature', signer: 'Nguyễn Thị Mẫu', kind: 'person', indication: 'TOTAL-FAILED' },
  ...{ subIndication: 'HASH_FAILURE', intact: false, coversWholeFile: false, changesAfter: 'forbidden', level: 'B-B' },
  ...{ claimedTime: at, provenTime: null, digest: 'sha256', algorithm: 'ecdsa', trusted: true },
  certificate: {
    ...{ subject: 'CN=Nguyễn Thị Mẫu, T=Phó Chủ tịch, O=Ủy ban nhân dân tỉnh An Giang, C=VN', title: 'Phó Chủ tịch' },
    ...{ organization: 'Ủy ban nhân dân tỉnh An Giang', issuer: 'CN=CA dùng thử, O=eCabinet', serial: '7f00a1' },
    ...{ from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' },
  },
  timestamps: [],
  revocation: [],
  problems: [{ code: 'document_changed', detail: '' }],
}
const seal: SignatureReport = {
  ...{ ...signature, field: 'agency_seal', kind: 'agency', indication: 'TOTAL-PASSED', subIndication: null },
  ...{ intact: true, changesAfter: 'added', problems: [], provenTime: at },
}

/** A finding with everything a screen can show: one broken signature, one sound seal with something added after it. */
export const explained: ExplainedReport = explainReport(
  { overall: 'invalid', at, signatures: [signature, seal], problems: [] },
  1,
)
