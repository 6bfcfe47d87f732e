import { describe, expect, test } from 'vitest'
import type { ItemView, MeetingSnapshot, MemberView, PaperView } from '../../../server/meetings/screen.state.ts'
import { fieldsOf, headerOf, headerProblems } from '../../../web/meetings/header-form.svelte.ts'
import { missingOf } from '../../../web/meetings/missing.ts'
import { quorumOf } from '../../../web/meetings/quorum.ts'
import { readTime } from '../../../web/meetings/time-of-day.ts'
import { emptyRoom } from './scripted-room.ts'

const member = (postId: string, change: Partial<MemberView> = {}): MemberView => ({
  postId,
  personName: postId,
  title: 'Phó Chủ tịch',
  agencyName: 'Ủy ban nhân dân tỉnh',
  part: 'member',
  mayVote: true,
  position: 1,
  answer: 'none',
  answerNote: null,
  presence: 'none',
  checkedInAt: null,
  ...change,
})
const item = (id: string, change: Partial<ItemView> = {}): ItemView => ({
  id,
  position: 1,
  title: id,
  leadAgencyId: 'agency',
  leadAgencyName: 'Sở Nội vụ',
  minutes: 30,
  state: 'waiting',
  ...change,
})
const paper = (itemId: string): PaperView => ({
  id: `paper of ${itemId}`,
  itemId,
  position: 1,
  title: 'Báo cáo',
  documentId: null,
  sha256: '',
  pages: 3,
  size_bytes: 1_000,
})
const whole: MeetingSnapshot = {
  ...emptyRoom('desk'),
  members: [member('chair', { part: 'chair' }), member('a')],
  items: [item('1')],
  papers: [paper('1')],
}
const lacks = (change: Partial<MeetingSnapshot>) =>
  missingOf({ ...whole, ...change }).map(({ what, count }) => `${what} ${count}`)

describe('before the invitation', () => {
  test('a whole meeting lacks nothing', () => expect(lacks({})).toEqual([]))
  test('somebody must vote besides the chair', () =>
    expect(lacks({ members: [member('chair')] })).toEqual(['voters 1']))
  test('an agenda without items has none without papers either', () =>
    expect(lacks({ items: [], papers: [] })).toEqual(['items 1']))
  test('items without papers and without a presenter are counted', () =>
    expect(lacks({ items: [item('1'), item('2', { leadAgencyId: null }), item('3')] })).toEqual(['papers 2', 'lead 1']))
  test('an agenda longer than the meeting says by how much', () =>
    expect(lacks({ items: [item('1', { minutes: 150 })] })).toEqual(['time 30']))
  test('a chair who will be away comes before what may be on purpose', () =>
    expect(lacks({ members: [member('chair', { part: 'chair', answer: 'absent' }), member('a')], papers: [] })).toEqual(
      ['chairAway 1', 'papers 1'],
    ))
})

describe('the quorum', () => {
  const voters = (here: number, all: number) =>
    Array.from({ length: all }, (_, n) => member(String(n), { presence: n < here ? 'online' : 'none' }))
  test.each([
    [3, 5, 4, false],
    [4, 5, 4, true],
    [0, 0, 0, false],
    [16, 25, 17, false],
    [17, 25, 17, true],
  ])('%i of %i, of whom %i are needed: %s', (present, all, needed, met) => {
    const members = [...voters(present, all), member('guest', { mayVote: false, presence: 'in_room' })]
    expect(quorumOf({ ...whole, members })).toEqual({ present, voters: all, needed, met })
  })
})

describe('the title block', () => {
  test('goes through its fields unchanged, in the time of Viet Nam', () => {
    const fields = fieldsOf(whole.header)
    expect(fields).toMatchObject({ day: '2020-06-25', from: '08:00', until: '10:00' })
    const { startsAt, endsAt } = headerOf(fields)
    expect([startsAt, endsAt].map((instant) => new Date(instant).toISOString())).toEqual([
      whole.header.startsAt,
      whole.header.endsAt,
    ])
  })

  test('says what is missing at each field', () => {
    const empty = { title: '', typeCode: '', day: '', from: '', until: '', place: '' }
    expect(Object.keys(headerProblems(empty))).toEqual(['typeCode', 'day', 'from', 'until'])
  })
})

describe('a time as it is typed', () => {
  test.each([
    ['8', '08:00'],
    ['8h', '08:00'],
    ['8h30', '08:30'],
    ['8g30', '08:30'],
    ['08.05', '08:05'],
    ['830', '08:30'],
    ['1345', '13:45'],
    [' 23:59 ', '23:59'],
  ])('%s is %s', (typed, time) => expect(readTime(typed)).toBe(time))
  test.each(['', 'sáng', '24:00', '8h61', '99', '12345'])('%s is none', (typed) =>
    expect(readTime(typed)).toBeUndefined(),
  )
})
