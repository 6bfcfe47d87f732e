import { untrack } from 'svelte'
import type { Choice, ItemView, PaperView, PollView, Presence } from '../../server/meetings/screen.state.ts'
import { rightsIn, type RoomRights } from '../../server/meetings/rights.rules.ts'
import { api, ask } from '../kernel/api.ts'
import { live } from '../kernel/live.svelte.ts'
import { whyNot } from '../kernel/refused.ts'
import { toasts } from '../kernel/toasts.svelte.ts'
import { attempt } from './attempt.ts'
import { BallotSlip } from './ballot-slip.svelte.ts'
import { OneByOne } from './one-by-one.svelte.ts'
import { PageSync } from './page-sync.svelte.ts'
import { fetchPaper, PaperShelf, paperUrl } from './paper-shelf.svelte.ts'
import { quorumOf } from './quorum.ts'
import { RoomLine } from './room-line.svelte.ts'
import { StageSender } from './stage-sender.ts'
import { type Wire, wireOf } from './wire.ts'

/** How current the screen is. Never says better than it is. */
export type Sync = 'in step' | 'behind' | 'lost'

/** One live meeting on one screen: what everybody sees, what only we have, and everything that may be done. */
export class MeetingRoom {
  readonly id: string
  readonly line: RoomLine
  readonly pages: PageSync
  readonly slip: BallotSlip
  readonly shelf: PaperShelf
  readonly #sender: StageSender
  readonly #acts = new OneByOne()
  /** An act is under way, so that no button is pressed twice. */
  readonly busy = $derived.by(() => this.#acts.busy)

  readonly snapshot = $derived.by(() => this.line.snapshot)
  readonly mine = $derived.by(() => this.line.mine)
  readonly sync: Sync = $derived.by(() => {
    if (this.line.lost || live.connection === 'offline') return 'lost'
    return this.line.behind || live.connection !== 'in step' ? 'behind' : 'in step'
  })
  readonly can: Partial<RoomRights> = $derived.by(() =>
    this.snapshot && this.mine ? rightsIn(this.snapshot, this.mine.postId) : {},
  )
  readonly isDesk = $derived.by(() => this.mine?.audience === 'desk')
  readonly me = $derived.by(() => this.snapshot?.members.find(({ postId }) => postId === this.mine?.postId))
  /** What is discussed now; nothing before and after the session. */
  readonly item: ItemView | undefined = $derived.by(() => {
    const goesOn = this.snapshot?.header.state === 'open' || this.snapshot?.header.state === 'paused'
    return goesOn ? this.snapshot?.items.find(({ id }) => id === this.snapshot?.currentItemId) : undefined
  })
  readonly nextItem: ItemView | undefined = $derived.by(() => {
    const items = this.snapshot?.items ?? []
    const from = this.item ? items.indexOf(this.item) + 1 : 0
    return items.slice(from).find(({ state }) => state !== 'done')
  })
  readonly openPoll: PollView | undefined = $derived.by(() =>
    this.snapshot?.polls.find(({ state }) => state === 'open'),
  )
  readonly latestPoll: PollView | undefined = $derived.by(() => this.snapshot?.polls.at(-1))
  readonly quorum = $derived.by(() => (this.snapshot ? quorumOf(this.snapshot) : undefined))
  readonly paper: PaperView | undefined = $derived.by(() =>
    this.snapshot?.papers.find(({ id }) => id === this.pages.shown?.paperId),
  )
  readonly presenter = $derived.by(() =>
    this.snapshot?.members.find(({ postId }) => postId === this.snapshot?.stage?.postId),
  )

  constructor(id: string, wire: Wire = wireOf(id)) {
    this.id = id
    this.line = new RoomLine(wire)
    this.#sender = new StageSender(
      (place) => this.#tell(() => ask(this.#at.stage.$post({ param: { id }, json: place }))),
      (error) => this.#stageRefused(error),
    )
    this.pages = new PageSync({
      meetingId: id,
      stage: () => this.snapshot?.stage ?? null,
      postId: () => this.mine?.postId,
      mayTurn: () => this.can.turnPage ?? false,
      show: (place) => this.#sender.show(place),
    })
    this.slip = new BallotSlip(id, (ballot) => this.#cast(ballot))
    this.shelf = new PaperShelf((paper) => fetchPaper(paperUrl(id, paper.id)))
  }

  /** Enters; the answered function leaves. */
  open(): () => void {
    const close = this.line.open()
    this.slip.resume()
    return () => {
      close()
      this.shelf.stop()
    }
  }

  /** For an effect: takes in what the server tells of our ballots. */
  learn(): void {
    const ballots = this.mine?.ballots ?? []
    untrack(() => this.slip.learn(ballots))
  }

  /** For an effect: sees to it that every paper of the room comes to this device. */
  stock(): void {
    const papers = this.snapshot?.papers ?? []
    this.shelf.want(papers, this.snapshot?.currentItemId ?? null)
  }

  /** Waits for no other act: whoever presses it is here, twice is the same. */
  checkIn(presence: Exclude<Presence, 'none'>): Promise<boolean> {
    const sent = { param: { id: this.id }, json: { presence } }
    return attempt(() => ask(this.#at['check-in'].$post(sent))).then(Boolean)
  }

  answer(answer: 'attending' | 'absent', note: string | null): Promise<boolean> {
    return this.#do(() => ask(this.#at.answer.$post({ param: { id: this.id }, json: { answer, note } })))
  }

  openSession(): Promise<boolean> {
    return this.#do(() => ask(this.#at.open.$post({ param: { id: this.id } })))
  }

  pause(): Promise<boolean> {
    return this.#do(() => ask(this.#at.pause.$post({ param: { id: this.id } })))
  }

  resume(): Promise<boolean> {
    return this.#do(() => ask(this.#at.resume.$post({ param: { id: this.id } })))
  }

  closeSession(): Promise<boolean> {
    return this.#do(() => ask(this.#at.close.$post({ param: { id: this.id } })))
  }

  /** Goes to an item and lays its first paper before everybody. */
  async goTo(item: ItemView): Promise<void> {
    const json = { itemId: item.id }
    const done = await this.#do(() => ask(this.#at['current-item'].$post({ param: { id: this.id }, json })))
    const first = this.snapshot?.papers.find(({ itemId }) => itemId === item.id)
    if (done && first) this.pages.lead({ paperId: first.id, page: 1 })
  }

  /** Throws ApiRefusal, for a form to show. */
  askVote(itemId: string, question: string): Promise<{ seq: number }> {
    return this.#tell(() => ask(this.#at.polls.$post({ param: { id: this.id }, json: { itemId, question } })))
  }

  closeVote(pollId: string): Promise<boolean> {
    return this.#do(() => ask(this.#at.polls[':pollId'].close.$post({ param: { id: this.id, pollId } })))
  }

  castVote(pollId: string, choice: Choice): Promise<void> {
    return this.slip.cast(pollId, choice)
  }

  giveStage(postId: string | null): Promise<boolean> {
    return this.#do(() => ask(this.#at.presenter.$post({ param: { id: this.id }, json: { postId } })))
  }

  /** Makes the draft notice and the tasks out of the conclusions. */
  conclude(): Promise<boolean> {
    return this.#do(() => ask(this.#at.notice.$post({ param: { id: this.id }, json: {} })))
  }

  get #at() {
    return api.meetings[':id']
  }

  async #do(act: () => Promise<{ seq: number }>): Promise<boolean> {
    return (await this.#acts.run(() => attempt(() => this.#tell(act)))) !== undefined
  }

  /** Sends a command; should its event be lost on the way, the line fetches it. */
  async #tell<Answer extends { seq: number }>(act: () => Promise<Answer>): Promise<Answer> {
    const answer = await act()
    this.line.expect(answer.seq)
    return answer
  }

  async #cast({ pollId, choice, key }: { pollId: string; choice: Choice; key: string }) {
    const at = { param: { id: this.id, pollId }, json: { choice } }
    const receipt = await ask(this.#at.polls[':pollId'].ballot.$post(at, { headers: { 'idempotency-key': key } }))
    // An older answer on its way might still tell of the ballot that this one replaces.
    if (this.slip.recordedIn(pollId)) void this.line.catchUp()
    return receipt
  }

  #stageRefused(error: unknown): void {
    this.pages.rejoin()
    toasts.show(whyNot(error), { tone: 'danger' })
  }
}
