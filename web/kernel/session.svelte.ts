import type { InferResponseType } from 'hono/client'
import { api, ask } from './api.ts'
import { live } from './live.svelte.ts'

/** Who is signed in, at which post, with which rights, as the server says. */
export type Me = InferResponseType<typeof api.session.$get>

/** The signed-in person. `me` is undefined until asked, null when nobody is. */
class Session {
  me = $state.raw<Me | null | undefined>(undefined)

  /** Asks the server who we are; leaves `me` null when signed out. Throws ApiRefusal when it cannot be reached. */
  async load(): Promise<void> {
    try {
      this.#enter(await ask(api.session.$get()))
    } catch (error) {
      if (!isSignedOut(error)) throw error
      this.ended()
    }
  }

  /** Throws ApiRefusal: wrong name or password, locked for a while. */
  async signIn(userName: string, password: string): Promise<void> {
    this.#enter(await ask(api.session.$post({ json: { userName, password } })))
  }

  async signOut(): Promise<void> {
    await api.session.$delete()
    this.ended()
  }

  /** Works at another post of the same person from now on; everything on the screen is fetched anew. */
  async switchPost(postId: string): Promise<void> {
    this.#enter(await ask(api.session.post.$post({ json: { postId } })))
  }

  /** The session is over, here or by somebody's revocation. */
  ended(): void {
    live.close()
    this.me = null
  }

  /** True when the present post may do `act`; buttons ask nothing else. */
  can(act: string): boolean {
    const rights = this.me?.can as Record<string, unknown> | undefined
    return rights?.[act] === true
  }

  #enter(me: Me): void {
    this.me = me
    live.open()
  }
}

export const session = new Session()

function isSignedOut(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'unauthenticated'
}
