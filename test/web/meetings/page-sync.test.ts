import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { StageView } from '../../../server/meetings/screen.state.ts'
import { ApiRefusal } from '../../../web/kernel/refused.ts'
import { PageSync, type Place } from '../../../web/meetings/page-sync.svelte.ts'
import { StageSender } from '../../../web/meetings/stage-sender.ts'

const me = 'me'
const chair = 'chair'

function ground(stage: StageView | null = null, mayTurn = false) {
  const room = { stage, mayTurn, shown: [] as Place[] }
  const pages = new PageSync({
    meetingId: 'm',
    stage: () => room.stage,
    postId: () => me,
    mayTurn: () => room.mayTurn,
    show: (place) => room.shown.push(place),
  })
  return { room, pages }
}

const at = (page: number, postId = chair, paperId = 'a'): StageView => ({ paperId, page, postId })

describe('a follower', () => {
  test('is where the stage is', () => {
    const { room, pages } = ground(at(1))
    expect(pages).toMatchObject({ mode: 'follow', shown: { paperId: 'a', page: 1 } })
    room.stage = at(4, chair, 'b')
    expect(pages.shown).toMatchObject({ paperId: 'b', page: 4 })
  })

  test('leaves by turning a page and stays there while the chair goes on', () => {
    const { room, pages } = ground(at(1))
    pages.turnTo({ paperId: 'a', page: 2 })
    room.stage = at(9)
    expect(pages).toMatchObject({ mode: 'free', shown: { page: 2 } })
    expect(room.shown).toEqual([])
  })

  test('rejoins where the stage is now', () => {
    const { room, pages } = ground(at(1))
    pages.turnTo({ paperId: 'a', page: 2 })
    room.stage = at(4)
    pages.rejoin()
    expect(pages).toMatchObject({ mode: 'follow', shown: { page: 4 } })
  })

  test('who leaves by the button stays on the page', () => {
    const { room, pages } = ground(at(3))
    pages.leave()
    room.stage = at(4)
    expect(pages).toMatchObject({ mode: 'free', shown: { page: 3 } })
  })

  test('reads alone while nothing is shown, and is taken along when something is', () => {
    const { room, pages } = ground()
    pages.turnTo({ paperId: 'b', page: 2 })
    expect(pages).toMatchObject({ mode: 'follow', shown: { paperId: 'b', page: 2 } })
    room.stage = at(1)
    expect(pages.shown).toMatchObject({ paperId: 'a', page: 1 })
  })

  test('finds a paper where it was left', () => {
    const { pages } = ground(at(1))
    pages.turnTo({ paperId: 'b', page: 6 })
    pages.open('c')
    pages.open('b')
    expect(pages.shown).toEqual({ paperId: 'b', page: 6 })
  })
})

describe('who leads', () => {
  test('turns for everybody, and is not pulled back by the echo of an earlier turn', () => {
    const { room, pages } = ground(at(1), true)
    pages.lead({ paperId: 'a', page: 1 })
    pages.turnTo({ paperId: 'a', page: 2 })
    pages.turnTo({ paperId: 'a', page: 3 })
    room.stage = at(2, me)
    expect(pages).toMatchObject({ mode: 'lead', shown: { page: 3 } })
    expect(room.shown.map(({ page }) => page)).toEqual([1, 2, 3])
  })

  test('follows as soon as somebody else takes the stage', () => {
    const { room, pages } = ground(at(1), true)
    pages.lead({ paperId: 'a', page: 1 })
    room.stage = at(1, me)
    room.stage = at(8, 'secretary')
    expect(pages).toMatchObject({ mode: 'follow', shown: { page: 8 } })
    pages.turnTo({ paperId: 'a', page: 2 })
    expect(pages.mode).toBe('free')
    expect(room.shown).toHaveLength(1)
  })

  test('leads no more once the right to turn is taken away', () => {
    const { room, pages } = ground(at(1), true)
    pages.lead({ paperId: 'a', page: 1 })
    room.mayTurn = false
    expect(pages.mode).toBe('follow')
  })
})

describe('the sender of turns', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('leaves out what nobody could read and always sends the last', async () => {
    const sent: number[] = []
    const send = async ({ page }: Place) => {
      sent.push(page)
      await new Promise((done) => setTimeout(done, 30))
    }
    const sender = new StageSender(send, () => undefined)
    for (let page = 1; page <= 20; page++) {
      sender.show({ paperId: 'a', page })
      await vi.advanceTimersByTimeAsync(10)
    }
    await vi.advanceTimersByTimeAsync(1_000)
    expect(sent.length).toBeLessThan(6)
    expect(sent.at(-1)).toBe(20)
  })

  test('sits out an outage with the last page', async () => {
    let down = true
    const sent: number[] = []
    const send = ({ page }: Place) => (down ? Promise.reject(new ApiRefusal({})) : Promise.resolve(sent.push(page)))
    const sender = new StageSender(send, () => expect.unreachable())
    sender.show({ paperId: 'a', page: 1 })
    sender.show({ paperId: 'a', page: 2 })
    await vi.advanceTimersByTimeAsync(2_500)
    down = false
    await vi.advanceTimersByTimeAsync(2_500)
    expect(sent).toEqual([2])
  })

  test('tells of a refusal and sends no more of it', async () => {
    const refused: unknown[] = []
    const no = new ApiRefusal({ code: 'forbidden', reason: 'forbidden' })
    const sender = new StageSender(
      () => Promise.reject(no),
      (error) => refused.push(error),
    )
    sender.show({ paperId: 'a', page: 1 })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(refused).toEqual([no])
  })
})
