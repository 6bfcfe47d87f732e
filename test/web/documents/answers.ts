import type { Candidate } from '../../../web/documents/sign-many.svelte.ts'
import type { BatchItem } from '../../../web/documents/signing-batch.svelte.ts'
import type { Answers } from '../client-server.ts'

// A leader with six papers before him, and a batch of his that was interrupted.

const subjects = [
  'chấn chỉnh việc tiếp nhận, giải quyết thủ tục hành chính trên môi trường mạng',
  'tăng cường phòng, chống thiên tai và bảo đảm an toàn hồ, đập trong mùa mưa lũ',
  'Quyết định phê duyệt kế hoạch sử dụng đất năm 2027 của các xã, phường',
  'Tờ trình về việc bổ sung dự toán chi thường xuyên cho các đơn vị sự nghiệp',
  'Thông báo kết luận phiên họp thường kỳ tháng 11 của Ủy ban nhân dân tỉnh',
  'Báo cáo tình hình kinh tế – xã hội tháng 11 năm 2026',
]
const idOf = (n: number) => `00000000-0000-4000-8000-00000000010${n}`
const shaOf = (n: number) => String(n).repeat(64)
const at = '2026-11-20T01:00:00.000Z'

const rows: Candidate[] = subjects.map((subject, n) => ({
  ...{ id: idOf(n), typeCode: 'cong_van', typeName: 'Công văn', subject, revision: 4, fileSha256: shaOf(n) },
  ...{ urgency: n === 0 ? 'express' : n === 1 ? 'urgent' : 'normal', filePages: n + 1, updatedAt: at },
  ...{ dueAt: n < 3 ? '2026-11-24T16:59:59.999Z' : null, drafterPostId: 'd', drafterName: 'Nguyễn Hoàng Khánh Linh' },
}))

const batchId = '00000000-0000-4000-8000-000000000200'
/** Where the interrupted batch is. */
export const batchAddress = `/van-ban-di/ky-nhieu/${batchId}`

const stale = {
  reason: 'stale',
  vi: 'Nguyễn Hoàng Khánh Linh đã thay đổi văn bản này lúc 22/11/2026 08:00, sau khi bạn xem, nên không ký. Hãy mở xem lại rồi ký.',
  en: 'Nguyễn Hoàng Khánh Linh changed this document at 22/11/2026 08:00, after you looked at it, so it was not signed. Look at it again, then sign.',
}
const states: BatchItem['state'][] = ['signed', 'failed', 'signed', 'left_out', 'signing', 'waiting']
const items: BatchItem[] = rows.map((row, n) => ({
  ...{ documentId: row.id, revision: 4, seenSha256: row.fileSha256, signedSha256: null, competence: null },
  ...{ state: states[n]!, changedAt: at, why: states[n] === 'failed' ? stale : null },
  document: { subject: row.subject, typeCode: row.typeCode, code: null },
}))
const line = {
  ...{ id: batchId, phase: 'needs_pin', createdAt: at, runStartedAt: at, heldUntil: null, finishedAt: null, now: at },
  counts: { waiting: 1, signing: 1, signed: 2, failed: 1, left_out: 1 },
  can: { resume: true, retry: true, cancel: true },
}

/** Answers to a leader who signs. */
export const signManyAnswers: Answers = {
  'GET /api/signing-batches/candidates': { status: 200, body: { rows, total: rows.length } },
  'GET /api/signing-batches': { status: 200, body: [line] },
  [`GET /api/signing-batches/${batchId}`]: { status: 200, body: { ...line, items } },
}
