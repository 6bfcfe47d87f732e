import type { MeetingSnapshot } from '../../server/meetings/screen.state.ts'

/** What a meeting still lacks; `warn` may be on purpose, `danger` makes the session impossible. */
export interface Missing {
  what: 'voters' | 'items' | 'papers' | 'lead' | 'time' | 'chairAway'
  count: number
  tone: 'warn' | 'danger'
}

const minute_ms = 60_000

/** What to look at before inviting, the gravest first; empty when everything is there. */
export function missingOf(meeting: MeetingSnapshot): Missing[] {
  const { items, papers, members } = meeting
  const without = items.filter(({ id }) => !papers.some(({ itemId }) => itemId === id)).length
  const found: Missing[] = [
    { what: 'voters', count: Number(members.filter(({ mayVote }) => mayVote).length < 2), tone: 'danger' },
    { what: 'items', count: Number(items.length === 0), tone: 'danger' },
    { what: 'chairAway', count: Number(isChairAway(meeting)), tone: 'danger' },
    { what: 'papers', count: without, tone: 'warn' },
    { what: 'lead', count: items.filter(({ leadAgencyId }) => leadAgencyId === null).length, tone: 'warn' },
    { what: 'time', count: Math.max(0, minutesOver(meeting)), tone: 'warn' },
  ]
  return found.filter(({ count }) => count > 0)
}

function isChairAway({ members }: MeetingSnapshot): boolean {
  return members.some(({ part, answer }) => part === 'chair' && answer === 'absent')
}

function minutesOver({ items, header }: MeetingSnapshot): number {
  const planned = items.reduce((sum, { minutes }) => sum + minutes, 0)
  return planned - (Date.parse(header.endsAt) - Date.parse(header.startsAt)) / minute_ms
}
