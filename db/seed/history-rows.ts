import type { arrivalActs, arrivals, assignments, directions } from '#db/documents/arrivals.schema.ts'
import type { numberCounters, numbers } from '#db/documents/schema.ts'
import type { handledCounts } from '#db/reports/schema.ts'
import { type LegalDay, legalDay } from '#server/kernel/working-calendar.rules.ts'
import type { PastCase } from './history-cases.ts'
import { agencyIdOf, bookIdOf } from './rows-of-tree.ts'
import { seedId } from './seed-ids.ts'

type Row<Table extends { $inferInsert: unknown }> = Table['$inferInsert']

/** The rows of past work: what the acts of that time would have left, without their journal. */
export type HistoryRows = {
  arrivals: Row<typeof arrivals>[]
  directions: Row<typeof directions>[]
  assignments: Row<typeof assignments>[]
  arrivalActs: Row<typeof arrivalActs>[]
  numbers: Row<typeof numbers>[]
  numberCounters: Row<typeof numberCounters>[]
  handledCounts: Row<typeof handledCounts>[]
}

/** The sheet behind a theme's letters, in the blob store. */
export type PastSheet = { sha256: string; pages: number }

export type HistoryGround = { now: Date; sheets: readonly PastSheet[]; sender: string; signer: string }

type Numbered = PastCase & { id: string; bookId: string; year: number; number: number }

/** Turns cases, ordered by their registration, into rows; arrival numbers run without a gap in each book and year. */
export function historyRows(cases: readonly PastCase[], ground: HistoryGround): HistoryRows {
  const counters = new Map<string, { bookId: string; year: number; last: number }>()
  const numbered = cases.filter(({ startedAt }) => startedAt < ground.now).map((one) => withNumber(one, counters))
  return {
    arrivals: numbered.map((one) => arrivalRow(one, ground)),
    directions: numbered.map((one) => directionRow(one)),
    assignments: numbered.flatMap((one) => assignmentRows(one, ground.now)),
    arrivalActs: numbered.flatMap((one) => actRows(one, ground.now)),
    numbers: numbered.map(({ bookId, year, number, id: arrivalId, clerk: postId, registeredAt: at }) => {
      return { bookId, year, number, state: 'used', arrivalId, postId, at }
    }),
    numberCounters: [...counters.values()],
    handledCounts: countsOf(numbered.filter((one) => isDone(one, ground.now))),
  }
}

const isDone = ({ finishedAt }: PastCase, now: Date) => finishedAt < now

function withNumber(one: PastCase, counters: Map<string, { bookId: string; year: number; last: number }>): Numbered {
  const bookId = bookIdOf(one.agency.code, 'Sổ văn bản đến')
  const year = Number(legalDay(one.registeredAt).slice(0, 4))
  const counter = counters.get(`${bookId} ${year}`) ?? { bookId, year, last: 0 }
  counter.last += 1
  counters.set(`${bookId} ${year}`, counter)
  return { ...one, id: seedId('arrival', one.agency.code, one.letter.code), bookId, year, number: counter.last }
}

function arrivalRow(one: Numbered, { now, sheets, sender, signer }: HistoryGround): HistoryRows['arrivals'][number] {
  const { letter, dueAt, arrivedAt, registeredAt } = one
  const done = isDone(one, now)
  const sheet = sheets[letter.theme]!
  return {
    id: one.id,
    agencyId: agencyIdOf(one.agency.code),
    senderAgencyId: agencyIdOf('H01'),
    senderName: sender,
    deliveryId: seedId('delivery', one.agency.code, letter.code),
    code: letter.code,
    typeName: 'Công văn',
    issuedOn: letter.issuedOn,
    subject: letter.subject,
    signerLine: signer,
    urgency: 'normal',
    fileSha256: sheet.sha256,
    filePages: sheet.pages,
    state: done ? 'done' : 'in_progress',
    revision: done ? 6 : 5,
    numberBookId: one.bookId,
    numberYear: one.year,
    number: one.number,
    senderDueAt: dueAt,
    dueAt,
    toldCode: done ? '06' : '05',
    arrivedAt,
    registeredAt,
    doneAt: done ? one.finishedAt : null,
    updatedAt: done ? one.finishedAt : one.startedAt,
    updatedByPostId: one.handler,
  }
}

function directionRow({ id, leader, dueAt, directedAt }: Numbered): HistoryRows['directions'][number] {
  const opinion = 'Giao phòng chủ trì xử lý, báo cáo đúng hạn.'
  return { id: seedId('direction', id), arrivalId: id, postId: leader, opinion, dueAt, at: directedAt }
}

/** The lead unit's node and its person's node below it. */
function assignmentRows(one: Numbered, now: Date): HistoryRows['assignments'] {
  const done = isDone(one, now)
  const unit = seedId('unit node', one.id)
  const common = {
    arrivalId: one.id,
    directionId: seedId('direction', one.id),
    agencyId: agencyIdOf(one.agency.code),
    role: 'lead' as const,
    unitId: one.unitId,
    dueAt: one.dueAt,
    state: done ? ('done' as const) : ('in_progress' as const),
    revision: done ? 3 : 2,
    startedAt: one.startedAt,
    endedAt: done ? one.finishedAt : null,
    updatedAt: done ? one.finishedAt : one.startedAt,
    updatedByPostId: one.handler,
  }
  const note = done ? 'Đã xử lý, lưu hồ sơ.' : null
  return [
    { ...common, id: unit, createdByPostId: one.leader, createdAt: one.directedAt },
    {
      ...common,
      id: seedId('person node', one.id),
      parentId: unit,
      postId: one.handler,
      createdByPostId: one.head,
      createdAt: one.assignedAt,
      note,
    },
  ]
}

function actRows(one: Numbered, now: Date): HistoryRows['arrivalActs'] {
  const steps = [
    ['receive', 'arrived', one.clerk, one.arrivedAt],
    ['register', 'registered', one.clerk, one.registeredAt],
    ['direct', 'directed', one.leader, one.directedAt],
    ['assign', 'assigned', one.head, one.assignedAt],
    ['start', 'in_progress', one.handler, one.startedAt],
    ['finish', 'done', one.handler, one.finishedAt],
  ] as const
  return steps
    .filter(([, , , at]) => at < now)
    .map(([act, toState, postId, at], index) => {
      const fromState = steps[index - 1]?.[1] ?? null
      return { arrivalId: one.id, ordinal: index + 1, act, fromState, toState, postId, at }
    })
}

/** What the roll-up of each day would hold. */
function countsOf(done: readonly Numbered[]): HistoryRows['handledCounts'] {
  const days = new Map<
    string,
    { agencyId: string; day: LegalDay; onTime: number; late: number; withoutDeadline: number }
  >()
  for (const { agency, dueAt, finishedAt } of done) {
    const day = legalDay(finishedAt)
    const key = `${agency.code} ${day}`
    const count = days.get(key) ?? { agencyId: agencyIdOf(agency.code), day, onTime: 0, late: 0, withoutDeadline: 0 }
    count[dueAt === null ? 'withoutDeadline' : finishedAt > dueAt ? 'late' : 'onTime'] += 1
    days.set(key, count)
  }
  return [...days.values()].map((count) => ({ ...count, kind: 'assignment' }))
}
