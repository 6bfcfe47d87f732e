import type { PaperView } from '../../server/meetings/screen.state.ts'
import { pause } from './attempt.ts'

/** Screens that open together must not all fetch in the same moment. */
const spread_ms = 1_200
const again_ms = 5_000

/** Where the bytes of a paper are; they never change there, so the device keeps them. */
export function paperUrl(meetingId: string, paperId: string): string {
  return `/api/meetings/${meetingId}/papers/${paperId}/file`
}

/**
 * The papers of a room on this device. Each is fetched whole once, one after the other, into the browser's own store, so that a page turn
 * costs the network nothing. Papers that are added later are fetched when they come.
 */
export class PaperShelf {
  #have = $state.raw<ReadonlySet<string>>(new Set())
  #wanted: readonly PaperView[] = []
  #busy = false
  #stopped = false
  readonly #fetch: (paper: PaperView) => Promise<void>

  constructor(fetchPaper: (paper: PaperView) => Promise<void>) {
    this.#fetch = fetchPaper
  }

  has(paperId: string): boolean {
    return this.#have.has(paperId)
  }

  /** How many of these papers are here. */
  countOf(papers: readonly PaperView[]): number {
    return papers.filter(({ id }) => this.#have.has(id)).length
  }

  /** Sees to it that these papers come; those of `first` (an item's) before the others. */
  want(papers: readonly PaperView[], first: string | null): void {
    this.#wanted = papers.toSorted((a, b) => Number(b.itemId === first) - Number(a.itemId === first))
    if (!this.#busy) void this.#run()
  }

  stop(): void {
    this.#stopped = true
  }

  async #run(): Promise<void> {
    this.#busy = true
    await pause(Math.random() * spread_ms)
    for (let next = this.#missing(); next && !this.#stopped; next = this.#missing()) await this.#bring(next)
    this.#busy = false
  }

  #missing(): PaperView | undefined {
    return this.#wanted.find(({ id }) => !this.#have.has(id))
  }

  async #bring(paper: PaperView): Promise<void> {
    try {
      await this.#fetch(paper)
      this.#have = new Set([...this.#have, paper.id])
    } catch {
      await pause(again_ms)
    }
  }
}

/** Fetches a paper whole, for the browser to keep. */
export async function fetchPaper(url: string): Promise<void> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`paper ${url}: ${answer.status}`)
  const reader = answer.body?.getReader()
  while (reader && !(await reader.read()).done);
}
