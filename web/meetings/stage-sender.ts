import { isPassing, pause } from './attempt.ts'
import type { Place } from './page-sync.svelte.ts'

/** More turns than this nobody can read; what lies between is left out, the last is always sent. */
const between_ms = 80
const again_ms = 1_000

/**
 * Sends page turns one after the other, the last one wins. A passing outage is sat out with the last page; a refusal ends it and is told.
 */
export class StageSender {
  #wanted: Place | undefined
  #busy = false
  readonly #send: (place: Place) => Promise<unknown>
  readonly #refused: (error: unknown) => void

  constructor(send: (place: Place) => Promise<unknown>, refused: (error: unknown) => void) {
    this.#send = send
    this.#refused = refused
  }

  show(place: Place): void {
    this.#wanted = place
    if (!this.#busy) void this.#run()
  }

  async #run(): Promise<void> {
    this.#busy = true
    while (this.#wanted) {
      const place = this.#wanted
      this.#wanted = undefined
      await this.#sendOne(place)
    }
    this.#busy = false
  }

  async #sendOne(place: Place): Promise<void> {
    try {
      await this.#send(place)
      await pause(between_ms)
    } catch (error) {
      if (!isPassing(error)) return this.#refused(error)
      this.#wanted ??= place
      await pause(again_ms)
    }
  }
}
