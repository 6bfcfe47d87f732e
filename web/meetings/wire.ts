import type { CatchUp } from '../../server/meetings/catch-up.ts'
import type { Audience } from '../../server/meetings/screen.state.ts'
import { api, ask } from '../kernel/api.ts'
import { live, type Listener } from '../kernel/live.svelte.ts'

/** What a screen has: up to which event of which epoch, and as which class it heard them. */
export interface Held {
  epoch: string
  seq: number
  audience: Audience
}

/**
 * What a room needs of the network.
 *
 * - `follow` hears the room until the answered function is called; `onMissed` comes after every join, so also after a restart.
 * - `ask` brings what is missing since `held`, or everything. Throws ApiRefusal `not_found` when there is no seat (any more), anything
 *   else when the server could not be asked.
 */
export interface Wire {
  follow(listener: Listener): () => void
  ask(held: Held | undefined): Promise<CatchUp>
}

/** A server that has not answered for so long counts as out of reach. */
const patience_ms = 8_000

/** The wire of a meeting over the live line and HTTP. */
export function wireOf(id: string): Wire {
  return {
    follow: (listener) => live.follow(`meeting:${id}`, listener),
    ask: (held) => {
      const query = held ? { epoch: held.epoch, since: String(held.seq), audience: held.audience } : {}
      const init = { signal: AbortSignal.timeout(patience_ms) }
      return ask(api.meetings[':id'].live.$get({ param: { id }, query }, { init })) as Promise<CatchUp>
    },
  }
}
