import type { Receipt } from '../../server/meetings/ballot-box.ts'
import type { Choice } from '../../server/meetings/screen.state.ts'
import { whyNot } from '../kernel/refused.ts'
import { isPassing, pause } from './attempt.ts'
import { forget, keep, kept } from './kept.ts'

/** One ballot on its way. The key is made once: however often it is sent, it counts once. */
interface Sending {
  pollId: string
  choice: Choice
  key: string
}

/** Casts a ballot; resolves only after the server says that it is durable. Throws ApiRefusal. */
export type Cast = (ballot: Sending) => Promise<Receipt>

/** `waiting`: sent, not acknowledged, and the server cannot be reached; it goes out again by itself. */
export type SlipState = 'empty' | 'sending' | 'waiting' | 'recorded' | 'refused'

const firstPause_ms = 700
const longestPause_ms = 4_000

/**
 * The person's own ballots. "Recorded" is said only after the server's acknowledgement, or when the server itself tells of the ballot; a
 * ballot on its way outlives an outage and a reload under the same key.
 */
export class BallotSlip {
  #receipts = $state.raw<Record<string, { choice: Choice; castAt?: string }>>({})
  #sending = $state.raw<Sending>()
  #outage = $state(false)
  #refusals = $state.raw<Record<string, string | undefined>>({})
  readonly #cast: Cast
  readonly #key: string

  constructor(meetingId: string, cast: Cast) {
    this.#cast = cast
    this.#key = `ballot:${meetingId}`
  }

  /** Where the ballot in this poll stands. */
  stateIn(pollId: string): SlipState {
    if (this.#sending?.pollId === pollId) return this.#outage ? 'waiting' : 'sending'
    if (this.#refusals[pollId] !== undefined) return 'refused'
    return this.#receipts[pollId] ? 'recorded' : 'empty'
  }

  /** What the server has recorded, and when it took it where this screen was told. */
  recordedIn(pollId: string): { choice: Choice; castAt?: string } | undefined {
    return this.#receipts[pollId]
  }

  /** What is on its way. */
  sendingIn(pollId: string): Choice | undefined {
    return this.#sending?.pollId === pollId ? this.#sending.choice : undefined
  }

  /** Why the last ballot was not taken. */
  refusalIn(pollId: string): string | undefined {
    return this.#refusals[pollId]
  }

  /** What the server says that this person has cast; newer than anything this screen remembers. */
  learn(ballots: readonly { pollId: string; choice: Choice }[]): void {
    const known = this.#receipts
    const told = ballots.map(({ pollId, choice }) => {
      const before = known[pollId]
      return [pollId, before?.choice === choice ? before : { choice }] as const
    })
    this.#receipts = { ...known, ...Object.fromEntries(told) }
  }

  /** Sends again what a reload interrupted. */
  resume(): void {
    const left = kept<Sending>(this.#key)
    if (left && !this.#sending) void this.#deliver(left)
  }

  /** Casts, and resolves when the ballot is recorded or refused. While one is on its way nothing else is sent. */
  async cast(pollId: string, choice: Choice): Promise<void> {
    if (this.#sending) return
    const sending = { pollId, choice, key: crypto.randomUUID() }
    keep(this.#key, sending)
    await this.#deliver(sending)
  }

  async #deliver(sending: Sending): Promise<void> {
    const { pollId } = sending
    this.#sending = sending
    this.#refusals = { ...this.#refusals, [pollId]: undefined }
    try {
      const { choice, castAt } = await this.#insist(sending)
      this.#receipts = { ...this.#receipts, [pollId]: { choice, castAt } }
    } catch (error) {
      this.#refusals = { ...this.#refusals, [pollId]: whyNot(error) }
    }
    this.#sending = undefined
    this.#outage = false
    forget(this.#key)
  }

  async #insist(sending: Sending): Promise<Receipt> {
    for (let pause_ms = firstPause_ms; ; pause_ms = Math.min(longestPause_ms, pause_ms * 1.6)) {
      try {
        return await this.#cast(sending)
      } catch (error) {
        if (!isPassing(error)) throw error
        this.#outage = true
        await pause(pause_ms * (0.75 + Math.random() / 2))
      }
    }
  }
}
