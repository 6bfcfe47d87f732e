import { session } from '../kernel/session.svelte.ts'
import type { OutgoingRow } from './outgoing-desk.svelte.ts'

/** How many of these documents wait for the signature of this post. */
export function mineToSign(rows: readonly OutgoingRow[]): number {
  const postId = session.me?.post.id
  return rows.filter(({ state, signerPostId }) => state === 'awaiting_signature' && signerPostId === postId).length
}
