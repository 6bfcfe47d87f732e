import { createSubscriber } from 'svelte/reactivity'

/** The present minute for words such as "còn 2 ngày"; screens that read `current` refresh themselves every half minute. */
class Now {
  #subscribe = createSubscriber((update) => {
    const timer = setInterval(update, 30_000)
    return () => clearInterval(timer)
  })

  get current(): Date {
    this.#subscribe()
    return new Date()
  }
}

export const now = new Now()
