import { recall, remember } from '../kernel/remembered.ts'

/** What may stand beside the paper. */
export type Side = 'agenda' | 'members' | 'conclusions'

/** Below this width the panel lies over the paper, so it opens only when asked for. */
const wide = '(min-width: 60em)'

/** The one panel beside the paper, and the dialogs of the room. */
export class RoomPanel {
  side = $state<Side>()
  /** Asking for a vote. */
  asking = $state(false)
  /** Asking whether to end the session. */
  ending = $state(false)
  /** The poll whose result is shown. */
  result = $state<string>()

  constructor() {
    if (matchMedia(wide).matches && recall('room.panel') !== 'closed') this.side = 'agenda'
  }

  /** Shows that side, or nothing when it is shown already. */
  toggle(side: Side): void {
    this.show(this.side === side ? undefined : side)
  }

  show(side: Side | undefined): void {
    this.side = side
    if (matchMedia(wide).matches) remember('room.panel', side ? 'open' : 'closed')
  }

  /** After a choice in it, a panel that covers the paper makes way. */
  makeWay(): void {
    if (!matchMedia(wide).matches) this.side = undefined
  }
}
