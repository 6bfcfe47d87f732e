import { createSubscriber } from 'svelte/reactivity'

/**
 * The present minute by the server's clock, for words such as "còn 2 ngày"; screens that read `current` refresh themselves every
 * half minute. A device whose own clock is wrong shows the same deadlines as every other.
 */
class Now {
  #ahead_ms = 0
  #subscribe = createSubscriber((update) => {
    const timer = setInterval(update, 30_000)
    return () => clearInterval(timer)
  })

  get current(): Date {
    this.#subscribe()
    return new Date(Date.now() + this.#ahead_ms)
  }

  /** Goes by the server's clock from now on. */
  keepTimeOf(serverInstant: string): void {
    this.#ahead_ms = Date.parse(serverInstant) - Date.now()
  }
}

export const now = new Now()
