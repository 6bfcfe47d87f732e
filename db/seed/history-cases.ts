import { createHash } from 'node:crypto'
import {
  addWorkingDays,
  atLegalTime,
  endOfLegalDay,
  type LegalDay,
  type WorkingCalendar,
  workingDaysBetween,
} from '#server/kernel/working-calendar.rules.ts'
import type { PastLetter } from './history-letters.ts'
import { postIdOf, unitIdOf } from './rows-of-tree.ts'
import type { SeedAgency } from './seed-tree.ts'

/** One letter at one department: who had it in hand and when it took each step. Steps after `now` have not been taken. */
export type PastCase = {
  letter: PastLetter
  agency: SeedAgency
  unitId: string
  clerk: string
  leader: string
  head: string
  handler: string
  dueAt: Date | null
  arrivedAt: Date
  registeredAt: Date
  directedAt: Date
  assignedAt: Date
  startedAt: Date
  finishedAt: Date
}

/** Each department gets two letters of three. */
const share = 2 / 3

/** A number in [0, 1) that is the same for the same words in every installation. */
function draw(...words: (string | number)[]): number {
  return createHash('sha256').update(words.join('/')).digest().readUInt32BE() / 2 ** 32
}

/** The cases of every department, in the order of their arrival. Some departments are late more often than others. */
export function pastCases(
  agencies: readonly SeedAgency[],
  letters: readonly PastLetter[],
  calendar: WorkingCalendar,
): PastCase[] {
  const received = agencies.flatMap((agency) =>
    letters
      .filter(({ number }) => draw('receives', agency.code, number) < share)
      .map((letter) => pastCase(agency, letter, calendar)),
  )
  return received.sort((a, b) => a.registeredAt.getTime() - b.registeredAt.getTime())
}

function pastCase(agency: SeedAgency, letter: PastLetter, calendar: WorkingCalendar): PastCase {
  const [leaders, office, ...rooms] = agency.units
  const room = rooms[Math.floor(draw('room', agency.code, letter.number) * rooms.length)]!
  const post = ({ posts }: { posts: { userName: string }[] }, at: number) => postIdOf(agency.code, posts[at]!.userName)
  return {
    letter,
    agency,
    unitId: unitIdOf(agency.code, room.symbol),
    clerk: post(office!, 1),
    leader: post(leaders!, 0),
    head: post(room, 0),
    handler: post(room, 1),
    dueAt: letter.dueOn === null ? null : new Date(endOfLegalDay(letter.dueOn).getTime() - 1),
    ...stepsOf(agency, letter, calendar),
  }
}

function stepsOf(agency: SeedAgency, letter: PastLetter, calendar: WorkingCalendar) {
  const minute = (word: string) => Math.floor(draw(word, agency.code, letter.number) * 60)
  const at = (day: LegalDay, hour: string, word: string) =>
    atLegalTime(day, `${hour}:${String(minute(word)).padStart(2, '0')}`)
  const next = addWorkingDays(letter.issuedOn, 1, calendar)
  return {
    arrivedAt: at(letter.issuedOn, '09', 'arrives'),
    registeredAt: at(letter.issuedOn, '10', 'registered'),
    directedAt: at(letter.issuedOn, '14', 'directed'),
    assignedAt: at(letter.issuedOn, '16', 'assigned'),
    startedAt: at(next, '08', 'started'),
    finishedAt: at(finishDay(agency, letter, { next, calendar }), '15', 'finished'),
  }
}

/** Late by one to five working days now and then; otherwise somewhere within the term. */
function finishDay(
  agency: SeedAgency,
  letter: PastLetter,
  on: { next: LegalDay; calendar: WorkingCalendar },
): LegalDay {
  const chance = draw('finishes', agency.code, letter.number)
  const due = letter.dueOn ?? addWorkingDays(on.next, 4, on.calendar)
  if (draw('late', agency.code, letter.number) < latenessOf(agency))
    return addWorkingDays(due, 1 + Math.floor(chance * 5), on.calendar)
  const term = workingDaysBetween(on.next, due, on.calendar)
  return addWorkingDays(on.next, Math.floor(chance * (term + 1)), on.calendar)
}

/** Between 1 and 8 % of a department's work is late. */
const latenessOf = (agency: SeedAgency) => 0.01 + 0.07 * draw('habit', agency.code)
