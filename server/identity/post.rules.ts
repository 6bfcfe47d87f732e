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

/** The post that somebody sits at after logging in: the first in the given order that is held that day, or null. */
export function firstPostOn<Post extends Validity>(posts: readonly Post[], day: string): Post | null {
  return posts.find((post) => existsOn(post, day)) ?? null
}
