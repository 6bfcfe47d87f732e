import { untrack } from 'svelte'
import type { CatchUp } from '../../server/meetings/catch-up.ts'
import type { LoggedEvent } from '../../server/meetings/event.state.ts'
import { applyMeetingEvent, placeOf } from '../../server/meetings/meeting.state.ts'
import type { MeetingSnapshot } from '../../server/meetings/screen.state.ts'
import type { Connection, LiveEvent } from '../kernel/live.svelte.ts'
import { ApiRefusal } from '../kernel/refused.ts'
import type { Wire } from './wire.ts'

type Mine = CatchUp['mine']

/** A room in step asks this often whether it really is; one that is not asks in a hurry. Spread, so that a thousand screens never ask at once. */
const calmPulse_ms = 20_000
const hurriedPulse_ms = 2_500

/**
 * Keeps one screen equal to the room, whatever the network does.
 *
 * It applies the events that come in order, ignores those it has, and on a gap, after every join and at every pulse asks for what is missing
 * by (epoch, seq). While the live line is down it goes on by asking alone. `behind` and `lost` never say better than it is.
 */
export class RoomLine {
  snapshot = $state.raw<MeetingSnapshot>()
  mine = $state.raw<Mine>()
  /** Something is missing, or nobody would tell us if it were. */
  behind = $state(true)
  /** The server could not be asked the last time. */
  lost = $state(false)
  /** There is no seat for us (any more). */
  gone = $state(false)

  readonly #wire: Wire
  readonly #heard: (event: LoggedEvent) => void
  #joined = false
  #asking = false
  #again = false
  #silentMisses = 0
  #pulse: ReturnType<typeof setTimeout> | undefined
  #leave: (() => void) | undefined

  /** `heard` is told each event that moved the screen, once and in order. */
  constructor(wire: Wire, heard: (event: LoggedEvent) => void = () => undefined) {
    this.#wire = wire
    this.#heard = heard
  }

  /** Starts listening; the answered function stops it. */
  open(): () => void {
    untrack(() => this.#enterAnew())
    return () => {
      clearTimeout(this.#pulse)
      this.#leave?.()
      this.#leave = undefined
    }
  }

  /** Told by the page whenever the state of the live line changes. */
  hearConnection(connection: Connection): void {
    if (connection === 'in step' || !this.#leave) return
    this.#joined = false
    this.behind = true
    untrack(() => void this.catchUp())
  }

  /** A command of ours was answered with this number: if its event is lost on the way, we still get there. */
  expect(seq: number): void {
    setTimeout(() => {
      if (this.#leave && (this.snapshot?.seq ?? 0) < seq) void this.catchUp()
    }, 500)
  }

  /** Asks for what is missing; asked again while asking, it asks once more afterwards. */
  async catchUp(): Promise<void> {
    if (this.#asking) return void (this.#again = true)
    this.#asking = true
    clearTimeout(this.#pulse)
    try {
      this.#take(await this.#wire.ask(this.#held()))
      this.lost = false
      this.behind = !this.#joined || this.#again
    } catch (error) {
      this.#failed(error)
    }
    this.#asking = false
    if (this.#again && !this.lost) return this.#askAgain()
    this.#plan()
  }

  #askAgain(): Promise<void> {
    this.#again = false
    return this.catchUp()
  }

  #held() {
    if (!this.snapshot) return undefined
    const { epoch, seq, audience } = this.snapshot
    return { epoch, seq, audience }
  }

  #failed(error: unknown): void {
    this.#again = false
    if (error instanceof ApiRefusal && error.code === 'not_found') this.gone = true
    else this.lost = this.behind = true
  }

  #take(answer: CatchUp): void {
    this.mine = answer.mine
    this.gone = false
    const before = this.snapshot?.seq
    if (answer.kind === 'delta') for (const event of answer.events) this.#apply(event, answer.epoch)
    else if (isNewer(answer.snapshot, this.snapshot)) this.snapshot = answer.snapshot
    this.#judgeSilence(before)
  }

  /** A line that stays silent twice while things happen is no line: join anew. */
  #judgeSilence(before: number | undefined): void {
    const missed = this.#joined && !this.behind && before !== undefined && this.snapshot?.seq !== before
    this.#silentMisses = missed ? this.#silentMisses + 1 : 0
    if (this.#silentMisses >= 2) this.#join()
  }

  #join(): void {
    this.#leave?.()
    this.#joined = false
    this.#silentMisses = 0
    this.behind = true
    this.#leave = this.#wire.follow({ onEvent: (event) => this.#hear(event), onMissed: () => this.#missed() })
  }

  /** Our seat may have changed: through the door again, and what we may see is asked anew. */
  #enterAnew(): void {
    this.#join()
    void this.catchUp()
  }

  #missed(): void {
    this.#joined = true
    void this.catchUp()
  }

  #hear(event: LiveEvent): void {
    if (event.type === 'rights.changed') return this.#enterAnew()
    if (event.seq === undefined || event.epoch === undefined || !this.snapshot) return
    const logged = event as unknown as LoggedEvent
    if (this.#apply(logged, event.epoch) === 'gap') {
      this.behind = true
      void this.catchUp()
    }
  }

  #apply(event: LoggedEvent, epoch: string): ReturnType<typeof placeOf> {
    if (!this.snapshot) return 'gap'
    const place = placeOf(this.snapshot, { epoch, seq: event.seq })
    if (place === 'next') {
      this.snapshot = applyMeetingEvent(this.snapshot, event)
      this.#heard(event)
    }
    return place
  }

  #plan(): void {
    if (!this.#leave || this.gone) return
    const calm = this.#joined && !this.behind && !this.lost
    const pause_ms = (calm ? calmPulse_ms : hurriedPulse_ms) * (0.75 + Math.random() / 2)
    this.#pulse = setTimeout(() => this.#beat(), pause_ms)
  }

  #beat(): void {
    if (!this.#joined && !this.lost) this.#join()
    void this.catchUp()
  }
}

/** An answer that was overtaken by events on its way tells nothing new. */
function isNewer(answer: MeetingSnapshot, held: MeetingSnapshot | undefined): boolean {
  return !held || answer.epoch !== held.epoch || answer.audience !== held.audience || answer.seq >= held.seq
}
