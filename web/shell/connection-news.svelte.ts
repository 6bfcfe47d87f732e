import type { Connection } from '../kernel/live.svelte.ts'
import { shellTexts as t } from '../kernel/messages/shell.ts'

/** A blink of the network shorter than this is nobody's business. */
const patience_ms = 1_500

/** Turns the state of the live line into what a person should see and hear. */
class ConnectionNews {
  shown = $state(false)
  said = $state('')
  #timer: ReturnType<typeof setTimeout> | undefined

  hear(connection: Connection): void {
    clearTimeout(this.#timer)
    if (connection !== 'in step') {
      this.#timer = setTimeout(() => this.#tell(true, t.connectionLost), patience_ms)
    } else if (this.shown) {
      this.#tell(false, t.connectionBack)
    }
  }

  #tell(shown: boolean, said: string): void {
    this.shown = shown
    this.said = said
  }
}

export const connectionNews = new ConnectionNews()
