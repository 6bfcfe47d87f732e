import { documentTypes } from '#db/documents/schema.ts'
import { calendarDays, levels } from '#db/identity/schema.ts'
import { meetingTypes } from '#db/meetings/schema.ts'
import { penaltyRules, targets } from '#db/reports/schema.ts'
import type { Tx } from '#server/kernel/house.ts'
import { seededCalendarDays } from './calendar-days.ts'
import { seededDocumentTypes } from './document-types.ts'
import { seededLevels } from './levels.ts'
import { seededMeetingTypes } from './meeting-types.ts'
import { seededPenaltyRules, seededTargets } from './targets.ts'

/** Writes what the law says: levels, document types, kinds of meetings, the calendar, targets and penalties. */
export async function insertReference(tx: Tx): Promise<void> {
  await tx.insert(levels).values(seededLevels)
  await tx.insert(documentTypes).values(seededDocumentTypes)
  await tx.insert(meetingTypes).values(seededMeetingTypes)
  await tx.insert(calendarDays).values(seededCalendarDays)
  await tx.insert(targets).values(seededTargets)
  await tx.insert(penaltyRules).values(seededPenaltyRules)
}
