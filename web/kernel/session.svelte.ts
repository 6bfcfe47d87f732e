import type { InferResponseType } from 'hono/client'
import { api, ask } from './api.ts'
import { live } from './live.svelte.ts'
import { now } from './now.svelte.ts'
import { preferences } from './preferences.svelte.ts'
import { ApiRefusal } from './refused.ts'
import { whenSignedOut } from './send.ts'

/** Who is signed in, at which post, with which other posts, as the server says. */
export type Me = InferResponseType<typeof api.session.$get>

const recheck_ms = 2_000

/** The signed-in person. `me` is undefined until asked, null when nobody is. */
class Session {
  me = $state.raw<Me | null | undefined>(undefined)

  constructor() {
    whenSignedOut(() => this.#ended())
  }

  /** Asks the server who we are; leaves `me` null when signed out. Throws ApiRefusal when it cannot be reached. */
  async load(): Promise<void> {
    try {
      this.#enter(await ask(api.session.$get()))
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.code !== 'unauthenticated') throw error
      this.#ended()
    }
  }

  /** Throws ApiRefusal: wrong name or password, locked for a while. */
  async signIn(userName: string, password: string): Promise<void> {
    this.#enter(await ask(api.session.$post({ json: { userName, password } })))
  }

  async signOut(): Promise<void> {
    await api.session.$delete()
    this.#ended()
  }

  /** Works at another post of the same person from now on; the shell opens every page anew. */
  async switchPost(postId: string): Promise<void> {
    await api.session.post.$post({ json: { postId } })
    await this.load()
  }

  #enter(me: Me): void {
    if (this.me?.person.id !== me.person.id) preferences.adopt(me.settings as Record<string, unknown>)
    now.keepTimeOf(me.now)
    this.me = me
    live.open(() => void this.#recheck())
  }

  #ended(): void {
    live.close()
    this.me = null
  }

  /** The server cut the live line: the session is over, or the post was switched elsewhere, or it only stumbled. */
  async #recheck(): Promise<void> {
    await this.load().catch(() => setTimeout(() => void this.#recheck(), recheck_ms))
  }
}

export const session = new Session()
