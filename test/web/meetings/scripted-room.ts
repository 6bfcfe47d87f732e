import { isWhole, mayCatchUpByDelta } from '../../../server/meetings/catch-up.rules.ts'
import type { CatchUp } from '../../../server/meetings/catch-up.ts'
import { audienceOf, type LoggedEvent, type MeetingEvent } from '../../../server/meetings/event.state.ts'
import { applyMeetingEvent } from '../../../server/meetings/meeting.state.ts'
import type { Audience, MeetingSnapshot } from '../../../server/meetings/screen.state.ts'
import type { Listener } from '../../../web/kernel/live.svelte.ts'
import { ApiRefusal } from '../../../web/kernel/refused.ts'
import type { Held, Wire } from '../../../web/meetings/wire.ts'

export const me = '00000000-0000-4000-8000-000000000001'
export const chair = '00000000-0000-4000-8000-000000000002'

/**
 * A room whose network can be cut, slowed and made to lose events one by one, which no real line does on command. What it answers is
 * worked out by the server's own rules (`catch-up.rules.ts`, `meeting.state.ts`); the real line is tried in the journeys.
 */
export class ScriptedRoom implements Wire {
  snapshot: MeetingSnapshot = emptyRoom()
  log: LoggedEvent[] = []
  asked: (Held | undefined)[] = []
  joins = 0
  /** Events are sent but never arrive. */
  deaf = false
  /** The server cannot be asked. */
  down = false
  /** Joining is not acknowledged. */
  shut = false
  /** The seat is gone. */
  seatless = false
  #listener: Listener | undefined
  #held: (() => void)[] | undefined

  follow(listener: Listener): () => void {
    this.joins++
    this.#listener = listener
    if (!this.shut && !this.down) queueMicrotask(() => this.#listener === listener && listener.onMissed())
    return () => {
      if (this.#listener === listener) this.#listener = undefined
    }
  }

  async ask(held: Held | undefined): Promise<CatchUp> {
    this.asked.push(held)
    if (this.down) throw new ApiRefusal({})
    if (this.seatless) throw new ApiRefusal({ code: 'not_found', reason: 'not_found' })
    const answer = this.#answer(held)
    if (this.#held) await new Promise<void>((resume) => this.#held?.push(resume))
    return answer
  }

  /** Answers from now on wait until the answered function lets them go. */
  slow(): () => void {
    const held: (() => void)[] = []
    this.#held = held
    return () => {
      this.#held = undefined
      for (const go of held) go()
    }
  }

  /** Something happens in the room. */
  happens(event: MeetingEvent): LoggedEvent {
    const seq = this.snapshot.seq + 1
    const { audience } = this.snapshot
    const heard = audienceOf[event.type].includes(audience)
    const logged: LoggedEvent = heard ? { seq, ...event } : { seq, type: 'tick', payload: {} }
    this.log.push(logged)
    this.snapshot = applyMeetingEvent(this.snapshot, logged)
    if (!this.deaf && !this.down) this.tell(logged)
    return logged
  }

  /** The line brings this, perhaps once more. */
  tell(event: LoggedEvent): void {
    this.#listener?.onEvent({
      topic: `meeting:${this.snapshot.meetingId}`,
      epoch: this.snapshot.epoch,
      ...event,
    } as never)
  }

  /** The server says that seats have changed; the line is left as the server leaves it. */
  rightsChange(): void {
    this.#listener?.onEvent({ topic: `meeting:${this.snapshot.meetingId}`, type: 'rights.changed', payload: {} })
  }

  /** The server is back after a restart: every screen joins anew. */
  joinsAnew(): void {
    this.#listener?.onMissed()
  }

  /** A backup was restored: another epoch, the numbers begin elsewhere. */
  isRestored(): void {
    this.log = []
    this.snapshot = { ...this.snapshot, epoch: 'after', seq: 3, currentItemId: null }
  }

  #answer(held: Held | undefined): CatchUp {
    const { epoch, seq: to, audience } = this.snapshot
    const mine = { postId: me, part: 'member' as const, mayVote: true, answerNote: null, audience, ballots: [] }
    const has = { epoch: held?.epoch, since: held?.seq, audience: held?.audience }
    if (mayCatchUpByDelta(has, { epoch, seq: to, audience })) {
      const events = this.log.filter(({ seq }) => seq > has.since)
      if (isWhole(events, has.since, to)) return { mine, kind: 'delta', epoch, from: has.since, to, events }
    }
    return { mine, kind: 'snapshot', snapshot: this.snapshot }
  }
}

/** The page that the chair turned to. */
export function pageTurned(page: number, paperId = 'paper-1'): MeetingEvent {
  return { type: 'page.turned', payload: { paperId, page, postId: chair } }
}

/** An empty room of the members' class, as the server would give it. */
export function emptyRoom(audience: Audience = 'members'): MeetingSnapshot {
  const rule = {
    typeCode: 'committee_session',
    quorum: { numerator: 2, denominator: 3 },
    majority: { numerator: 1, denominator: 2 },
    majorityOf: 'all_members' as const,
    tie: 'chair_decides' as const,
    mayChangeBallot: true,
    instrument: 'Luật Tổ chức chính quyền địa phương',
  }
  return {
    audience,
    meetingId: '00000000-0000-4000-8000-0000000000aa',
    epoch: 'before',
    seq: 0,
    header: {
      title: 'Phiên họp thường kỳ',
      agencyId: 'agency',
      agencyName: 'Ủy ban nhân dân tỉnh',
      typeCode: rule.typeCode,
      typeNameVi: 'Phiên họp',
      typeNameEn: 'Session',
      startsAt: '2020-06-25T01:00:00.000Z',
      endsAt: '2020-06-25T03:00:00.000Z',
      place: 'Phòng họp số 1',
      state: 'open',
      openedAt: '2020-06-25T01:00:00.000Z',
      closedAt: null,
      revision: 1,
      rule,
    },
    members: [],
    items: [],
    papers: [],
    currentItemId: 'item-1',
    stage: null,
    presenterPostId: null,
    polls: [],
    conclusions: [],
    noticeDocumentId: null,
  }
}
