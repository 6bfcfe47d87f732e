import { eq, sql } from 'drizzle-orm'
import { arrivalActs, arrivals, assignments, directions } from '#db/documents/arrivals.schema.ts'
import { numberCounters, numbers } from '#db/documents/schema.ts'
import { installation } from '#db/kernel/schema.ts'
import { handledCounts } from '#db/reports/schema.ts'
import type { Composition } from '#server/documents/compose/composition.ts'
import { composeDocument } from '#server/documents/compose/compose-document.ts'
import type { House, Tx } from '#server/kernel/house.ts'
import { legalDay, workingCalendar } from '#server/kernel/working-calendar.rules.ts'
import { committee } from './an-giang-committee.ts'
import { departments } from './an-giang-departments.ts'
import { seededCalendarDays } from './calendar-days.ts'
import { pastCases } from './history-cases.ts'
import { pastLetters, pastSubjects } from './history-letters.ts'
import { type HistoryRows, historyRows, type PastSheet } from './history-rows.ts'

const seededKey = 'demo_history'
/** No person signed these letters: they are the demo's own. */
const signer = 'KT. CHỦ TỊCH, PHÓ CHỦ TỊCH'

/**
 * Gives the departments of the demo province some months of handled, late and open work, so that their rates mean
 * something. Answers false, and changes nothing, where it is there already. Needs {@link seedProvince} first.
 */
export async function seedHistory(house: House): Promise<boolean> {
  if (await isSeeded(house.db)) return false
  const now = house.clock.now()
  const calendar = workingCalendar(seededCalendarDays)
  const sheets = await pastSheets(house, now)
  const cases = pastCases(departments, pastLetters(legalDay(now), calendar), calendar)
  const rows = historyRows(cases, { now, sheets, sender: committee.name, signer })
  return house.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${seededKey}, 0))`)
    if (await isSeeded(tx)) return false
    await insertHistory(tx, rows)
    await tx.insert(installation).values({ key: seededKey, value: String(rows.arrivals.length) })
    return true
  })
}

async function isSeeded(db: Tx): Promise<boolean> {
  return (await db.$count(installation, eq(installation.key, seededKey))) > 0
}

async function insertHistory(tx: Tx, rows: HistoryRows): Promise<void> {
  await tx.insert(arrivals).values(rows.arrivals)
  await tx.insert(directions).values(rows.directions)
  await tx.insert(assignments).values(rows.assignments)
  await tx.insert(arrivalActs).values(rows.arrivalActs)
  await tx.insert(numbers).values(rows.numbers)
  await tx.insert(numberCounters).values(rows.numberCounters)
  await tx.insert(handledCounts).values(rows.handledCounts)
}

/** One sheet a theme, composed like any other draft of the committee; it says itself that it is a sample. */
async function pastSheets(house: House, composedAt: Date): Promise<PastSheet[]> {
  const sheets: PastSheet[] = []
  for (const subject of pastSubjects) {
    const bytes = await composeDocument({ ...sampleSheet, subject, composedAt })
    sheets.push({ sha256: (await house.blobs.put(bytes)).sha256, pages: 1 })
  }
  return sheets
}

const sampleSheet: Omit<Composition, 'subject' | 'composedAt'> = {
  agency: { name: committee.name, parent: null },
  type: { name: 'Công văn', letter: true },
  symbol: 'UBND',
  place: committee.place,
  addressees: ['Các sở, ban, ngành tỉnh'],
  body: [
    'Văn bản này là dữ liệu minh họa của bản trình diễn, thay cho các công văn đã gửi trước ngày bắt đầu câu chuyện.',
    'Đề nghị các cơ quan, đơn vị tổ chức thực hiện và báo cáo kết quả đúng thời hạn ghi trong hệ thống.',
  ].join('\n\n'),
  signer: { competence: ['KT. CHỦ TỊCH'], position: 'PHÓ CHỦ TỊCH', fullName: 'Bản minh họa' },
  recipients: ['Như trên', 'Lưu: VT'],
  urgency: 'normal',
  circulation: 'normal',
  contact: null,
}
