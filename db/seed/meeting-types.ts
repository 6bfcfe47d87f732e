import type { meetingTypes } from '#db/meetings/schema.ts'

type MeetingType = typeof meetingTypes.$inferInsert

/** Half of those who are asked must be there; what has more than half of those present passes; the chair breaks a tie. */
const ordinary = {
  quorumNumerator: 1,
  quorumDenominator: 2,
  majorityNumerator: 1,
  majorityDenominator: 2,
  majorityOf: 'present_members',
  tie: 'chair_decides',
  mayChangeBallot: true,
  instrument: 'Quyết định 45/2018/QĐ-TTg; Quy chế làm việc của cơ quan',
  validFrom: '2018-12-25',
} as const

/**
 * A session of the people's committee: two thirds of its members, more than half of all members, a tie goes with the
 * chairman's vote. Sessions do not fall under Decision 45.
 * @law LTCCQDP2015 art. 114.3
 * @law LTCCQDP2015 art. 117
 */
const session: MeetingType = {
  code: 'committee_session',
  nameVi: 'Phiên họp Ủy ban nhân dân',
  nameEn: 'Session of the people’s committee',
  quorumNumerator: 2,
  quorumDenominator: 3,
  majorityNumerator: 1,
  majorityDenominator: 2,
  majorityOf: 'all_members',
  tie: 'chair_decides',
  mayChangeBallot: true,
  instrument: 'Luật Tổ chức chính quyền địa phương số 77/2015/QH13, Điều 113–117',
  validFrom: '2016-01-01',
}

/** The kinds of meetings that the demo offers: sessions of the committee, and the kinds of Decision 45. */
export const seededMeetingTypes: MeetingType[] = [
  session,
  { ...ordinary, code: 'advisory', nameVi: 'Họp tham mưu, tư vấn', nameEn: 'Advisory meeting' },
  { ...ordinary, code: 'work', nameVi: 'Họp giải quyết công việc', nameEn: 'Working meeting' },
  { ...ordinary, code: 'professional', nameVi: 'Họp chuyên môn', nameEn: 'Professional meeting' },
  { ...ordinary, code: 'briefing', nameVi: 'Họp giao ban', nameEn: 'Briefing' },
  { ...ordinary, code: 'review', nameVi: 'Họp sơ kết, tổng kết', nameEn: 'Review meeting' },
]
