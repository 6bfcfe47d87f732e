import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Receipt } from '../../../server/meetings/ballot-box.ts'
import { ApiRefusal } from '../../../web/kernel/refused.ts'
import { BallotSlip } from '../../../web/meetings/ballot-slip.svelte.ts'

type Sent = Parameters<ConstructorParameters<typeof BallotSlip>[1]>[0]

/**
 * A ballot box whose line is cut on command: `lost` ballots never arrive, `unanswered` ones are recorded but their acknowledgement is lost.
 * Scripted because no real network fails between the two; the real box has its own tests under real faults.
 */
function openBox() {
  const box = {
    sent: [] as Sent[],
    recorded: new Map<string, Receipt>(),
    next: [] as ('lost' | 'unanswered' | ApiRefusal)[],
    cast: (ballot: Sent): Promise<Receipt> => {
      box.sent.push(ballot)
      const fate = box.next.shift()
      if (fate === 'lost') return Promise.reject(new ApiRefusal({}))
      if (fate instanceof ApiRefusal) return Promise.reject(fate)
      const { key, pollId, choice } = ballot
      const receipt = box.recorded.get(key) ?? { pollId, choice, castAt: '2020-06-25T02:00:00.000Z' }
      box.recorded.set(key, receipt)
      return fate === 'unanswered' ? Promise.reject(new ApiRefusal({})) : Promise.resolve(receipt)
    },
  }
  return box
}

const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  vi.useFakeTimers()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const closed = new ApiRefusal({ code: 'conflict', reason: 'poll_closed', vi: 'Biểu quyết đã kết thúc.', en: 'Closed.' })

describe('a ballot', () => {
  test('is called recorded only after the acknowledgement', async () => {
    const box = openBox()
    const slip = new BallotSlip('m', box.cast)
    const casting = slip.cast('p', 'yes')
    expect(slip.stateIn('p')).toBe('sending')
    expect(slip.recordedIn('p')).toBeUndefined()
    await casting
    expect(slip.stateIn('p')).toBe('recorded')
    expect(slip.recordedIn('p')).toEqual({ choice: 'yes', castAt: '2020-06-25T02:00:00.000Z' })
    expect(kept.size).toBe(0)
  })

  test('says so while it cannot be sent, goes out again by itself under the same key and counts once', async () => {
    const box = openBox()
    box.next.push('lost', 'unanswered', 'lost')
    const slip = new BallotSlip('m', box.cast)
    const casting = slip.cast('p', 'no')
    await vi.advanceTimersByTimeAsync(0)
    expect(slip.stateIn('p')).toBe('waiting')
    expect(slip.sendingIn('p')).toBe('no')
    await vi.advanceTimersByTimeAsync(20_000)
    await casting
    expect(slip.stateIn('p')).toBe('recorded')
    expect(box.sent).toHaveLength(4)
    expect(new Set(box.sent.map(({ key }) => key)).size).toBe(1)
    expect(box.recorded.size).toBe(1)
  })

  test('that came too late is refused in words and not called recorded', async () => {
    const box = openBox()
    box.next.push('lost', closed)
    const slip = new BallotSlip('m', box.cast)
    const casting = slip.cast('p', 'yes')
    await vi.advanceTimersByTimeAsync(5_000)
    await casting
    expect(slip.stateIn('p')).toBe('refused')
    expect(slip.refusalIn('p')).toBe('Biểu quyết đã kết thúc.')
    expect(slip.recordedIn('p')).toBeUndefined()
  })

  test('pressed twice is sent once', async () => {
    const box = openBox()
    const slip = new BallotSlip('m', box.cast)
    await Promise.all([slip.cast('p', 'yes'), slip.cast('p', 'no')])
    expect(box.sent.map(({ choice }) => choice)).toEqual(['yes'])
  })

  test('changed is another ballot with another key; until it is taken the old one stands', async () => {
    const box = openBox()
    const slip = new BallotSlip('m', box.cast)
    await slip.cast('p', 'yes')
    const changing = slip.cast('p', 'abstain')
    expect(slip.recordedIn('p')?.choice).toBe('yes')
    await changing
    expect(slip.recordedIn('p')?.choice).toBe('abstain')
    expect(new Set(box.sent.map(({ key }) => key)).size).toBe(2)
  })

  test('outlives a reload in the middle of an outage, under the same key', async () => {
    const box = openBox()
    box.next.push('unanswered')
    const before = new BallotSlip('m', box.cast)
    void before.cast('p', 'yes')
    await vi.advanceTimersByTimeAsync(0)
    const after = new BallotSlip('m', box.cast)
    after.resume()
    await vi.advanceTimersByTimeAsync(0)
    expect(after.stateIn('p')).toBe('recorded')
    expect(new Set(box.sent.map(({ key }) => key)).size).toBe(1)
    expect(box.recorded.size).toBe(1)
  })
})

test('what the server tells of our ballots counts as recorded, also after a reload', () => {
  const slip = new BallotSlip('m', openBox().cast)
  slip.learn([{ pollId: 'p', choice: 'no' }])
  expect(slip.stateIn('p')).toBe('recorded')
  expect(slip.recordedIn('p')).toEqual({ choice: 'no' })
})
