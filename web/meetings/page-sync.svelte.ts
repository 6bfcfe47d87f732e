import type { StageView } from '../../server/meetings/screen.state.ts'
import { forget, keep, kept } from './kept.ts'

/** A page of a paper. */
export interface Place {
  paperId: string
  page: number
}

/** `follow` goes where the stage goes, `free` reads by oneself, `lead` takes everybody along. */
export type PageMode = 'follow' | 'free' | 'lead'

/** What the sync must know of the room, and whom it tells of a turn. */
export interface PageGround {
  meetingId: string
  stage: () => StageView | null
  postId: () => string | undefined
  mayTurn: () => boolean
  show: (place: Place) => void
}

/**
 * Which page this screen shows. One's own hand on the paper leaves the stage, except for who leads: then everybody turns along. Somebody
 * else who takes the stage takes it from who led.
 */
export class PageSync {
  #mode = $state<PageMode>('follow')
  #own = $state.raw<Place>()
  /** The stage when this screen took it: until it moves, our own turn is still on its way. */
  #taken = $state.raw<StageView | null>()
  readonly #lastPages = new Map<string, number>()
  readonly #ground: PageGround
  readonly #key: string

  constructor(ground: PageGround) {
    this.#ground = ground
    this.#key = `leads:${ground.meetingId}`
    if (kept(this.#key)) this.#mode = 'lead'
  }

  readonly mode: PageMode = $derived.by(() => {
    if (this.#mode !== 'lead') return this.#mode
    const stage = this.#ground.stage()
    const isOurs = stage === this.#taken || stage?.postId === this.#ground.postId()
    return isOurs && this.#ground.mayTurn() ? 'lead' : 'follow'
  })

  /** What to show: the stage for followers, one's own place otherwise. */
  readonly shown: Place | undefined = $derived.by(() => {
    const stage = this.#ground.stage() ?? undefined
    if (this.mode === 'follow') return stage ?? this.#own
    return this.#own ?? stage
  })

  /** A page turned by hand, or a paper opened from the agenda. */
  turnTo(place: Place): void {
    this.#own = place
    this.#lastPages.set(place.paperId, place.page)
    if (this.mode === 'lead') this.#ground.show(place)
    else if (this.#isElsewhere(place)) this.#choose('free')
  }

  /** Opens a paper where it was last read on this screen. */
  open(paperId: string): void {
    this.turnTo({ paperId, page: this.#lastPages.get(paperId) ?? 1 })
  }

  /** Back to where the stage is. */
  rejoin(): void {
    this.#choose('follow')
  }

  /** Reads alone from here. */
  leave(): void {
    this.#own = this.shown
    this.#choose('free')
  }

  /** Shows this place to everybody from now on. */
  lead(place: Place): void {
    this.#own = place
    this.#taken = this.#ground.stage()
    this.#choose('lead')
    this.#ground.show(place)
  }

  #isElsewhere({ paperId, page }: Place): boolean {
    const stage = this.#ground.stage()
    return stage !== null && (stage.paperId !== paperId || stage.page !== page)
  }

  #choose(mode: PageMode): void {
    this.#mode = mode
    if (mode === 'lead') keep(this.#key, true)
    else forget(this.#key)
  }
}
