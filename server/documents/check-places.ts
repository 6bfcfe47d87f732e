import { refuse } from '#server/kernel/refusal.ts'

/** How many may do something at once, how many of them from one address, and how many may stand in line. */
export interface PlaceRule {
  places: number
  perCaller: number
  line: number
}

/**
 * A few places for work that strangers may ask for. Who finds them taken waits in line; who finds the line full, or has as many
 * as one caller may have, is refused `check_busy` at once: nothing piles up.
 */
export class CheckPlaces {
  private taken = 0
  private readonly waiting: (() => void)[] = []
  private readonly callers = new Map<string, number>()
  private readonly rule: PlaceRule

  constructor(rule: PlaceRule) {
    this.rule = rule
  }

  /** Runs `work` on a place of this caller and gives the place back however it ends. */
  async run<Answer>(caller: string, work: () => Promise<Answer>): Promise<Answer> {
    const mine = this.callers.get(caller) ?? 0
    if (mine >= this.rule.perCaller || this.isFull()) refuse('limited', 'check_busy', { seconds: 15 })
    this.callers.set(caller, mine + 1)
    try {
      await this.take()
      return await work().finally(() => this.give())
    } finally {
      this.leave(caller)
    }
  }

  private isFull(): boolean {
    return this.taken >= this.rule.places && this.waiting.length >= this.rule.line
  }

  private async take(): Promise<void> {
    if (this.taken < this.rule.places) this.taken += 1
    else await new Promise<void>((resolve) => this.waiting.push(resolve))
  }

  private give(): void {
    const next = this.waiting.shift()
    if (next) next()
    else this.taken -= 1
  }

  private leave(caller: string): void {
    const left = (this.callers.get(caller) ?? 1) - 1
    if (left > 0) this.callers.set(caller, left)
    else this.callers.delete(caller)
  }
}
