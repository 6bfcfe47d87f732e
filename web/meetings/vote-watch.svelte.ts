import type { PollView } from '../../server/meetings/screen.state.ts'

/** Which poll lies over the room: the open one, then its result, until it is put away. A result from before we came stays in the agenda. */
export class Watch {
  #seen = $state<string>()
  folded = $state(false)
  readonly #latest: () => PollView | undefined

  constructor(latest: () => PollView | undefined) {
    this.#latest = latest
  }

  readonly poll: PollView | undefined = $derived.by(() => {
    const poll = this.#latest()
    return poll && (poll.state === 'open' || poll.id === this.#seen) ? poll : undefined
  })

  /** For an effect: an open poll is seen, and a new one or a result unfolds. */
  see(): void {
    const poll = this.#latest()
    if (!poll) return
    if (poll.state === 'open' && this.#seen !== poll.id) this.folded = false
    if (poll.state === 'closed' && this.#seen === poll.id) this.folded = false
    if (poll.state === 'open') this.#seen = poll.id
  }

  fold(): void {
    this.folded = !this.folded
  }

  putAway(): void {
    this.#seen = undefined
  }
}
