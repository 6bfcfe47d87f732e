import { untrack } from 'svelte'
import { paths } from '../kernel/paths.ts'
import { place } from '../kernel/place.ts'
import { session } from '../kernel/session.svelte.ts'

/** The door between signing in and the pages: asks who we are, and sends strangers to sign in and back to where they meant to go. */
class Entrance {
  failed = $state(false)

  /** Asks the server who we are. `failed` says that it could not be reached. */
  async enter(): Promise<void> {
    this.failed = false
    await session.load().catch(() => (this.failed = true))
  }

  /** For an effect of the shell: asks once, and leaves for the sign-in page whenever nobody is signed in. */
  guard(): void {
    if (session.me === undefined) void untrack(() => this.enter())
    if (session.me === null) void untrack(() => place.go(signInFrom(location), { replace: true }))
  }
}

export const entrance = new Entrance()

/** The sign-in page that leads back to where `from` is. */
export function signInFrom(from: Pick<Location, 'pathname' | 'search' | 'hash'>): string {
  const target = from.pathname + from.search + from.hash
  return target === '/' ? paths.signIn : `${paths.signIn}?tiep=${encodeURIComponent(target)}`
}

/** Where to go after signing in: the `tiep` of the address if it is a path of ours, else Today. */
export function targetOf(search: string): string {
  const target = new URLSearchParams(search).get('tiep') ?? ''
  return /^\/(?![/\\])/.test(target) ? target : paths.today
}
