import { and, asc, count, desc, eq, inArray, notInArray, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { agendaItems, meetingMembers, meetings, meetingTypes, papers } from '#db/meetings/schema.ts'
import { agenciesByIds } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { decodeCursor, type Page, pageQuery, toPage } from '#server/kernel/page.ts'
import { mayPrepareMeeting } from './meetings.permissions.ts'
import type { MeetingState } from './screen.state.ts'

/** `upcoming`: still to come or going on, the next first; `past`: over or called off, the latest first. */
export const meetingListQuery = pageQuery.extend({ when: z.enum(['upcoming', 'past']).default('upcoming') })
type MeetingList = z.output<typeof meetingListQuery>

const over: MeetingState[] = ['closed', 'concluded', 'cancelled']

const shown = {
  id: meetings.id,
  title: meetings.title,
  typeNameVi: meetingTypes.nameVi,
  typeNameEn: meetingTypes.nameEn,
  agencyId: meetings.agencyId,
  startsAt: meetings.startsAt,
  endsAt: meetings.endsAt,
  place: meetings.place,
  state: meetings.state,
  part: meetingMembers.part,
  answer: meetingMembers.answer,
}

/** A page of the meetings in which the actor's post has a seat, and whether the actor may prepare another. */
export async function meetingsVisibleTo(tx: Tx, actor: Actor, list: MeetingList) {
  const first = list.when === 'upcoming' ? asc : desc
  const rows = await tx
    .select(shown)
    .from(meetings)
    .innerJoin(meetingMembers, and(eq(meetingMembers.meetingId, meetings.id), eq(meetingMembers.postId, actor.postId)))
    .innerJoin(meetingTypes, eq(meetingTypes.code, meetings.typeCode))
    .where(and(...conditionsOf(list)))
    .orderBy(first(meetings.startsAt), first(meetings.id))
    .limit(list.limit + 1)
  const page = toPage(rows, list.limit, (row) => row.startsAt)
  return { rows: await withCounts(tx, page), next: page.next, can: { prepareMeeting: mayPrepareMeeting(actor) } }
}

function conditionsOf({ when, after }: MeetingList): (SQL | undefined)[] {
  const announced = or(sql`${meetings.state} <> 'prepared'`, inArray(meetingMembers.part, ['chair', 'secretary']))
  const states = when === 'upcoming' ? notInArray(meetings.state, over) : inArray(meetings.state, over)
  return [announced, states, ...(after ? [behind(after, when)] : [])]
}

function behind(after: string, when: MeetingList['when']): SQL {
  const { at, id } = decodeCursor(after)
  const place = sql`(${meetings.startsAt}, ${meetings.id})`
  const cursor = sql`(${at}::timestamptz, ${id}::uuid)`
  return when === 'upcoming' ? sql`${place} > ${cursor}` : sql`${place} < ${cursor}`
}

/** How much there is to talk about and to read, and who calls. */
async function withCounts<Row extends { id: string; agencyId: string }>(tx: Tx, { rows }: Page<Row>) {
  const agencies = await agenciesByIds(
    tx,
    rows.map(({ agencyId }) => agencyId),
  )
  const items = await countBy(tx, agendaItems, rows)
  const sheets = await countBy(tx, papers, rows)
  return rows.map((row) => ({
    ...row,
    agencyName: agencies.find(({ id }) => id === row.agencyId)?.name ?? '',
    itemCount: items.get(row.id) ?? 0,
    paperCount: sheets.get(row.id) ?? 0,
  }))
}

async function countBy(tx: Tx, table: typeof agendaItems | typeof papers, rows: { id: string }[]) {
  if (rows.length === 0) return new Map<string, number>()
  const ids = rows.map(({ id }) => id)
  const counted = await tx
    .select({ id: table.meetingId, n: count() })
    .from(table)
    .where(inArray(table.meetingId, ids))
    .groupBy(table.meetingId)
  return new Map(counted.map(({ id, n }) => [id, n]))
}
