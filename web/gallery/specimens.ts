import type { ChoiceOption } from '../parts/choices.ts'
import type { TimelineEvent } from '../parts/timeline-event.ts'

const departments = [
  'Sở Nội vụ',
  'Sở Tài chính',
  'Sở Y tế',
  'Sở Giáo dục và Đào tạo',
  'Sở Nông nghiệp và Phát triển nông thôn',
  'Sở Thông tin và Truyền thông',
]
const districts = [
  'Thành phố Long Xuyên',
  'Thành phố Châu Đốc',
  'Thị xã Tân Châu',
  'Huyện Thoại Sơn',
  'Huyện Tịnh Biên',
]

/** Agencies to pick in the gallery. */
export const agencies: ChoiceOption[] = [
  ...departments.map((label) => ({ value: label, label, group: 'Sở, ban, ngành' })),
  ...districts.map((label) => ({ value: label, label, detail: 'Ủy ban nhân dân', group: 'Cấp huyện' })),
]

/** What happened to an invented document. */
export const events: TimelineEvent[] = [
  {
    id: '4',
    at: '2026-11-22T09:15:00+07:00',
    title: 'Đã phát hành tới 29 cơ quan',
    detail: 'Văn thư',
    icon: 'send',
    tone: 'ok',
  },
  {
    id: '3',
    at: '2026-11-22T08:40:00+07:00',
    title: 'Đã ký thay Chủ tịch',
    detail: 'Phó Chủ tịch',
    icon: 'sign',
    tone: 'info',
  },
  {
    id: '2',
    at: '2026-11-21T16:02:00+07:00',
    title: 'Trả lại, đề nghị bổ sung căn cứ',
    detail: 'Chánh Văn phòng',
    icon: 'reply',
    tone: 'warn',
  },
  { id: '1', at: '2026-11-21T10:30:00+07:00', title: 'Tạo dự thảo', detail: 'Phòng Tổng hợp', icon: 'edit' },
]

/** A row of the gallery's long list. */
export interface Arrival {
  id: string
  number: string
  from: string
  subject: string
  days: number
}

const subjects = [
  'Về việc đẩy mạnh tiếp nhận và trả kết quả giải quyết thủ tục hành chính trên môi trường mạng',
  'Báo cáo tình hình phát triển kinh tế - xã hội tháng 11 và nhiệm vụ trọng tâm tháng 12',
  'Tăng cường công tác phòng, chống thiên tai trong mùa mưa lũ',
]

/** A hundred thousand arrivals, to feel that the list does not mind. */
export const arrivals: Arrival[] = Array.from({ length: 100_000 }, (_, index) => ({
  id: String(index),
  number: `${index + 1}/UBND-TH`,
  from: departments[index % departments.length] ?? '',
  subject: subjects[index % subjects.length] ?? '',
  days: (index % 12) - 2,
}))
