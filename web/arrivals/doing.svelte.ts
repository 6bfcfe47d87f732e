import { paths } from '../kernel/paths.ts'
import { place } from '../kernel/place.ts'
import { type Act, type ActKind, actsNow } from './acts-now.ts'
import type { ArrivalPage, AssignmentNode } from './arrival-page.svelte.ts'
import type { ArrivalsDesk } from './arrivals-desk.svelte.ts'
import { type Registration, registrationOf } from './registration.ts'

const reading_ms = 2_000

/** What is being done with the open arrival: which acts there are, which sheet is open, the form of the book. */
export class Doing {
  readonly page: ArrivalPage
  readonly registration: Registration
  /** The act whose sheet is open. */
  asking = $state.raw<Act>()
  readonly #desk: ArrivalsDesk

  readonly acts = $derived.by(() => {
    const detail = this.page.detail
    return detail ? actsNow(detail) : { primary: undefined, others: [] }
  })

  constructor(page: ArrivalPage, desk: ArrivalsDesk) {
    this.page = page
    this.#desk = desk
    this.registration = registrationOf(page, desk)
  }

  /** Does an act, or opens the sheet that it needs. */
  async take(act: Act): Promise<void> {
    if (act.kind === 'register') return void (await this.registration.submit())
    const node = this.page.nodeOf(act.nodeId ?? '')
    if (act.kind === 'start' || act.kind === 'startSelf') return void (node && (await this.page.start(node)))
    this.asking = act
  }

  /** Does the first act of this kind that there is now; nothing when there is none. For keys. */
  async takeAny(kind: ActKind): Promise<void> {
    const { primary, others } = this.acts
    const act = [primary, ...others].find((one) => one?.kind === kind)
    if (act) await this.take(act)
  }

  /** Hands a part back. The arrival may be none of one's business afterwards: then the desk is shown, and no error. */
  async giveBack(node: AssignmentNode, reason: string): Promise<boolean> {
    const done = await this.page.giveBack(node, reason)
    if (done && this.page.failed) await place.go(paths.arrivals)
    return done
  }

  /** A copy to be informed counts as read once its paper has been open for a moment. Answers how to stop waiting. */
  readsCopies(): (() => void) | undefined {
    const nodes = this.page.direction?.tree ?? []
    const copy = nodes.find(({ role, can }) => role === 'inform' && can.startOnOpening)
    if (!copy) return undefined
    const timer = setTimeout(() => void this.page.read(copy), reading_ms)
    return () => clearTimeout(timer)
  }

  /** Enters the arrival in the book and opens the next one that waits. */
  async registerAndGoOn(): Promise<void> {
    if (this.acts.primary?.kind !== 'register') return
    const next = this.#desk.nextToRegister(this.page.id)
    if ((await this.registration.submit()) && next !== undefined) await place.go(paths.arrival(next))
  }
}
