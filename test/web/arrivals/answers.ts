import type { ArrivalDetail } from '../../../web/arrivals/arrival-page.svelte.ts'
import type { ArrivalRow } from '../../../web/arrivals/arrivals-desk.svelte.ts'
import type { Answers } from '../client-server.ts'
import { sampleFinding } from '../finding.ts'

// One arrival of an office, in hand, with everything on it that a screen can show.

const id = '00000000-0000-4000-8000-000000000001'
const at = '2026-11-20T01:00:00.000Z'
const later = '2026-11-24T16:59:59.999Z'
const subject =
  'V/v chấn chỉnh công tác giải quyết thủ tục hành chính và xử lý văn bản, hồ sơ công việc trên môi trường mạng'
const code = '664/UBND-TH'
const senderName = 'Ủy ban nhân dân tỉnh An Giang'

const row: ArrivalRow = {
  ...{ id, number: 51, numberYear: 2026, code, typeName: 'Công văn', issuedOn: '2026-11-20', subject, senderName },
  ...{ urgency: 'express', state: 'registered', verificationOverall: 'valid', arrivedAt: at, dueAt: later },
  ...{ doneAt: null, revision: 3, fresh: true, leadUnit: null },
}
const rows: ArrivalRow[] = [
  row,
  { ...row, id: id.replace(/1$/, '2'), urgency: 'urgent', fresh: false, dueAt: '2026-11-18T16:59:59.999Z' },
  { ...row, id: id.replace(/1$/, '3'), urgency: 'normal', subject: 'Mời họp', dueAt: null, leadUnit: 'Văn phòng' },
]

const leader = { fullName: 'Trần Văn Quang', title: 'Chủ tịch' }
const handler = { fullName: 'Nguyễn Hoàng Phương Khánh Linh', title: 'Chuyên viên' }
const none = { assign: false, start: false, startOnOpening: false, finish: false, return: false }
const node = {
  ...{ id: 'n', parentId: null, unitId: 'u1', postId: null, dueAt: later, note: null, revision: 1, createdAt: at },
  ...{ startedAt: at, endedAt: null, unit: 'Phòng Tổng hợp', person: null, givenBy: leader },
}
const tree: ArrivalDetail['directions'][number]['tree'] = [
  {
    ...node,
    role: 'lead',
    state: 'in_progress',
    can: { assign: true, start: false, startOnOpening: false, finish: true, return: true },
    children: [
      { ...node, id: 'n1', role: 'lead', state: 'returned', person: handler, note: 'Cần chỉ đạo rõ hơn', can: none },
    ],
  },
  { ...node, id: 'n2', role: 'coordinate', state: 'lapsed', unit: 'Phòng Nội chính', can: none, children: [] },
  { ...node, id: 'n3', role: 'inform', state: 'open', unit: 'Ban Tiếp công dân', can: none, children: [] },
]
const direction = { id: 'd1', opinion: 'Phòng Tổng hợp tham mưu.', dueAt: later, at, current: true, by: leader, tree }

const detail: ArrivalDetail = {
  ...{ id, agencyId: 'a1', senderAgencyId: null, senderName, deliveryId: id, documentId: null, code, subject },
  ...{ typeName: 'Công văn', issuedOn: '2026-11-20', signerLine: 'Phó Chủ tịch', urgency: 'express' },
  ...{ fileSha256: 'a'.repeat(64), filePages: 2, verificationReportId: null, verificationOverall: 'invalid' },
  ...{ state: 'arrived', revision: 3, number: 51, numberYear: 2026, refusalReason: null, senderDueAt: later },
  ...{ dueAt: later, arrivedAt: at, registeredAt: at, doneAt: null, replyDocumentId: null, updatedAt: at },
  lateness: 'in_time',
  can: { register: true, refuse: true, direct: true },
  replies: [{ id: 'r1', code: null, subject: 'Báo cáo kết quả', state: 'draft' }],
  duplicates: [{ id: 'x', code, number: 12, registeredAt: at }],
  directions: [direction, { ...direction, id: 'd0', current: false }],
  timeline: ['receive', 'verify', 'register', 'direct', 'return_to_head'].map((act, index) => ({
    ...{ ordinal: index + 1, act, fromState: null, toState: 'registered', assignmentId: null, text: 'Lý do', at },
    by: leader,
  })),
}

const post = { id: 'p9', title: 'Chuyên viên', role: 'specialist', unitId: 'u1', unitName: 'Phòng Tổng hợp' }
const staff = {
  units: [
    ...[1, 2].map((n) => ({
      ...{ id: `u${n}`, name: `Phòng Thông tin, Báo chí và Xuất bản số ${n}`, symbol: 'TH', isOffice: false },
      posts: [{ ...post, fullName: handler.fullName }],
    })),
  ],
  withoutUnit: [],
}
const books = [{ id: 'b1', kind: 'incoming', name: 'Sổ văn bản đến', typeCodes: [], year: 2026, last: 50 }]

const ok = (body: unknown) => ({ status: 200, body })

/** The address of the arrival that {@link arrivalsAnswers} know. */
export const arrivalAddress = `/van-ban-den/${id}`

/** What the server says on the arrivals desk. */
export const arrivalsAnswers: Answers = {
  'GET /api/arrivals': ok({ rows, next: null }),
  'GET /api/arrivals/counts': ok({ to_register: 4, to_direct: 3, in_hand: 12, my_unit: 1, mine: 0 }),
  [`GET /api/arrivals/${id}`]: ok(detail),
  [`GET /api/arrivals/${id}/verification`]: ok({ found: sampleFinding }),
  'GET /api/agencies/a1/posts': ok(staff),
  'GET /api/documents/books': ok(books),
}
