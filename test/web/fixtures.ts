import { sampleFinding } from './finding.ts'
import type { Me } from '../../web/kernel/session.svelte.ts'
import { type Answers, refusal } from './client-server.ts'

const office = { agencyId: 'a1', agencyName: 'Ủy ban nhân dân tỉnh An Giang' }
const posts: Me['posts'] = [
  {
    id: 'p1',
    title: 'Phó Chánh Văn phòng',
    role: 'office_chief',
    unitName: 'Văn phòng UBND tỉnh',
    inOffice: true,
    ...office,
  },
  { id: 'p2', title: 'Thư ký phiên họp', role: 'secretary', unitName: null, inOffice: false, ...office },
]

/** An invented person with two posts. */
export const me: Me = {
  person: { id: 'n1', fullName: 'Nguyễn Thị Minh Anh' },
  post: posts[0]!,
  posts,
  settings: {},
  demo: true,
  now: '2026-11-22T01:05:00Z',
}

const roles = [
  ['Chủ tịch UBND tỉnh', 'Trần Văn Quang'],
  ['Chánh Văn phòng', 'Lê Thị Hồng Hạnh'],
  ['Văn thư', 'Phạm Minh Đức'],
] as const
const accounts = roles.map(([title, fullName], index) => ({
  userName: `vai${index}`,
  fullName,
  title,
  unitName: null,
  agencyName: office.agencyName,
  agencyShortName: 'UBND tỉnh',
}))

const place = { personId: 'n1', personName: me.person.fullName, expiresAt: '2026-12-01T01:00:00Z' }
const sessions = [
  {
    id: 's1',
    ...place,
    createdAt: '2026-11-20T01:00:00Z',
    lastSeenAt: '2026-11-22T01:05:00Z',
    userAgent: 'Mozilla/5.0 (Windows NT 10.0) Chrome/156.0 Safari/537',
    address: '10.0.0.4',
    current: true,
  },
  {
    id: 's2',
    ...place,
    createdAt: '2026-11-21T01:00:00Z',
    lastSeenAt: '2026-11-21T09:00:00Z',
    userAgent: 'Mozilla/5.0 (iPad; CPU OS 18) Version/18 Safari/604',
    address: '10.0.0.9',
    current: false,
  },
]

/** Answers to a signed-in person. */
export const signedIn: Answers = {
  'GET /api/session': { status: 200, body: me },
  'GET /api/sessions': { status: 200, body: sessions },
  'DELETE /api/sessions/s2': { status: 200, body: {} },
  'GET /api/demo/accounts': { status: 200, body: { password: 'demo', pin: '123456', accounts } },
}

const over = refusal('unauthenticated', 'unauthenticated', 'Phiên làm việc đã kết thúc.', 'Your session has ended.')
const locked = refusal(
  'limited',
  'too_many_tries',
  'Thử quá nhiều lần. Hãy đợi 60 giây.',
  'Too many tries. Wait 60 seconds.',
)

/** Answers to a stranger who tried too often. */
export const lockedOut: Answers = {
  'POST /api/signature-checks': { status: 200, body: { found: sampleFinding, size_bytes: 8, sealed: 'x.y' } },
  ...signedIn,
  'GET /api/session': { status: 401, body: over },
  'POST /api/session': { status: 429, body: locked },
}
