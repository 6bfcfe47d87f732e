import type { penaltyRules, targets } from '#db/reports/schema.ts'

const by2020 = {
  validFrom: '2019-03-07',
  validTo: '2020-12-31',
  instrument: 'Nghị quyết 17/NQ-CP ngày 07/3/2019; Nghị quyết 01/NQ-CP ngày 01/01/2020',
}
const by2025 = {
  validFrom: '2021-01-01',
  validTo: '2025-12-31',
  instrument: 'Nghị quyết 17/NQ-CP; Quyết định 749/QĐ-TTg ngày 03/6/2020',
}
const by2030 = { validFrom: '2026-01-01', validTo: '2030-12-31', instrument: 'Quyết định 749/QĐ-TTg ngày 03/6/2020' }
const letter664 = { validFrom: '2020-01-01', instrument: 'Công văn 664/UBND-TH ngày 23/6/2020, điểm 4' }

const online = 'handled_online'
const onTime = 'handled_on_time'

/**
 * Targets of each level with the instruments that set them: the share of work files handled on the network, and the
 * share handled on time, which is what the permitted lateness leaves. A level that has ended keeps its rows for past months.
 */
export const seededTargets: (typeof targets.$inferInsert)[] = [
  { indicator: online, levelCode: 'province', percent: '60', ...by2020 },
  { indicator: online, levelCode: 'district', percent: '30', ...by2020 },
  { indicator: online, levelCode: 'province', percent: '90', ...by2025 },
  { indicator: online, levelCode: 'district', percent: '80', ...by2025 },
  { indicator: online, levelCode: 'commune', percent: '60', ...by2025 },
  { indicator: online, levelCode: 'province', percent: '100', ...by2030 },
  { indicator: online, levelCode: 'district', percent: '90', ...by2030 },
  { indicator: online, levelCode: 'commune', percent: '70', ...by2030 },
  { indicator: onTime, levelCode: 'province', percent: '98', ...letter664 },
  { indicator: onTime, levelCode: 'district', percent: '96.5', ...letter664 },
]

/** The share of overdue work whose strict crossing costs half a point each month. */
export const seededPenaltyRules: (typeof penaltyRules.$inferInsert)[] = [
  { indicator: 'overdue', levelCode: 'province', thresholdPercent: '2', points: '0.5', ...letter664 },
  { indicator: 'overdue', levelCode: 'district', thresholdPercent: '3.5', points: '0.5', ...letter664 },
]
