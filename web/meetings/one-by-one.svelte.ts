/** Acts of one screen, one after the other: what is pressed while another is under way waits for it, and is not lost. */
export class OneByOne {
  /** Something is under way or waits. */
  busy = $state(false)
  #last: Promise<unknown> = Promise.resolve()

  /** Answers what the act answers. An act that fails fails alone. */
  async run<Answer>(act: () => Promise<Answer>): Promise<Answer> {
    const mine = this.#last.then(act, act)
    this.#last = mine
    this.busy = true
    try {
      return await mine
    } finally {
      if (this.#last === mine) this.busy = false
    }
  }
}
