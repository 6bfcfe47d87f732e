import { addWorkingDays, type LegalDay, type WorkingCalendar } from '#server/kernel/working-calendar.rules.ts'

/** A letter of the committee that the departments had to answer before the demo begins. */
export type PastLetter = {
  number: number
  code: string
  theme: number
  subject: string
  issuedOn: LegalDay
  /** Null: for information only, no answer by a day. */
  dueOn: LegalDay | null
}

type Theme = [unit: string, termDays: number | null, subject: string]

/** What the committee asks for again and again; invented, with the drafting unit and the usual term in working days. */
const themes: Theme[] = [
  ['TH', 10, 'báo cáo tình hình tiếp nhận, xử lý văn bản điện tử trong tháng'],
  ['TH', 7, 'rà soát các nhiệm vụ được giao đến hạn trong quý'],
  ['KGVX', 5, 'triển khai các biện pháp phòng, chống dịch tại cơ quan, đơn vị'],
  ['KTTH', 10, 'góp ý dự thảo kế hoạch phát triển kinh tế - xã hội năm sau'],
  ['NC', 12, 'báo cáo công tác tiếp công dân và giải quyết đơn thư'],
  ['HCTC', null, 'thông báo lịch trực và bố trí phòng họp không giấy'],
  ['KTN', 8, 'báo cáo tiến độ giải ngân vốn đầu tư công'],
  ['TH', 15, 'đăng ký danh mục dịch vụ công trực tuyến mức độ 4'],
  ['KGVX', 10, 'tổng hợp kết quả đào tạo, bồi dưỡng kỹ năng số cho công chức'],
  ['NC', 6, 'cung cấp số liệu phục vụ kiểm tra công vụ'],
]

/** The subjects by theme, for the sheet that stands behind the letters of one theme. */
export const pastSubjects = themes.map(([, , subject]) => subject)

/** The first letter of the demo is 664; the past ends right before it. */
const lastNumber = 663
const workingDays = 72

/** One letter on each of the last working days before `today`, oldest first; the newest is `lastNumber`. */
export function pastLetters(today: LegalDay, calendar: WorkingCalendar): PastLetter[] {
  return Array.from({ length: workingDays }, (_, at) => {
    const back = workingDays - at
    const theme = (at * 7) % themes.length
    const [unit, term, subject] = themes[theme]!
    const number = lastNumber - (back - 1) * 5
    const issuedOn = addWorkingDays(today, -back, calendar)
    const dueOn = term === null ? null : addWorkingDays(issuedOn, term, calendar)
    return { number, code: `${number}/UBND-${unit}`, theme, subject, issuedOn, dueOn }
  })
}
