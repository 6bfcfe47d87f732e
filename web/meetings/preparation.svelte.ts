import type { MeetingState, PaperView, Part } from '../../server/meetings/screen.state.ts'
import { rightsIn, type RoomRights } from '../../server/meetings/rights.rules.ts'
import { api, ask } from '../kernel/api.ts'
import { attempt } from './attempt.ts'
import { missingOf } from './missing.ts'
import { OneByOne } from './one-by-one.svelte.ts'
import { RoomLine } from './room-line.svelte.ts'
import { wireOf } from './wire.ts'

/** What a form gives for an item of the agenda. */
export interface ItemFields {
  title: string
  leadAgencyId: string | null
  minutes: number
}

/** A meeting that its desk prepares. It is the same live room that the session will use, so two secretaries see each other's work. */
export class Preparation {
  readonly id: string
  readonly line: RoomLine
  readonly #acts = new OneByOne()
  readonly busy = $derived.by(() => this.#acts.busy)

  readonly snapshot = $derived.by(() => this.line.snapshot)
  readonly can: Partial<RoomRights> = $derived.by(() =>
    this.snapshot && this.line.mine ? rightsIn(this.snapshot, this.line.mine.postId) : {},
  )
  readonly missing = $derived.by(() => (this.snapshot ? missingOf(this.snapshot) : []))

  constructor(id: string) {
    this.id = id
    this.line = new RoomLine(wireOf(id))
  }

  get state(): MeetingState | undefined {
    return this.snapshot?.header.state
  }

  /** Gives a seat, or changes the part of who has one. A new chair sends the old one among the members. */
  seat(postId: string, part: Part): Promise<boolean> {
    const old = part === 'chair' ? this.snapshot?.members.find((member) => member.part === 'chair') : undefined
    const members = [
      { postId, part },
      ...(old && old.postId !== postId ? [{ postId: old.postId, part: 'member' as const }] : []),
    ]
    return this.#do(() => ask(this.#at.members.$put({ param: { id: this.id }, json: { members } })))
  }

  unseat(postId: string): Promise<boolean> {
    return this.#do(() => ask(this.#at.members[':postId'].$delete({ param: { id: this.id, postId } })))
  }

  /** Throws ApiRefusal, for a form to show. `itemId` undefined adds one. */
  async putItem(itemId: string | undefined, json: ItemFields): Promise<{ seq: number }> {
    const { id } = this
    const answer = await (itemId === undefined
      ? ask(this.#at.items.$post({ param: { id }, json }))
      : ask(this.#at.items[':itemId'].$put({ param: { id, itemId }, json })))
    this.line.expect(answer.seq)
    return answer
  }

  /** Moves an item one place; answers its new place, or undefined when it is at the end already. */
  async move(itemId: string, step: -1 | 1): Promise<number | undefined> {
    const itemIds = (this.snapshot?.items ?? []).map((item) => item.id)
    const from = itemIds.indexOf(itemId)
    const to = from + step
    if (from < 0 || to < 0 || to >= itemIds.length) return undefined
    itemIds.splice(to, 0, ...itemIds.splice(from, 1))
    const done = await this.#do(() => ask(this.#at.agenda.$put({ param: { id: this.id }, json: { itemIds } })))
    return done ? to + 1 : undefined
  }

  removeItem(itemId: string): Promise<boolean> {
    return this.#do(() => ask(this.#at.items[':itemId'].$delete({ param: { id: this.id, itemId } })))
  }

  /** Lays a document of the house or an uploaded file at an item. Throws ApiRefusal. */
  async addPaper(itemId: string, json: { documentId: string } | { fileId: string }): Promise<void> {
    const { seq } = await ask(this.#at.items[':itemId'].papers.$post({ param: { id: this.id, itemId }, json }))
    this.line.expect(seq)
  }

  removePaper({ id: paperId }: PaperView): Promise<boolean> {
    return this.#do(() => ask(this.#at.papers[':paperId'].$delete({ param: { id: this.id, paperId } })))
  }

  invite(): Promise<boolean> {
    return this.#do(() => ask(this.#at.invite.$post({ param: { id: this.id } })))
  }

  cancel(): Promise<boolean> {
    return this.#do(() => ask(this.#at.cancel.$post({ param: { id: this.id } })))
  }

  get #at() {
    return api.meetings[':id']
  }

  async #do(act: () => Promise<{ seq: number }>): Promise<boolean> {
    const answer = await this.#acts.run(() => attempt(act))
    if (answer) this.line.expect(answer.seq)
    return answer !== undefined
  }
}
