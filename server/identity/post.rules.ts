import type { PostRole } from '#server/kernel/actor.ts'
import { existsOn, type Validity } from './validity.rules.ts'

/** What people hold; `system` is nobody's post. */
export type HeldRole = Exclude<PostRole, 'system'>

/** The leaders' roles, for lists that other agencies may see. */
export const leaderRoles: readonly HeldRole[] = ['chairman', 'vice_chairman', 'office_chief', 'director']

/** Leaders are shown to every agency; everybody else only to colleagues. */
export function isLeader(role: PostRole): boolean {
  return leaderRoles.some((leading) => leading === role)
}

/**
 * The post that somebody sits at after logging in: the first one held today in the person's own order.
 * Null when no post is held any more; such a person may not enter.
 */
export function firstPostOn<Post extends Validity & { position: number; id: string }>(
  posts: readonly Post[],
  day: string,
): Post | null {
  const held = posts.filter((post) => existsOn(post, day))
  held.sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))
  return held[0] ?? null
}
