import { indicatorCodes, indicators } from '#server/reports/formula-texts.rules.ts'
import type { CountedRow } from '../../../web/reports/rate-list.svelte.ts'
import type { AgencyRates, Rates } from '../../../web/reports/rates-board.svelte.ts'
import type { Answers } from '../client-server.ts'

// A board of two levels: an office in trouble, a department that does well, a district without any work.

const instrument = 'Công văn 664/UBND-TH ngày 23/6/2020, điểm 4'
const noWork = { on_time: 0, late: 0, without_deadline: 0, open_in_time: 0, overdue: 0, open_without_deadline: 0 }
const busy = { on_time: 12, late: 2, without_deadline: 1, open_in_time: 4, overdue: 1, open_without_deadline: 0 }
const idle = { assignment: { handled: 0, open: 0 }, task: { handled: 0, open: 0 } }

function judged(onTime: number | null, overdue: number | null): Pick<AgencyRates, 'indicators'> {
  const isOver = (overdue ?? 0) > 2
  return {
    indicators: [
      {
        ...{ code: 'handled_on_time', numerator: 12, denominator: 15, percent: onTime, threshold: null },
        target: { percent: 98, instrument, reached: onTime === null ? null : onTime >= 98 },
      },
      {
        ...{ code: 'overdue', numerator: 3, denominator: 19, percent: overdue, target: null },
        threshold: { percent: 2, instrument, exceeded: isOver, points: isOver ? -0.5 : 0 },
      },
      { code: 'tasks_on_time', numerator: 1, denominator: 2, percent: 50, target: null, threshold: null },
    ],
  }
}

const place = { shortName: '', kind: 'department', levelCode: 'province' }
const work = {
  counts: { assignment: busy, task: busy },
  totals: { assignment: { handled: 15, open: 5 }, task: { handled: 1, open: 1 } },
}
const agencies: AgencyRates[] = [
  { ...place, id: 'a1', name: 'Ủy ban nhân dân tỉnh An Giang', ...work, ...judged(80, 15.79) },
  { ...place, id: 'a2', name: 'Sở Nông nghiệp và Phát triển nông thôn', ...work, ...judged(100, 0) },
  {
    ...{ ...place, levelCode: 'district', id: 'a3', name: 'Thành phố Long Xuyên', totals: idle },
    ...{ counts: { assignment: noWork, task: noWork }, ...judged(null, null) },
  },
]
const level = { agencies: 2, ...work, ...judged(90, 7.9) }
const rates: Rates = {
  period: { name: '2026-11', basis: 'reporting', from: '2026-10-15', to: '2026-11-14' },
  judgedAt: '2026-11-14T16:59:59.999Z',
  ownAgencyId: 'a1',
  formulas: indicatorCodes.map((code) => {
    const { work, name, formula } = indicators[code]
    return { code, work, name, formula }
  }),
  agencies,
  levels: [
    { code: 'province', name: { vi: 'Cấp tỉnh', en: 'Province' }, ...level },
    { ...level, code: 'district', name: { vi: 'Cấp huyện', en: 'District' }, totals: idle, ...judged(null, null) },
  ],
  can: { openLists: true, seeBoard: true },
}

const row: CountedRow = {
  ...{ id: 'n1', arrivalId: 'v1', number: 27, code: '493/UBND-NC', title: 'Cung cấp số liệu kiểm tra công vụ' },
  ...{ unit: 'Phòng Cải cách hành chính', dueAt: '2026-11-02T16:59:59.999Z', finishedAt: '2026-11-05T03:00:00.000Z' },
  ...{ bucket: 'late', mayOpen: true },
}

/** What the server says on the rates board. */
export const ratesAnswers: Answers = {
  'GET /api/reports/rates': { status: 200, body: rates },
  'GET /api/reports/rates/a1/list': {
    status: 200,
    body: { rows: [row, { ...row, id: 'n2', mayOpen: false }], next: null },
  },
}
