import { describe, expect, test } from 'vitest'
import { Refusal } from '#server/kernel/refusal.ts'
import {
  checkDueDates,
  checkSeats,
  checkTimes,
  enterItem,
  meetingMoves,
  nextMeetingState,
} from '#server/meetings/meeting.rules.ts'
import {
  type CastCase,
  checkQuorum,
  type Count,
  judgeCast,
  quorumNeeded,
  resultOf,
  votesNeeded,
} from '#server/meetings/poll.rules.ts'
import { assertMay, type RoomAct, roomRights } from '#server/meetings/rights.rules.ts'
import type { MeetingState, Part, VotingRule } from '#server/meetings/screen.state.ts'

const reasonOf = (run: () => unknown): string => {
  try {
    return String(run())
  } catch (refusal) {
    return refusal instanceof Refusal ? refusal.reason : String(refusal)
  }
}

/** Sessions of the committee: 2/3 present, more than half of all members, a tie goes with the chairman. */
const session: VotingRule = {
  typeCode: 'committee_session',
  quorum: { numerator: 2, denominator: 3 },
  majority: { numerator: 1, denominator: 2 },
  majorityOf: 'all_members',
  tie: 'chair_decides',
  mayChangeBallot: true,
  instrument: 'Luật 77/2015/QH13',
}
const ofPresent: VotingRule = { ...session, majorityOf: 'present_members' }
const twoThirds: VotingRule = { ...session, majority: { numerator: 2, denominator: 3 } }
const count = (yes: number, no: number, abstain: number, more: Partial<Count> = {}): Count => ({
  yes,
  no,
  abstain,
  eligible: 24,
  present: 24,
  chairChoice: null,
  ...more,
})

describe('quorum and majority', () => {
  test.each([
    [24, 16],
    [25, 17],
    [26, 18],
    [27, 18],
    [1, 1],
    [0, 0],
  ])('of %i members two thirds are %i', (eligible, needed) =>
    expect(quorumNeeded(session.quorum, eligible)).toBe(needed),
  )

  test.each([
    [1, 2, 24, 13],
    [1, 2, 25, 13],
    [1, 2, 26, 14],
    [2, 3, 24, 17],
    [2, 3, 25, 17],
    [1, 2, 1, 1],
  ])('more than %i/%i of %i is %i', (numerator, denominator, base, needed) =>
    expect(votesNeeded({ numerator, denominator }, base)).toBe(needed),
  )

  test('a quorum is at least the share, not more than it', () => {
    expect(reasonOf(() => checkQuorum(session, { eligible: 24, present: 16 }))).toBe('undefined')
    expect(reasonOf(() => checkQuorum(session, { eligible: 24, present: 15 }))).toBe('quorum_not_met')
  })
})

describe('the result', () => {
  test.each<[string, VotingRule, Count, string]>([
    ['13 of 24 pass', session, count(13, 11, 0), 'passed by majority'],
    ['12 of 24 are not more than half', session, count(12, 2, 10), 'rejected by majority'],
    ['absent members count against', session, count(12, 0, 0, { present: 16 }), 'rejected by majority'],
    ['over those present they do not', ofPresent, count(12, 0, 0, { present: 16 }), 'passed by majority'],
    ['half of those present is not enough', ofPresent, count(8, 2, 6, { present: 16 }), 'rejected by majority'],
    ['a tie goes with a chair who is for it', session, count(12, 12, 0, { chairChoice: 'yes' }), 'passed by chair'],
    ['a tie goes with a chair who is against', session, count(12, 12, 0, { chairChoice: 'no' }), 'rejected by chair'],
    [
      'a chair who abstains settles nothing',
      session,
      count(11, 11, 2, { chairChoice: 'abstain' }),
      'rejected by majority',
    ],
    ['nor one who has not voted', session, count(12, 12, 0), 'rejected by majority'],
    ['a tie of a few goes with the chair too', session, count(5, 5, 14, { chairChoice: 'yes' }), 'passed by chair'],
    [
      'where the rule says so a tie is lost',
      { ...session, tie: 'rejected' },
      count(12, 12, 0, { chairChoice: 'yes' }),
      'rejected by majority',
    ],
    ['no chair overrides two thirds', twoThirds, count(12, 12, 0, { chairChoice: 'yes' }), 'rejected by majority'],
    ['17 of 24 are more than two thirds', twoThirds, count(17, 7, 0), 'passed by majority'],
    ['16 of 24 are not', twoThirds, count(16, 8, 0), 'rejected by majority'],
    ['too few present decide nothing', session, count(15, 0, 0, { present: 15 }), 'rejected by quorum'],
    ['nobody at all decides nothing', session, count(0, 0, 0, { eligible: 0, present: 0 }), 'rejected by majority'],
  ])('%s', (_name, rule, counted, verdict) => {
    const { outcome, settledBy } = resultOf(rule, counted)
    expect(`${outcome} by ${settledBy}`).toBe(verdict)
  })

  test('the printed result names what was needed and nobody’s ballot', () => {
    expect(resultOf(session, count(13, 10, 1, { chairChoice: 'yes' }))).toEqual({
      yes: 13,
      no: 10,
      abstain: 1,
      eligible: 24,
      present: 24,
      needed: 13,
      quorumNeeded: 16,
      outcome: 'passed',
      settledBy: 'majority',
    })
  })
})

describe('a cast', () => {
  const fresh: CastCase = {
    pollState: 'open',
    mayChangeBallot: false,
    isVoter: true,
    isCheckedIn: true,
    earlier: null,
    current: null,
    choice: 'yes',
  }
  test.each<[string, Partial<CastCase>, string]>([
    ['is written', {}, 'write'],
    ['may take the place of another', { current: 'no', mayChangeBallot: true }, 'write'],
    ['may not where the rule forbids it', { current: 'no' }, 'already_voted'],
    ['is repeated', { earlier: 'yes', current: 'yes' }, 'replay'],
    [
      'is repeated after the close and after the seat was lost',
      { earlier: 'yes', pollState: 'closed', isVoter: false },
      'replay',
    ],
    ['cannot turn into another under its own id', { earlier: 'no' }, 'key_reused'],
    ['comes too late', { pollState: 'closed' }, 'poll_closed'],
    ['is not one’s own', { isVoter: false }, 'not_a_voter'],
    ['asks for the roll call first', { isCheckedIn: false }, 'not_checked_in'],
  ])('%s', (_name, over, outcome) => expect(reasonOf(() => judgeCast({ ...fresh, ...over }))).toBe(outcome))
})

describe('the meeting', () => {
  const states: MeetingState[] = ['prepared', 'invited', 'open', 'paused', 'closed', 'concluded', 'cancelled']

  test('moves only as the table says', () => {
    const allowed = Object.entries(meetingMoves).flatMap(([move]) =>
      states.flatMap((state) => {
        const to = reasonOf(() => nextMeetingState(state, move as keyof typeof meetingMoves))
        return to === 'wrong_state' ? [] : [`${state} –${move}→ ${to}`]
      }),
    )
    expect(allowed).toEqual([
      'prepared –invite→ invited',
      'invited –open→ open',
      'open –pause→ paused',
      'paused –resume→ open',
      'open –close→ closed',
      'paused –close→ closed',
      'closed –conclude→ concluded',
      'prepared –cancel→ cancelled',
      'invited –cancel→ cancelled',
    ])
  })

  test('going to an item leaves the one before it, and may go back', () => {
    const items = [
      { id: 'a', state: 'current' as const },
      { id: 'b', state: 'waiting' as const },
      { id: 'c', state: 'done' as const },
    ]
    expect(enterItem(items, 'b')).toEqual([
      { itemId: 'a', state: 'done' },
      { itemId: 'b', state: 'current' },
    ])
    expect(enterItem(items, 'c').at(-1)).toEqual({ itemId: 'c', state: 'current' })
    expect(enterItem(items, 'a')).toEqual([{ itemId: 'a', state: 'current' }])
    expect(reasonOf(() => enterItem(items, 'x'))).toBe('not_found')
  })

  test('times, deadlines and seats that cannot be are refused', () => {
    const at = (hour: number) => new Date(`2020-06-25T${String(hour).padStart(2, '0')}:00:00+07:00`)
    expect(reasonOf(() => checkTimes({ startsAt: at(8), endsAt: at(8) }, at(7)))).toBe('meeting_ends_before_it_starts')
    expect(reasonOf(() => checkTimes({ startsAt: at(8), endsAt: at(9) }, at(9)))).toBe('meeting_in_past')
    expect(reasonOf(() => checkTimes({ startsAt: at(8), endsAt: at(9) }, at(8)))).toBe('undefined')
    expect(reasonOf(() => checkDueDates([{ dueAt: at(8).toISOString() }], at(8)))).toBe('due_in_past')
    const chair = { postId: '1', part: 'chair' }
    expect(reasonOf(() => checkSeats([chair, { postId: '1', part: 'member' }]))).toBe('meeting_seat_twice')
    expect(reasonOf(() => checkSeats([{ postId: '2', part: 'member' }]))).toBe('meeting_needs_one_chair')
    expect(reasonOf(() => checkSeats([chair, { postId: '2', part: 'chair' }]))).toBe('meeting_needs_one_chair')
  })
})

describe('rights', () => {
  const facts = (part: Part, state: MeetingState) => ({ part, state, mayVote: part !== 'invited', isPresenter: false })
  const may = (part: Part, state: MeetingState) =>
    Object.entries(roomRights(facts(part, state))).flatMap(([act, can]) => (can ? [act] : []))

  test('the secretary may whatever the chair may', () => {
    for (const state of ['prepared', 'invited', 'open', 'paused', 'closed', 'concluded'] as const)
      expect(may('secretary', state)).toEqual(may('chair', state))
  })

  test('members answer, check in and vote; the invited do not vote', () => {
    expect(may('member', 'open')).toEqual(['answerInvitation', 'checkIn', 'castBallot'])
    expect(may('invited', 'open')).toEqual(['answerInvitation', 'checkIn'])
    expect(may('member', 'closed')).toEqual([])
  })

  test('whoever was given the stage turns pages', () => {
    expect(roomRights({ ...facts('invited', 'open'), isPresenter: true }).turnPage).toBe(true)
  })

  test('never and not now are different refusals', () => {
    const asked = (part: Part, state: MeetingState, act: RoomAct) => reasonOf(() => assertMay(facts(part, state), act))
    expect(asked('member', 'open', 'openPoll')).toBe('forbidden')
    expect(asked('chair', 'paused', 'openPoll')).toBe('wrong_state')
    expect(asked('chair', 'open', 'openPoll')).toBe('undefined')
  })
})
